using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace EmbeddedCache.Fingerprints.Sub2Api;

/// <summary>
/// The session hash of a body. Go reads that body into <c>map[string]any</c>: a member of the wrong type says nothing, and the last of equal
/// names counts.
/// </summary>
internal ref struct SessionText(JsonBody body)
{
    private const int SessionIdLength = 36;

    private static readonly SearchValues<byte> SessionIdBytes = SearchValues.Create("-0123456789abcdef"u8);

    private readonly JsonBody _body = body;
    private readonly XxHash64 _hash = new();
    private bool _isEmpty = true;

    /// <param name="origin">What is hashed before all text; empty for nothing.</param>
    public string Compute(string origin)
    {
        if (SessionId() is { } sessionId)
        {
            return sessionId;
        }

        AppendMarked();
        if (_isEmpty)
        {
            _hash.Append(Encoding.UTF8.GetBytes(origin));
            _isEmpty = origin.Length == 0;
            AppendContent(Top("system"u8), isAnyType: true);
            AppendMessage(Top("systemInstruction"u8), isAnyType: true);
            AppendMessages(Top("messages"u8));
            AppendMessages(Top("contents"u8));
        }

        return _isEmpty ? string.Empty : ShortHash.Text(_hash.GetCurrentHashAsUInt64());
    }

    private readonly int Top(ReadOnlySpan<byte> name) => _body.Member(_body.Root, name);

    private readonly string? SessionId()
    {
        int userId = _body.Member(Top("metadata"u8), "user_id"u8);
        ReadOnlySpan<byte> raw = _body.TypeOf(userId) == JsonTokenType.String ? _body.Text(userId) : default;
        byte[] decoded = new byte[raw.Length];
        ReadOnlySpan<byte> rest = decoded.AsSpan(0, EscapedText.Decode(raw, decoded));
        while (rest.IndexOf("session_"u8) is var start and >= 0)
        {
            rest = rest[(start + "session_"u8.Length)..];
            if (rest.Length >= SessionIdLength && !rest[..SessionIdLength].ContainsAnyExcept(SessionIdBytes))
            {
                return Encoding.ASCII.GetString(rest[..SessionIdLength]);
            }
        }

        return null;
    }

    // All text of the first message that has a marked block; when there is none, the marked blocks of the system.
    private void AppendMarked()
    {
        int messages = Top("messages"u8);
        while (_body.NextElement(ref messages, out int message))
        {
            int blocks = _body.Member(message, "content"u8);
            while (_body.NextElement(ref blocks, out int block))
            {
                if (IsMarked(block))
                {
                    AppendMessage(message, isAnyType: false);
                    return;
                }
            }
        }

        int system = Top("system"u8);
        while (_body.NextElement(ref system, out int block))
        {
            if (IsMarked(block))
            {
                AppendText(_body.Member(block, "text"u8));
            }
        }
    }

    private readonly bool IsMarked(int block) =>
        _body.IsText(_body.Member(_body.Member(block, "cache_control"u8), "type"u8), "ephemeral"u8);

    private void AppendMessages(int messages)
    {
        _body.CheckCount(messages);
        while (_body.NextElement(ref messages, out int message))
        {
            AppendMessage(message, isAnyType: false);
        }
    }

    // Its content, or its parts when it has none.
    private void AppendMessage(int message, bool isAnyType)
    {
        int content = _body.Member(message, "content"u8);
        if (content != JsonBody.Absent)
        {
            AppendContent(content, isAnyType);
        }
        else
        {
            AppendContent(_body.Member(message, "parts"u8), isAnyType: true, isList: true);
        }
    }

    private void AppendContent(int content, bool isAnyType, bool isList = false)
    {
        if (!isList)
        {
            AppendText(content);
        }

        while (_body.NextElement(ref content, out int block))
        {
            if (isAnyType || _body.IsText(_body.Member(block, "type"u8), "text"u8))
            {
                AppendText(_body.Member(block, "text"u8));
            }
        }
    }

    // Nothing of a value that is no string.
    private void AppendText(int text)
    {
        if (_body.TypeOf(text) == JsonTokenType.String && _body.Text(text) is { IsEmpty: false } raw)
        {
            GoText.AppendDecoded(raw, _hash);
            _isEmpty = false;
        }
    }
}
