using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// A long Messages conversation of about the size asked for: code and prose with escapes and some Unicode, as strings, as text
/// blocks, and as tool calls with nested input and their results.
/// </summary>
internal static class LargeBody
{
    private static readonly string[] Lines =
    [
        "    if (cache.TryGet(\\\"key\\\", out var value))\\n    {\\n        return value;\\n    }\\n",
        "The radix tree holds whole segments, so a prefix is found in one descent — no rescans.\\n",
        "public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceCompareTo(right);\\n",
        "\\tCafé, naïve, 世界 and an emoji 😀 now and then, & some plain words that go on for a while.\\n",
        "1. Measure first. 2. Change one thing. 3. Measure again, in the same minute, on the same machine.\\n\\n",
    ];

    public static byte[] Anthropic(int messages, int bytes)
    {
        int textLength = (bytes / messages) - 90;
        var body = new StringBuilder("""{"model":"claude-sonnet-4-5","max_tokens":1024,"system":[{"type":"text","text":"Be brief."}],"messages":[""");
        for (int i = 0; i < messages; i++)
        {
            body.Append(i > 0 ? "," : string.Empty).Append((i % 4) switch
            {
                0 => $$"""{"role":"user","content":"{{Text(i, textLength)}}"}""",
                1 => $$$"""{"role":"assistant","content":[{"type":"text","text":"{{{Text(i, textLength - 200)}}}"},{"type":"tool_use","id":"toolu_{{{i}}}","name":"read_file","input":{"path":"src/file{{{i}}}.cs","options":{"follow":true,"encoding":null,"depth":1.5},"range":[1,40]}}]}""",
                2 => $$"""{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_{{i - 1}}","content":"{{Text(i, textLength)}}"}]}""",
                _ => $$"""{"role":"assistant","content":[{"type":"text","text":"{{Text(i, textLength)}}"}]}""",
            });
        }

        body.Append("""],"metadata":{"user_id":"user_without_a_session"}}""");
        return Encoding.UTF8.GetBytes(body.ToString());
    }

    /// <summary>What a coding agent sends after so many turns: its tools, and a call and its result in each turn; 200 KB after 80.</summary>
    public static byte[] Agent(int turns)
    {
        var body = new StringBuilder("""{"model":"claude-opus-5-5","max_tokens":32000,"stream":true,"system":[{"type":"text","text":"You are an agent.","cache_control":{"type":"ephemeral"}}],"tools":[""");
        for (int i = 0; i < 20; i++)
        {
            body.Append(i > 0 ? "," : string.Empty)
                .Append($$$"""{"name":"tool{{{i}}}","description":"{{{Text(i, 900)}}}","input_schema":{"type":"object","properties":{"path":{"type":"string","description":"The path."},"offset":{"type":"number"},"limit":{"type":"number"}},"required":["path"]}}""");
        }

        body.Append("""],"messages":[{"role":"user","content":[{"type":"text","text":"Make the tests pass."}]}""");
        for (int i = 0; i < turns; i++)
        {
            body.Append($$$""",{"role":"assistant","content":[{"type":"text","text":"{{{Text(i, 120)}}}"},{"type":"tool_use","id":"toolu_{{{i}}}","name":"Edit","input":{"file_path":"/src/file{{{i}}}.cs","old_string":"{{{Text(i, 150)}}}","new_string":"{{{Text(i + 1, 200)}}}"}}]}""")
                .Append($$$""",{"role":"user","content":[{"tool_use_id":"toolu_{{{i}}}","type":"tool_result","content":"{{{Text(i, 1_300)}}}"}]}""");
        }

        body.Append("""],"metadata":{"user_id":"{\"device_id\":\"d\",\"account_uuid\":\"\",\"session_id\":\"e1fd1417-540d-4146-99ca-7c8b2ed475bd\"}"}}""");
        return Encoding.UTF8.GetBytes(body.ToString());
    }

    private static string Text(int seed, int bytes)
    {
        var text = new StringBuilder();
        for (int line = seed; text.Length < bytes; line++)
        {
            text.Append(Lines[line % Lines.Length]);
        }

        return text.ToString();
    }
}
