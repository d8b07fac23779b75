using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace EmbeddedCache.Fingerprints;

/// <summary>Content that is hashed as it stands, and the ids of objects in it.</summary>
internal ref partial struct ChainBuilder
{
    private const int MaxObjects = 1_024;
    private const int MaxIdLength = 1_024;

    /// <summary>The ids of objects that the body names, each once.</summary>
    public readonly IReadOnlyList<string> ObjectIds => _objectIds is null ? [] : [.. _objectIds];

    /// <summary>Adds an image, a document or any other block by all of its content, and goes past it.</summary>
    public void Add(char letter, ref Utf8JsonReader block)
    {
        XxHash64 hash = NewHash();
        if (!Append(ref block, hash, isBlock: true) || IsFull)
        {
            return;
        }

        if (letter is User or Assistant)
        {
            AddSegment(letter, hash.GetCurrentHashAsUInt64());
        }
        else
        {
            AddOnce(letter, hash.GetCurrentHashAsUInt64());
        }
    }

    /// <summary>Goes past a value, and notes the ids of objects in it when it is a list of what the provider defines.</summary>
    public void SkipContent(ref Utf8JsonReader json)
    {
        int depth = json.CurrentDepth;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                AddObjects(ref json);
            }
        }
    }

    /// <summary>Notes the id of an object that lives on one account. What no provider gives for an id is passed over.</summary>
    public void AddObject(BodyText id)
    {
        if (id.IsEmpty || id.Length > 6 * MaxIdLength)
        {
            return;
        }

        ReadOnlySpan<byte> decoded = Decode(id);
        if (decoded.Length > MaxIdLength || IsPublic(decoded))
        {
            return;
        }

        Span<char> text = stackalloc char[MaxIdLength];
        _objectIds ??= [];
        _objectIds.GetAlternateLookup<ReadOnlySpan<char>>().Add(text[..Encoding.UTF8.GetChars(decoded, text)]);
        if (_objectIds.Count > MaxObjects)
        {
            BodyReading.Fail(id.Start, "more than 1,024 objects are named");
        }
    }

    // A video's address is the same for every account.
    private static bool IsPublic(ReadOnlySpan<byte> uri) =>
        uri.StartsWith("https://www.youtube.com/"u8) || uri.StartsWith("https://youtube.com/"u8) || uri.StartsWith("https://youtu.be/"u8);

    private void AddObjects(ref Utf8JsonReader json)
    {
        if (!json.Is("file_id"u8) && !json.Is("file_ids"u8) && !json.Is("container"u8) && !json.Is("container_id"u8) && !json.Is("fileUri"u8) && !json.Is("file_uri"u8))
        {
            return;
        }

        // By a reader of its own: what is here may be content as well.
        Utf8JsonReader ids = json;
        ids.Read();
        if (ids.TokenType != JsonTokenType.StartArray)
        {
            AddObject(ids.Text());
            return;
        }

        while (ids.NextElement())
        {
            AddObject(ids.Text());
        }
    }

    // Marks and what else of a block is not its content.
    private static bool IsLeftOut(ref Utf8JsonReader json, bool isOfBlock) =>
        json.Is("cache_control"u8)
        || (isOfBlock && (json.Is("id"u8) || json.Is("status"u8) || json.Is("annotations"u8) || json.Is("citations"u8)
            || json.Is("signature"u8) || json.Is("thoughtSignature"u8) || json.Is("thought_signature"u8)));

    private ulong HashOf(BodyText name, ref Utf8JsonReader content)
    {
        XxHash64 hash = NewHash();
        Append(Decode(name), hash);
        if (content.TokenType == JsonTokenType.String)
        {
            // A string is one text block.
            hash.Append("[{"u8);
            Append("type"u8, hash);
            Append("text"u8, hash);
            Append("text"u8, hash);
            Append(ref content, hash, isBlock: false);
            hash.Append("}]"u8);
        }
        else if (content.TokenType != JsonTokenType.None)
        {
            Append(ref content, hash, isBlock: false);
        }

        return hash.GetCurrentHashAsUInt64();
    }

    private XxHash64 NewHash()
    {
        _hash ??= new XxHash64();
        _hash.Reset();
        return _hash;
    }

    // The tokens of a value, whatever stands between them and however its texts are escaped. False when it is an object that has nothing.
    private bool Append(ref Utf8JsonReader json, XxHash64 hash, bool isBlock)
    {
        int depth = json.CurrentDepth;
        bool isOpen = json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        bool hasContent = !isOpen;
        AppendToken(ref json, hash);
        while (isOpen && json.Read())
        {
            isOpen = json.CurrentDepth > depth;
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                if (IsLeftOut(ref json, isBlock && json.CurrentDepth == depth + 1))
                {
                    json.Skip();
                    continue;
                }

                // What a tool was called with names nothing of the provider's.
                if (isBlock)
                {
                    AddObjects(ref json);
                }
            }

            hasContent |= isOpen;
            AppendToken(ref json, hash);
        }

        return hasContent;
    }

    private void AppendToken(ref Utf8JsonReader json, XxHash64 hash)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.PropertyName:
                Append(Decode(new BodyText((int)json.TokenStartIndex + 1, json.ValueSpan.Length, json.ValueIsEscaped)), hash);
                break;
            case JsonTokenType.Number:
                hash.Append(json.ValueSpan);
                hash.Append(","u8);
                break;
            default:
                hash.Append(json.ValueSpan);
                break;
        }
    }

    // A text cannot run into what follows it.
    private static void Append(ReadOnlySpan<byte> text, XxHash64 hash)
    {
        Span<byte> start = stackalloc byte[5];
        start[0] = (byte)'"';
        BinaryPrimitives.WriteInt32LittleEndian(start[1..], text.Length);
        hash.Append(start);
        hash.Append(text);
    }
}
