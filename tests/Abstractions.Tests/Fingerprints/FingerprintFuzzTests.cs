using System.Text;
using System.Text.Json;
using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// Hostile input: whatever the bytes, there is an answer or a FormatException, and an answer only where the framework's reader finds
/// strict JSON.
/// </summary>
[TestClass]
public sealed class FingerprintFuzzTests
{
    private static readonly byte[] Telling = [.. "{}[]\",:\\u0d8eEtfn-+.19<>& \n\t"u8, 0x00, 0x1F, 0x7F, 0x80, 0xBF, 0xC0, 0xE2, 0xA8, 0xED, 0xF0, 0xFF];

    private static readonly byte[][] Bodies =
    [
        .. Vectors.Load<Body>("anthropic.json").Select(vector => Encoding.UTF8.GetBytes(vector.Text)),
        .. Vectors.Load<Body>("gemini.json").Select(vector => Encoding.UTF8.GetBytes(vector.Text)),
        """{"instructions":"i","input":[{"type":"function_call","id":"x","call_id":"c"},{"role":"user","content":[{"type":"input_text","text":"t"}]}]}"""u8.ToArray(),
        """{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}]}"""u8.ToArray(),
    ];

    [TestMethod]
    public void A_body_with_bytes_changed_put_in_taken_out_or_cut_off_never_crashes() =>
        Gen.Select(Gen.Int[0, Bodies.Length - 1], Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue], Gen.Byte).Array[1, 6]).Sample(
            (pick, changes) =>
            {
                var body = Bodies[pick].ToList();
                foreach ((int kind, int where, byte value) in changes)
                {
                    Change(body, kind, body.Count == 0 ? 0 : where % body.Count, value);
                }

                AnswerOrFormatException(body.ToArray());
            },
            iter: 5_000);

    [TestMethod]
    public void Bytes_made_of_JSONs_own_pieces_never_crash() =>
        Gen.Int[0, Telling.Length - 1].Array[0, 40].Sample(
            picks => AnswerOrFormatException([.. "{\"messages\":[{\"content\":"u8, .. picks.Select(pick => Telling[pick])]),
            iter: 5_000);

    private static void Change(List<byte> body, int kind, int where, byte value)
    {
        switch (kind)
        {
            case 0 when body.Count > 0:
                body[where] = value;
                break;
            case 1 when body.Count > 0:
                body[where] = Telling[value % Telling.Length];
                break;
            case 2:
                body.Insert(where, Telling[value % Telling.Length]);
                break;
            case 3 when body.Count > 0:
                body.RemoveAt(where);
                break;
            case 4 when value < 64:
                body.RemoveRange(where, body.Count - where);
                break;
        }
    }

    private static void AnswerOrFormatException(byte[] body)
    {
        bool isRequest = IsObjectOfFloat64s(body);
        Answers(() => Sub2ApiFingerprints.AnthropicChain(body)).Should().Be(isRequest);
        Answers(() => Sub2ApiFingerprints.SessionHash(body)).Should().Be(isRequest);

        // These insist on the types of their fields as well.
        (Answers(() => Sub2ApiFingerprints.GeminiChain(body)) && !IsObject(body)).Should().BeFalse();
        foreach (LlmApi api in Enum.GetValues<LlmApi>())
        {
            (Answers(() => RequestFingerprint.Read(api, body).Chain) && !IsObject(body)).Should().BeFalse();
        }
    }

    private static bool IsObjectOfFloat64s(byte[] body) => IsObject(body, number => number.TryGetDouble(out double value) && double.IsFinite(value));

    private static bool IsObject(byte[] body, NumberCheck? isNumber = null)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            bool good = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                good &= reader.TokenType != JsonTokenType.Number || isNumber is null || isNumber(reader);
            }

            return good;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Answers(Func<string> fingerprint)
    {
        try
        {
            fingerprint().Should().MatchRegex("^[a-z0-9:-]*$");
            return true;
        }
        catch (FormatException fault)
        {
            fault.Message.Should().StartWith("Byte ");
            return false;
        }
    }

    private delegate bool NumberCheck(Utf8JsonReader reader);

    private sealed record Body([property: System.Text.Json.Serialization.JsonPropertyName("body")] string Text);
}
