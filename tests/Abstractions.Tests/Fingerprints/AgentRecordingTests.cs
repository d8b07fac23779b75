using System.Runtime.InteropServices;
using System.Text.Json;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>What real coding agents sent: every request that continues another one has a chain that begins with that one's, or a session that is its.</summary>
[TestClass]
public sealed class AgentRecordingTests
{
    private static IEnumerable<object[]> Recordings =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "agents"), "*.jsonl").Order(StringComparer.Ordinal).Select(file => new object[] { Path.GetFileNameWithoutExtension(file) });

    [TestMethod]
    [DynamicData(nameof(Recordings))]
    public void Every_request_that_continues_another_one_is_known_to(string recording)
    {
        var seen = new Dictionary<int, Request>();
        int continuing = 0;
        foreach (Request request in Request.Read(recording))
        {
            if (request.Continues is { } number && seen[number] is { } before && before.Fingerprint.Model == request.Fingerprint.Model)
            {
                continuing++;
                Chain.IsPrefix(before.Fingerprint.Chain, request.Fingerprint.Chain).Should().BeTrue("request {0} continues request {1}", request.Number, number);
            }

            seen.Add(request.Number, request);
        }

        continuing.Should().BeGreaterThan(10);
    }

    [TestMethod]
    [DynamicData(nameof(Recordings))]
    public void The_session_is_the_one_that_the_client_named(string recording)
    {
        foreach (Request request in Request.Read(recording))
        {
            request.Fingerprint.SessionId.Should().Be(request.Session, "of request {0}", request.Number);
        }
    }

    [TestMethod]
    public void There_are_recordings_of_every_API() =>
        Recordings.SelectMany(row => Request.Read((string)row[0])).Select(request => request.Fingerprint.Api).Distinct()
            .Should().BeEquivalentTo([LlmApi.Anthropic, LlmApi.Gemini, LlmApi.OpenAIChat, LlmApi.OpenAIResponses]);

    private sealed record Request(int Number, string? Session, int? Continues, RequestFingerprint Fingerprint)
    {
        public static IEnumerable<Request> Read(string recording)
        {
            foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "agents", recording + ".jsonl")))
            {
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement request = document.RootElement;
                string path = request.GetProperty("path").GetString()!;
                JsonElement headers = request.GetProperty("headers");
                LlmApi api = path switch
                {
                    _ when path.StartsWith("/v1/messages", StringComparison.Ordinal) => LlmApi.Anthropic,
                    _ when path.StartsWith("/v1/chat", StringComparison.Ordinal) => LlmApi.OpenAIChat,
                    _ when path.StartsWith("/v1/responses", StringComparison.Ordinal) => LlmApi.OpenAIResponses,
                    _ => LlmApi.Gemini,
                };
                yield return new Request(
                    request.GetProperty("n").GetInt32(),
                    request.TryGetProperty("session", out JsonElement session) ? session.GetString() : null,
                    request.TryGetProperty("continues", out JsonElement continues) ? continues.GetInt32() : null,
                    RequestFingerprint.Read(
                        api,
                        JsonMarshal.GetRawUtf8Value(request.GetProperty("body")),
                        name => headers.TryGetProperty(name, out JsonElement value) ? value.GetString() : null,
                        api == LlmApi.Gemini ? path : null));
            }
        }
    }
}
