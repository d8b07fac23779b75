using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// Text is read sixty-four bytes at a time. So all that can stand in a text, or make it none, is put at every place of a block and across its
/// borders, in texts that end before, at and after a block's end, and compared with <see cref="SlowJson"/>, which knows no blocks.
/// </summary>
[TestClass]
public sealed class BlockBoundaryTests
{
    private static readonly byte[][] Specials =
    [
        .. new[]
        {
            "", "\\n", "\\\"", "\\\\", "\\/", "\\b\\f\\r\\t", "\\\\n", "\\\\\\n", "\\\\\\\\\\\\\\\\", "\\\\\\\\\\\\\\\"", "<", ">", "&", "<>&<", "\u007f", "'",
            "\\u0041", "\\u00e9", "\\u4e16\\u754c", "\\u003c", "\\u000a", "\\u2028", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\ud83d\\n", "\\ud83d\\u0041",
            "\\\\u0041", "\\ud83d\\ud83d\\ude00", "é", "ÿ߿", "ࠀ", "世界", "\u2027", "\u2028", "\u2029", "\u202a", "〨", "\ufffd", "퟿", "\ue000", "😀", "\U0010FFFF",
            "ab\"cd", "x\\", "\\x", "\\u12g4", "\\u12", "\\u", "\n", "\u0001", "\u001f", "\0", "\ud7ff",
        }.Select(Encoding.UTF8.GetBytes),
        [0x80], [0xBF, 0xBF], [0xC0, 0xAF], [0xC1, 0xBF], [0xC2], [0xDF, 0x41], [0xE0, 0x9F, 0xBF], [0xE2, 0x80], [0xE2, 0x80, 0x41], [0xED, 0xA0, 0x80],
        [0xEF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE, 0xFE],
        [0xE4, 0xB8, 0x96, 0x80], [0xE2, 0x80, 0xA8, 0xA8],
    ];

    private static readonly int[] Rests = [0, 1, 2, 5, 61, 62, 63, 64, 65, 130];

    // What a body's text stands among: short and long before and after it, compact and not, as a value and as a name.
    private static readonly (string Before, string After)[] Frames =
    [
        ("{\"messages\":[{\"role\":\"user\",\"content\":\"", "\"}]}"),
        ("{\"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"", "\"}]}],\"metadata\":{\"user_id\":\"nobody that anybody knows, at some length\"}}"),
        ("{ \"messages\" : [ { \"content\" : { \"b\" : \"", "\", \"a\": [1, \"<\"] } } ] }"),
        ("{\"system\":{\"", "\":\"x\",\"a\":1}}"),
    ];

    [TestMethod]
    public void Whatever_stands_in_a_text_and_wherever_it_is_read_as_it_is_byte_by_byte()
    {
        foreach ((string before, string after) in Frames)
        {
            foreach (byte[] special in Specials)
            {
                for (int offset = 0; offset <= 130; offset++)
                {
                    int rest = Rests[offset % Rests.Length];
                    Compare([.. Encoding.ASCII.GetBytes(before), .. Plain(offset), .. special, .. Plain(rest), .. Encoding.ASCII.GetBytes(after)]);
                }
            }
        }
    }

    [TestMethod]
    public void Two_of_them_are_too_at_any_distance() =>
        Gen.Select(Gen.Int[0, Frames.Length - 1], Gen.Select(Gen.Int[0, 150], Gen.Int[0, Specials.Length - 1]).Array[0, 6], Gen.Int[0, 140]).Sample(
            (frame, specials, rest) => Compare(
            [
                .. Encoding.ASCII.GetBytes(Frames[frame].Before),
                .. specials.SelectMany(special => Plain(special.Item1).Concat(Specials[special.Item2])),
                .. Plain(rest),
                .. Encoding.ASCII.GetBytes(Frames[frame].After),
            ]),
            iter: 20_000);

    [TestMethod]
    public void Text_of_one_kind_of_byte_is_too_at_any_length()
    {
        foreach (byte[] special in Specials)
        {
            for (int count = 1; count <= 300; count += count < 70 ? 1 : 23)
            {
                Compare([.. "{\"messages\":[{\"content\":\""u8, .. Enumerable.Repeat(special, count).SelectMany(bytes => bytes), .. "\"}]}"u8]);
            }
        }
    }

    [TestMethod]
    public void Bodies_of_every_length_that_end_at_every_place_are_refused_where_they_end()
    {
        byte[] body = Encoding.UTF8.GetBytes("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + new string('x', 150) + "é\\n<😀\\u00e9\"},{\"a\":[1.5,true,{\"b\":null}]}]}]}");
        Compare(body);
        for (int length = 0; length < body.Length; length++)
        {
            Compare(body[..length]);
        }
    }

    // What vectors there are is settled when a process starts.
    [TestMethod]
    [Timeout(120_000)]
    [DataRow("DOTNET_EnableAVX512", DisplayName = "without AVX-512")]
    [DataRow("DOTNET_EnableAVX2", DisplayName = "without AVX2")]
    [DataRow("DOTNET_EnableHWIntrinsic", DisplayName = "without any")]
    public async Task All_of_this_holds_with_narrower_vectors(string instructions)
    {
        string program = Environment.ProcessPath!;
        string[] test = ["--filter", $"Name={nameof(Whatever_stands_in_a_text_and_wherever_it_is_read_as_it_is_byte_by_byte)}"];
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [typeof(BlockBoundaryTests).Assembly.Location, .. test] : test)
        {
            RedirectStandardOutput = true,
            Environment = { [instructions] = "0" },
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, "it says {0}", output);
        output.Should().Contain("succeeded: 1");
    }

    private static byte[] Plain(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26)))];

    private static void Compare(byte[] body)
    {
        (string? expected, int faultAt) = SlowJson.Of(body);
        string told = $"of {Encoding.Latin1.GetString(body)}";
        Result(() => Encoding.UTF8.GetString(Canonical.Of(body))).Should().Be((expected, faultAt), "{0}", told);
        Result(() => SessionHash.Compute(body)).Should().Be((expected is null ? null : ExpectedSession(expected), faultAt), "{0}", told);
        Result(() => DigestChain.ForAnthropic(body)).FaultAt.Should().Be(faultAt, "{0}", told);
    }

    private static (string? Value, int FaultAt) Result(Func<string> compute)
    {
        try
        {
            return (compute(), -1);
        }
        catch (FormatException fault)
        {
            return (null, int.Parse(fault.Message.Split(' ')[1], CultureInfo.InvariantCulture));
        }
    }

    // Of the bodies above; they mark nothing and name no session.
    private static string ExpectedSession(string canonical)
    {
        var text = new StringBuilder();
        JsonNode body = JsonNode.Parse(canonical)!;
        foreach (JsonNode? message in body["messages"]?.AsArray() ?? [])
        {
            JsonNode? content = message!["content"];
            if (content is JsonValue said)
            {
                text.Append(said);
            }
            else if (content is JsonArray blocks)
            {
                text.AppendJoin(string.Empty, blocks.Where(block => block!["type"]?.ToString() == "text").Select(block => block!["text"]));
            }
        }

        return text.Length == 0 ? string.Empty : ShortHash.Text(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
