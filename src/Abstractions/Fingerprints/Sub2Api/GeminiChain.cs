using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace EmbeddedCache.Fingerprints.Sub2Api;

/// <summary>
/// The chain of a <c>generateContent</c> body. Go reads that body into structs: the fields it knows must have their types or be null, their
/// names match in any case (ASCII), and anything else need only be JSON. What comes again is read into the struct, map or slice that is there.
/// </summary>
/// <remarks>
/// A value that came several times is the list of its positions. A struct has the fields of all its objects, the last of each kind; a map
/// the members of all; a slice is as long as its last array, and each element is read into those at the same place before. <c>null</c> takes
/// away what was there, and so does an empty array.
/// </remarks>
internal readonly ref struct GeminiChain
{
    private readonly JsonBody _body;
    private readonly XxHash64 _hash = new();
    private readonly CanonicalJson _canonical;

    // A stack: lists are pushed while they are gathered, and taken off when they were read.
    private readonly List<int> _places = [];

    private GeminiChain(JsonBody body)
    {
        _body = body;
        _canonical = new CanonicalJson(body, _hash);
    }

    public static string Compute(JsonBody body)
    {
        GeminiField.Check(body);
        return new GeminiChain(body).Compute();
    }

    private string Compute()
    {
        var chain = new ChainText();
        _places.Add(_body.Root);
        var root = new Range(0, 1);
        (_, ulong hash, bool hasParts) = ReadContent(Gather(root, GeminiField.SystemInstruction));
        if (hasParts)
        {
            chain.Add('s', hash);
        }

        Range contents = Gather(root, GeminiField.Contents);
        if (!IsEmpty(contents))
        {
            _body.CheckCount(_places[^1]);
        }

        while (NextElement(ref contents, out Range content))
        {
            (char label, hash, _) = ReadContent(content);
            chain.Add(label, hash);
            Pop(content);
        }

        return chain.ToString();
    }

    private (char Label, ulong Hash, bool HasParts) ReadContent(Range content)
    {
        Range role = Gather(content, GeminiField.Role);
        char label = !IsEmpty(role) && _body.IsText(_places[^1], "model"u8) ? 'm' : 'u';
        Range parts = Gather(content, GeminiField.Parts);
        if (IsEmpty(parts))
        {
            return (label, ChainText.NullHash, false);
        }

        bool any = false;
        _hash.Reset();
        _hash.Append("["u8);
        for (; NextElement(ref parts, out Range part); any = true)
        {
            _hash.Append(any ? ","u8 : default);
            AppendStruct(part, GeminiField.Parts.Fields!);
            Pop(part);
        }

        _hash.Append("]"u8);
        return (label, _hash.GetCurrentHashAsUInt64(), any);
    }

    private void AppendStruct(Range structure, GeminiField[] fields)
    {
        bool any = false;
        _hash.Append("{"u8);
        foreach (GeminiField field in fields)
        {
            Range values = Gather(structure, field);
            bool isAbsent = IsAbsent(values, field);
            if (!isAbsent || field.Absent is not null)
            {
                _hash.Append(any ? ",\""u8 : "\""u8);
                _hash.Append(field.Name);
                _hash.Append("\":"u8);
                any = true;
                AppendField(values, field, isAbsent);
            }

            Pop(values);
        }

        _hash.Append("}"u8);
    }

    private void AppendField(Range values, GeminiField field, bool isAbsent)
    {
        if (isAbsent)
        {
            _hash.Append(field.Absent!);
        }
        else if (field.Fields is not null)
        {
            AppendStruct(values, field.Fields);
        }
        else if (field.Type == JsonTokenType.StartObject)
        {
            _canonical.Append(CollectionsMarshal.AsSpan(_places)[values]);
        }
        else
        {
            _canonical.Append(_places[^1]);
        }
    }

    // Go leaves out an empty text and false, too.
    private bool IsAbsent(Range values, GeminiField field) =>
        IsEmpty(values)
        || (field.Type == JsonTokenType.String && _body.Text(_places[^1]).IsEmpty)
        || (field.Type == JsonTokenType.True && _body.TypeOf(_places[^1]) == JsonTokenType.False);

    // Pushes the values of a field, in the order they come in. A null leaves a text or a flag as it was.
    private Range Gather(Range structure, GeminiField field)
    {
        int start = _places.Count;
        for (int i = structure.Start.Value; i < structure.End.Value; i++)
        {
            int place = _places[i];
            Utf8JsonReader json = _body.At(place);
            while (json.NextMember())
            {
                if (!field.IsNamed(ref json))
                {
                    json.Skip();
                    continue;
                }

                json.Read();
                int value = place + (int)json.TokenStartIndex;
                bool isNull = json.TokenType == JsonTokenType.Null;
                bool isScalar = field.Type is JsonTokenType.String or JsonTokenType.True;
                if (!isScalar && (isNull || _body.IsEmptyArray(value)))
                {
                    _places.RemoveRange(start, _places.Count - start);
                }

                if (!isNull)
                {
                    _places.Add(value);
                }

                json.Skip();
            }
        }

        return start.._places.Count;
    }

    // Pushes what there is at the next place of all arrays. There is one as long as the last array has one.
    private bool NextElement(ref Range arrays, out Range element)
    {
        (int start, int end) = (arrays.Start.Value, arrays.End.Value);
        element = default;
        if (start == end || !NextElement(end - 1, out int last))
        {
            return false;
        }

        int first = _places.Count;
        int left = start;
        for (int i = start; i < end - 1; i++)
        {
            // An array that has ended is taken out, so that the time is that of the elements.
            if (NextElement(i, out int earlier))
            {
                Push(earlier);
                _places[left++] = _places[i];
            }
        }

        _places[left++] = _places[end - 1];
        arrays = start..left;
        Push(last);
        element = first.._places.Count;
        return true;
    }

    private bool NextElement(int index, out int element)
    {
        int cursor = _places[index];
        bool isThere = _body.NextElement(ref cursor, out element);
        _places[index] = cursor;
        return isThere;
    }

    // A null leaves a struct as it was.
    private void Push(int element)
    {
        if (_body.TypeOf(element) != JsonTokenType.Null)
        {
            _places.Add(element);
        }
    }

    private void Pop(Range range) => _places.RemoveRange(range.Start.Value, _places.Count - range.Start.Value);

    private static bool IsEmpty(Range range) => range.Start.Equals(range.End);
}
