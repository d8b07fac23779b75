using System.Text.Json;

namespace EmbeddedCache.Fingerprints.Sub2Api;

/// <summary>
/// A body that is known to be JSON. A value is the position of its first byte, so an object or array needs no memory, and reading one again is
/// a new reader there.
/// </summary>
internal readonly ref struct JsonBody
{
    /// <summary>No value.</summary>
    public const int Absent = -1;

    private const int MaxMessages = 65_536;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="bytes">UTF-8 JSON.</param>
    /// <param name="checkNumbers">Whether a number that no float64 holds spoils the body, as where Go reads it into <c>any</c>.</param>
    /// <exception cref="JsonException">It is not JSON, or not an object.</exception>
    public JsonBody(ReadOnlySpan<byte> bytes, bool checkNumbers)
    {
        _bytes = bytes;
        var json = new Utf8JsonReader(bytes);
        json.Read();
        json.Require(json.TokenType == JsonTokenType.StartObject, "the body must be an object");
        Root = (int)json.TokenStartIndex;
        while (json.Read())
        {
            if (checkNumbers)
            {
                CheckNumber(ref json);
            }
        }
    }

    /// <summary>The object at the top.</summary>
    public int Root { get; }

    /// <summary>A reader that points at the first token of a value.</summary>
    public Utf8JsonReader At(int value)
    {
        var json = new Utf8JsonReader(_bytes[value..]);
        json.Read();
        return json;
    }

    public JsonTokenType TypeOf(int value) => value == Absent ? JsonTokenType.None : At(value).TokenType;

    /// <summary>What is between the quotes of a string or name; nothing of an absent value.</summary>
    public ReadOnlySpan<byte> Text(int value)
    {
        if (value == Absent)
        {
            return default;
        }

        ReadOnlySpan<byte> rest = _bytes[(value + 1)..];
        int length = rest.IndexOfAny((byte)'"', (byte)'\\');
        return rest[..(rest[length] == (byte)'"' ? length : At(value).ValueSpan.Length)];
    }

    /// <summary>Whether the value is this string.</summary>
    public bool IsText(int value, ReadOnlySpan<byte> text)
    {
        if (TypeOf(value) != JsonTokenType.String)
        {
            return false;
        }

        Utf8JsonReader json = At(value);
        return json.Is(text);
    }

    /// <summary>The value of the last member of an object with this name; absent too when the value is no object.</summary>
    public int Member(int value, ReadOnlySpan<byte> name)
    {
        int found = Absent;
        if (TypeOf(value) == JsonTokenType.StartObject)
        {
            Utf8JsonReader json = At(value);
            while (json.NextMember())
            {
                bool isIt = json.Is(name);
                json.Read();
                found = isIt ? value + (int)json.TokenStartIndex : found;
                json.Skip();
            }
        }

        return found;
    }

    /// <summary>Goes through the elements of an array.</summary>
    /// <param name="cursor">The array itself, and then what this method left; <see cref="Absent"/> and what is no array have no elements.</param>
    /// <param name="element">The element.</param>
    public bool NextElement(ref int cursor, out int element)
    {
        element = Absent;
        if (cursor == Absent || (_bytes[cursor] is not ((byte)'[' or (byte)',')))
        {
            return false;
        }

        int start = SkipSpace(cursor + 1);
        if (_bytes[start] == (byte)']')
        {
            return false;
        }

        element = start;
        cursor = SkipSpace(EndOf(start));
        return true;
    }

    /// <summary>Goes past a value, and refuses numbers in it that no float64 holds.</summary>
    public static void CheckNumbers(ref Utf8JsonReader json)
    {
        int depth = json.CurrentDepth;
        bool isOpen = json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        CheckNumber(ref json);
        while (isOpen && json.Read())
        {
            CheckNumber(ref json);
            isOpen = json.CurrentDepth > depth;
        }
    }

    /// <summary>Refuses more messages than a request may have.</summary>
    public void CheckCount(int messages)
    {
        for (int count = 0; NextElement(ref messages, out int message); count++)
        {
            if (count == MaxMessages)
            {
                BodyReading.Fail(message, "there are more than 65,536 messages");
            }
        }
    }

    public bool IsEmptyArray(int value) => _bytes[value] == (byte)'[' && !NextElement(ref value, out _);

    /// <summary>The value of the member whose name is at this position.</summary>
    public int ValueOf(int name) => SkipSpace(SkipSpace(EndOf(name)) + 1);

    private static void CheckNumber(ref Utf8JsonReader json) =>
        json.Require(json.TokenType != JsonTokenType.Number || GoNumber.IsInRange(json.ValueSpan), "the number does not fit a float64");

    private int EndOf(int value)
    {
        Utf8JsonReader json = At(value);
        json.Skip();
        return value + (int)json.BytesConsumed;
    }

    private int SkipSpace(int position) => position + _bytes[position..].IndexOfAnyExcept(" \t\r\n"u8);
}
