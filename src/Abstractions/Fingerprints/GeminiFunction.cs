namespace EmbeddedCache;

/// <summary>A call (<c>name</c>, <c>args</c>, <c>id</c>) or a response (<c>name</c>, <c>response</c>, <c>id</c>).</summary>
internal struct GeminiFunction
{
    private JsonText _name;
    private JsonText _id;

    // Where args or response was written, unless it is absent or null.
    private Rope.Stretch? _value;

    public bool IsPresent { get; private set; }

    public static GeminiFunction ReadCall(ref JsonScanner scanner, CanonicalJson canonical) =>
        Read(ref scanner, canonical, "args"u8, isObject: false);

    public static GeminiFunction ReadResponse(ref JsonScanner scanner, CanonicalJson canonical) =>
        Read(ref scanner, canonical, "response"u8, isObject: true);

    public readonly void WriteCall(Rope output)
    {
        output.AppendLikely("{\"name\":"u8);
        output.AppendCanonical(_name);
        if (_value is { } args)
        {
            output.AppendLikely(",\"args\":"u8);
            output.Append(args);
        }

        WriteIdAndEnd(output);
    }

    public readonly void WriteResponse(Rope output)
    {
        output.AppendLikely("{\"name\":"u8);
        output.AppendCanonical(_name);
        output.AppendLikely(",\"response\":"u8);
        if (_value is { } response)
        {
            output.Append(response);
        }
        else
        {
            output.AppendLikely("null"u8);
        }

        WriteIdAndEnd(output);
    }

    private static GeminiFunction Read(ref JsonScanner scanner, CanonicalJson canonical, ReadOnlySpan<byte> valueName, bool isObject)
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
            if (scanner.IsIgnoringCase(name, "name"u8))
            {
                function._name = scanner.ReadTextOr(function._name);
            }
            else if (scanner.IsIgnoringCase(name, "id"u8))
            {
                function._id = scanner.ReadTextOr(function._id);
            }
            else if (scanner.IsIgnoringCase(name, valueName))
            {
                function._value = ReadValue(ref scanner, canonical, isObject);
            }
            else
            {
                scanner.Skip(checkNumbers: false);
            }
        }

        return function;
    }

    private static Rope.Stretch? ReadValue(ref JsonScanner scanner, CanonicalJson canonical, bool isObject)
    {
        if (scanner.TryReadNull())
        {
            return null;
        }

        if (isObject && scanner.Peek() != JsonKind.Object)
        {
            scanner.Fail(scanner.Position, "an object is expected");
        }

        return canonical.WriteStretch(ref scanner);
    }

    private readonly void WriteIdAndEnd(Rope output)
    {
        if (!_id.IsEmpty)
        {
            output.AppendLikely(",\"id\":"u8);
            output.AppendCanonical(_id);
        }

        output.AppendLikely("}"u8);
    }
}
