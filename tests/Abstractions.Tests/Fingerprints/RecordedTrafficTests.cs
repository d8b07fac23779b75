using System.Text;
using System.Text.Json;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>Recorded gateway traffic: conversations of four clients over four protocols, two of them forked half way.</summary>
[TestClass]
public sealed class RecordedTrafficTests
{
    private static IReadOnlyList<Request> Traffic { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "traffic", "traffic.jsonl"))
            .Select(line => JsonSerializer.Deserialize<Request>(line, JsonSerializerOptions.Web)!),
    ];

    [TestMethod]
    public void Each_turn_goes_on_from_the_chain_of_the_turn_before()
    {
        var turns = Traffic.GroupBy(request => request.Conversation).ToList();
        turns.Should().Contain(conversation => conversation.Count() > 1);
        foreach (IGrouping<string, Request> conversation in turns)
        {
            string before = string.Empty;
            foreach (Request request in conversation)
            {
                string chain = request.Chain();
                chain.Should().NotBeEmpty();
                (before.Length == 0 || Chain.IsPrefix(before, chain)).Should().BeTrue("{0} goes on in request {1}", conversation.Key, request.Seq);
                before = chain;
            }
        }
    }

    [TestMethod]
    public void A_fork_shares_its_start_and_then_goes_its_own_way()
    {
        foreach (Request fork in Traffic.Where(request => request.Conversation.EndsWith("-fork", StringComparison.Ordinal)))
        {
            string original = fork.Conversation[..^"-fork".Length];
            string longest = Traffic.Where(request => request.Conversation == original).Select(request => request.Chain()).MaxBy(chain => chain.Length)!;
            string chain = fork.Chain();

            Chain.IsPrefix(chain[..chain.LastIndexOf('-')], longest).Should().BeTrue();
            Chain.IsPrefix(chain, longest).Should().BeFalse();
        }
    }

    [TestMethod]
    public void No_two_conversations_share_a_session()
    {
        var sessions = Traffic
            .Where(request => !request.Conversation.EndsWith("-fork", StringComparison.Ordinal))
            .GroupBy(request => request.Conversation)
            .Select(conversation => conversation.Select(request => request.Read().SessionId).Distinct().Single())
            .ToList();

        sessions.Should().Contain(session => session != null);
        sessions.Where(session => session is not null).Should().OnlyHaveUniqueItems();
    }

    private sealed record Request(int Seq, string Conversation, string Path, string Body)
    {
        public string Chain() => Read().Chain;

        public RequestFingerprint Read() => RequestFingerprint.Read(
            Path switch
            {
                "/v1/messages" => LlmApi.Anthropic,
                "/v1/chat/completions" => LlmApi.OpenAIChat,
                "/v1/responses" => LlmApi.OpenAIResponses,
                _ => LlmApi.Gemini,
            },
            Encoding.UTF8.GetBytes(Body));
    }
}
