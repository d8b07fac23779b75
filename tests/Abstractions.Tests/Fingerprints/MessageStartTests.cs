using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// Messages and text blocks that begin as nearly all do are known by their first bytes. So each is compared with the same one that begins
/// with a space, which is read member by member.
/// </summary>
[TestClass]
public sealed class MessageStartTests
{
    private static readonly string[] Starts =
    [
        "{\"role\":\"user\",\"content\":",
        "{\"role\":\"assistant\",\"content\":",
        "{\"role\":\"user\",\"content\" :",
        "{\"role\":\"users\",\"content\":",
        "{\"role\":\"assistant\",\"parts\":",
    ];

    private static readonly string[] Contents =
    [
        "\"hi <b>\"",
        "null",
        "[]",
        "{\"a\":1}",
        "[{\"type\":\"text\",\"text\":\"hi\"}]",
        "[{\"type\":\"text\",\"text\":\"hi\",\"cache_control\":{\"type\":\"ephemeral\"}}]",
        "[{\"type\":\"text\",\"text\":\"hi\",\"type\":\"image\"},{\"type\":\"text\",\"text\":\"a\",\"text\":\"b\"}]",
        "[{\"type\":\"text\",\"text\":7},{\"type\":\"text\",\"text\":null}]",
        "[{\"type\":\"text\",\"text\":}]",
        "[{\"type\":\"text\",\"text\":\"hi\"",
        string.Empty,
        "}",
    ];

    private static readonly string[] Rests =
    [
        "}",
        " , \"x\":[1] }",
        ",\"role\":\"assistant\"}",
        ",\"role\":7,\"content\":\"other\"}",
        ",\"content\":[{\"type\":\"text\",\"text\":\"last\"}]}",
        ",\"parts\":[{\"text\":\"part\"}]}",
        ",\"tool_calls\":[{\"id\":\"1\"}]}",
        ",}",
        "\"x\":1}",
        string.Empty,
    ];

    [TestMethod]
    public void A_message_that_begins_as_most_do_is_read_as_any_other()
    {
        foreach (string start in Starts)
        {
            foreach (string content in Contents)
            {
                foreach (string rest in Rests)
                {
                    string message = start + content + rest;
                    Compare(message, spaced: message.Replace("{\"role", "{ \"role", StringComparison.Ordinal).Replace("{\"type\":\"text", "{ \"type\":\"text", StringComparison.Ordinal));
                }
            }
        }
    }

    [TestMethod]
    [DataRow("[", "]")]
    [DataRow("{\"a\":", "}")]
    public void One_that_is_nested_too_deep_is_refused_all_the_same(string opening, string closing)
    {
        const string Block = "{\"type\":\"text\",\"text\":\"hi\"}";

        // The body, its messages, the message and the block are four.
        for (int levels = 58; levels <= 62; levels++)
        {
            string content = string.Concat(Enumerable.Repeat(opening, levels)) + Block + string.Concat(Enumerable.Repeat(closing, levels));
            (string? chain, _) = Results("{\"role\":\"user\",\"content\":" + content + "}")[0];
            (chain is not null).Should().Be(levels + 4 <= JsonScanner.MaxDepth);
        }
    }

    private static void Compare(string message, string spaced)
    {
        (string? Value, string? Fault)[] results = Results(message);
        (string? Value, string? Fault)[] expected = Results(spaced);
        results.Select(result => result.Value).Should().Equal(expected.Select(result => result.Value), "of {0}", message);

        // All but the number of the byte.
        results.Select(result => result.Fault?[result.Fault.IndexOf("of", StringComparison.Ordinal)..])
            .Should().Equal(expected.Select(result => result.Fault?[result.Fault.IndexOf("of", StringComparison.Ordinal)..]), "of {0}", message);
    }

    private static (string? Value, string? Fault)[] Results(string message)
    {
        byte[] body = Encoding.UTF8.GetBytes("{\"messages\":[" + message + "]}");
        byte[] input = Encoding.UTF8.GetBytes("{\"input\":[" + message + "]}");
        return
        [
            Result(() => DigestChain.ForAnthropic(body)),
            Result(() => DigestChain.ForOpenAIChat(body)),
            Result(() => DigestChain.ForOpenAIResponses(input)),
            Result(() => SessionHash.Compute(body)),
            Result(() => SessionHash.Compute(input)),
        ];
    }

    private static (string? Value, string? Fault) Result(Func<string> compute)
    {
        try
        {
            return (compute(), null);
        }
        catch (FormatException fault)
        {
            return (null, fault.Message);
        }
    }
}
