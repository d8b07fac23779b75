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
            foreach (Func<string> read in (Func<string>[])[() => DigestChain.ForAnthropic(body), () => DigestChain.ForOpenAIChat(body), () => DigestChain.ForGemini(body), () => DigestChain.ForOpenAIResponses(body), () => SessionHash.Compute(body)])
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
            foreach (Func<string> read in (Func<string>[])[() => DigestChain.ForAnthropic(body), () => DigestChain.ForOpenAIChat(body), () => SessionHash.Compute(body)])
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

        DigestChain.ForAnthropic(many).Should().Be(DigestChain.ForAnthropic("{\"messages\":[{\"content\":{\"n\":\"last\"}}]}"u8));
        DigestChain.ForOpenAIChat(many).Should().Be(DigestChain.ForOpenAIChat("{\"messages\":[{\"content\":{\"n\":\"last\"}}]}"u8));
    }

    [TestMethod]
    public void A_hundred_thousand_messages_are_a_hundred_thousand_segments()
    {
        byte[] body = Encoding.UTF8.GetBytes("{\"messages\":[" + string.Join(',', Enumerable.Range(0, 100_000).Select(static i => $"{{\"content\":{i}}}")) + "]}");

        DigestChain.ForAnthropic(body).Split('-').Should().HaveCount(100_000).And.OnlyHaveUniqueItems();
    }
}
