using System.Text;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>Bodies that are made to harm are refused with a place and a reason, or answered rightly.</summary>
[TestClass]
public sealed class JsonBombTests
{
    [TestMethod]
    public void Nesting_past_64_is_refused_where_it_begins_and_says_so()
    {
        foreach (int depth in (int[])[65, 1_000, 1_000_000])
        {
            byte[] body = Encoding.UTF8.GetBytes("{\"messages\":" + new string('[', depth));
            foreach (Func<string> read in (Func<string>[])[() => Sub2ApiFingerprints.AnthropicChain(body), () => Sub2ApiFingerprints.GeminiChain(body), () => RequestFingerprint.Read(LlmApi.Gemini, body).Chain, () => Sub2ApiFingerprints.SessionHash(body)])
            {
                read.Should().Throw<FormatException>().WithMessage("Byte 75*64*");
            }
        }
    }

    [TestMethod]
    public void A_number_that_no_float64_holds_is_refused_however_it_is_written()
    {
        foreach (string number in (string[])["1e309", "-1e999999999999999999999", new string('9', 400), "1" + new string('0', 1_000_000), "0.001e400"])
        {
            byte[] body = Encoding.UTF8.GetBytes($"{{\"messages\":[{{\"content\":{number}}}]}}");
            foreach (Func<string> read in (Func<string>[])[() => Sub2ApiFingerprints.AnthropicChain(body), () => Sub2ApiFingerprints.SessionHash(body)])
            {
                read.Should().Throw<FormatException>().Which.Message.Should().StartWith("Byte 24").And.Contain("float64").And.NotContain(number);
            }
        }
    }

    [TestMethod]
    public void Of_a_hundred_thousand_members_of_one_name_the_last_counts()
    {
        string again = string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"\"n\":{i},"));
        byte[] many = Encoding.UTF8.GetBytes($"{{\"messages\":[{{\"content\":{{{again}\"n\":\"last\"}}}}]}}");

        Sub2ApiFingerprints.AnthropicChain(many).Should().Be(Sub2ApiFingerprints.AnthropicChain("{\"messages\":[{\"content\":{\"n\":\"last\"}}]}"u8));
    }
}
