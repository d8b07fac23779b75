namespace EmbeddedCache;

/// <summary>A call (<c>name</c>, <c>args</c>, <c>id</c>) or a response (<c>name</c>, <c>response</c>, <c>id</c>).</summary>
internal ref struct GeminiFunction
{
    private JsonText _name;
    private JsonText _id;

    // Where args or response stands; 0, which is the body's opening brace, when it is absent or null.
    private int _value;

    public bool IsPresent { get; private set; }

    public static GeminiFunction ReadCall(scoped ref JsonScanner scanner) => Read(ref scanner, "args"u8, isObject: false);

    public static GeminiFunction ReadResponse(scoped ref JsonScanner scanner) => Read(ref scanner, "response"u8, isObject: true);

    public readonly void WriteCall(JsonScanner scanner, CanonicalJson output)
    {
        output.Write("{\"name\":"u8);
        output.Write(_name);
        if (_value != 0)
        {
            output.Write(",\"args\":"u8);
            WriteValue(scanner, output);
        }

        WriteIdAndEnd(output);
    }

    public readonly void WriteResponse(JsonScanner scanner, CanonicalJson output)
    {
        output.Write("{\"name\":"u8);
        output.Write(_name);
        output.Write(",\"response\":"u8);
        if (_value != 0)
        {
            WriteValue(scanner, output);
        }
        else
        {
            output.Write("null"u8);
        }

        WriteIdAndEnd(output);
    }

    private static GeminiFunction Read(scoped ref JsonScanner scanner, ReadOnlySpan<byte> valueName, bool isObject)
    {
        var function = default(GeminiFunction);
        if (scanner.TryReadNull())
        {
            return function;
        }

        function.IsPresent = true;
        scanner.BeginObject();
        while (scanner.NextMember(out JsonText name))
        {
            if (name.IsIgnoringCase("name"u8))
            {
                function._name = scanner.ReadTextOr(function._name);
            }
            else if (name.IsIgnoringCase("id"u8))
            {
                function._id = scanner.ReadTextOr(function._id);
            }
            else if (name.IsIgnoringCase(valueName))
            {
                function._value = SkipValue(ref scanner, isObject);
            }
            else
            {
                scanner.Skip(checkNumbers: false);
            }
        }

        return function;
    }

    private static int SkipValue(ref JsonScanner scanner, bool isObject)
    {
        if (scanner.TryReadNull())
        {
            return 0;
        }

        int position = scanner.Position;
        if (isObject && scanner.Peek() != JsonKind.Object)
        {
            scanner.Fail(position, "an object is expected");
        }

        scanner.Skip(checkNumbers: true);
        return position;
    }

    private readonly void WriteValue(JsonScanner scanner, CanonicalJson output)
    {
        JsonScanner value = scanner.At(_value);
        output.Write(ref value);
    }

    private readonly void WriteIdAndEnd(CanonicalJson output)
    {
        if (!_id.IsEmpty)
        {
            output.Write(",\"id\":"u8);
            output.Write(_id);
        }

        output.Write("}"u8);
    }
}
