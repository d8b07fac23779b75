using System.Globalization;
using System.Text;

namespace EmbeddedCache;

/// <summary>
/// Says where a body is wrong: the byte, and the path to it, such as <c>contents[3].parts[0].text</c>. The path is found by going
/// through the body again up to that byte, so reading a good body pays nothing for it.
/// </summary>
internal static class JsonFault
{
    // A body's own words never get into a message: a name that is not one of the protocols' is written as "*".
    private static readonly string[] KnownNames =
    [
        "args", "cache_control", "content", "contents", "data", "function", "functionCall", "functionResponse", "function_call", "id",
        "inlineData", "input", "instructions", "messages", "metadata", "mimeType", "model", "name", "parts", "response", "role",
        "status", "system", "systemInstruction", "text", "thought", "thoughtSignature", "tool_calls", "tools", "type", "user_id",
    ];

    public static FormatException At(ReadOnlySpan<byte> body, int position, string what)
    {
        string path = PathTo(body, position);
        string place = path.Length == 0 ? string.Empty : $", at {path}";
        return new FormatException(string.Create(CultureInfo.InvariantCulture, $"Byte {position} of the request body{place}: {what}."));
    }

    // Everything before the position has been read as JSON, so brackets, commas and quotes are enough to go by.
    private static string PathTo(ReadOnlySpan<byte> body, int position)
    {
        var levels = new Stack<(bool IsArray, int Index, string? Name)>();
        bool nameIsNext = false;
        for (int i = 0; i < position; i++)
        {
            switch (body[i])
            {
                case (byte)'{':
                    levels.Push((false, 0, null));
                    nameIsNext = true;
                    break;
                case (byte)'[':
                    levels.Push((true, 0, null));
                    nameIsNext = false;
                    break;
                case (byte)'}' or (byte)']':
                    levels.Pop();
                    nameIsNext = false;
                    break;
                case (byte)',':
                    (bool isArray, int index, _) = levels.Pop();
                    levels.Push((isArray, index + 1, null));
                    nameIsNext = !isArray;
                    break;
                case (byte)'"':
                    int start = i + 1;
                    i = EndOfText(body, start);
                    if (nameIsNext && i < position)
                    {
                        levels.Push(levels.Pop() with { Name = NameOf(body[start..i]) });
                        nameIsNext = false;
                    }

                    break;
            }
        }

        return Format(levels);
    }

    private static int EndOfText(ReadOnlySpan<byte> body, int position)
    {
        while (position < body.Length && body[position] != (byte)'"')
        {
            position += body[position] == (byte)'\\' ? 2 : 1;
        }

        return position;
    }

    private static string NameOf(ReadOnlySpan<byte> raw)
    {
        foreach (string name in KnownNames)
        {
            if (Ascii.Equals(raw, name))
            {
                return name;
            }
        }

        return "*";
    }

    private static string Format(Stack<(bool IsArray, int Index, string? Name)> levels)
    {
        var path = new StringBuilder();
        foreach ((bool isArray, int index, string? name) in levels.Reverse())
        {
            if (isArray)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
            else if (name is not null)
            {
                path.Append(path.Length == 0 ? string.Empty : ".").Append(name);
            }
        }

        return path.ToString();
    }
}
