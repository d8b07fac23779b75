using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using EmbeddedCache.Internal;

namespace EmbeddedCache.Fingerprints;

/// <summary>
/// Builds the chain of a history while its body is read. One pooled buffer holds the chain, and behind it the text that is being decoded.
/// </summary>
/// <remarks>
/// A buffer past 256 KB does not go back to the pool, so a thread keeps less than 1 MB after a large body. It grows no further than the
/// longest text with escapes needs, so a body needs at most its own size beside it.
/// </remarks>
internal ref partial struct ChainBuilder(ReadOnlySpan<byte> body)
{
    public const char User = 'u';
    public const char Assistant = 'a';
    public const char Call = 'c';
    public const char Result = 'r';

    private const int FirstBuffer = 16 * 1024;
    private const int LargestPooledBuffer = 256 * 1024;

    private readonly ReadOnlySpan<byte> _body = body;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _length;

    // The ids of the calls and results in the chain, hashed; those of results inverted.
    private ulong[] _answered = ArrayPool<ulong>.Shared.Rent(256);
    private int _answeredCount;
    private HashSet<string>? _objectIds;
    private XxHash64? _hash;

    /// <summary>The end of the chain so far.</summary>
    public readonly Place End => new(_length, _answeredCount);

    // What is past the cap of a chain is neither looked up nor saved.
    private readonly bool IsFull => _length > ChainCap.MaxBytes - ShortHash.MaxSegmentLength;

    /// <summary>Takes out what was added behind a place.</summary>
    public void Truncate(Place place) => (_length, _answeredCount) = place;

    /// <summary>Adds a text of the history, unless nothing is left of it.</summary>
    /// <exception cref="BodyException">It is no text.</exception>
    public void AddText(char letter, BodyText text)
    {
        Require(text, "text");
        if (IsFull || text.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<byte> said = HistoryText.Trim(WithoutReminders(text));
        if (!said.IsEmpty && !HistoryText.IsEnvironment(letter, said))
        {
            AddSegment(letter, ShortHash.Hash(said));
        }
    }

    /// <summary>Adds a call of a tool or a result: the id of the call, or for want of one the name and the arguments or the content.</summary>
    /// <exception cref="BodyException">The id or the name is no text.</exception>
    public void Add(char letter, BodyText id, BodyText name, ref Utf8JsonReader content)
    {
        Require(id, "id");
        Require(name, "name");
        if (!IsFull)
        {
            AddOnce(letter, id.IsEmpty ? HashOf(name, ref content) : ShortHash.Hash(Decode(id)));
        }
    }

    /// <summary>A text of the body; null when there is none, or an empty one.</summary>
    /// <exception cref="BodyException">It is no text.</exception>
    public string? Read(BodyText text, string name)
    {
        Require(text, name);
        return text.IsEmpty ? null : Encoding.UTF8.GetString(Decode(text));
    }

    /// <summary>Whether a text of the body is this one.</summary>
    public readonly bool Is(BodyText text, ReadOnlySpan<byte> expected) =>
        text.IsEscaped ? EscapedText.Means(Raw(text), expected) : Raw(text).SequenceEqual(expected);

    /// <summary>Whether a text of the body ends with this one.</summary>
    public bool EndsWith(BodyText text, ReadOnlySpan<byte> end) => Decode(text).EndsWith(end);

    /// <summary>A text of the body, decoded; it is there until the next is.</summary>
    public ReadOnlySpan<byte> Decode(BodyText text)
    {
        if (!text.IsEscaped)
        {
            return Raw(text);
        }

        Span<byte> decoded = Scratch(text.Length);
        return decoded[..EscapedText.Decode(Raw(text), decoded)];
    }

    /// <summary>The chain.</summary>
    public override readonly string ToString() => Encoding.ASCII.GetString(_buffer.AsSpan(0, _length));

    public readonly void Dispose()
    {
        Return(_buffer);
        ArrayPool<ulong>.Shared.Return(_answered);
    }

    private static void Require(BodyText text, string name)
    {
        if (text.IsOther)
        {
            BodyReading.Fail(text.Start, $"{name} must be a string");
        }
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length <= LargestPooledBuffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private readonly ReadOnlySpan<byte> Raw(BodyText text) => _body.Slice(text.Start, text.Length);

    private ReadOnlySpan<byte> WithoutReminders(BodyText text)
    {
        ReadOnlySpan<byte> decoded = Decode(text);
        if (!HistoryText.HasReminder(decoded))
        {
            return decoded;
        }

        Span<byte> kept = Scratch(text.Length)[..decoded.Length];
        decoded.CopyTo(kept);
        return HistoryText.WithoutReminders(kept);
    }

    private void AddOnce(char letter, ulong hash)
    {
        ulong answered = letter == Result ? ~hash : hash;
        if (_answered.AsSpan(0, _answeredCount).Contains(answered))
        {
            return;
        }

        if (_answeredCount == _answered.Length)
        {
            ulong[] larger = ArrayPool<ulong>.Shared.Rent(2 * _answered.Length);
            _answered.CopyTo(larger, 0);
            ArrayPool<ulong>.Shared.Return(_answered);
            _answered = larger;
        }

        _answered[_answeredCount++] = answered;
        AddSegment(letter, hash);
    }

    private void AddSegment(char letter, ulong hash) =>
        _length += ShortHash.FormatSegment(letter, hash, isFirst: _length == 0, Scratch(ShortHash.MaxSegmentLength));

    private Span<byte> Scratch(int count)
    {
        if (count > _buffer.Length - _length)
        {
            Grow(count);
        }

        return _buffer.AsSpan(_length, count);
    }

    private void Grow(int count)
    {
        int size = Math.Max(_length + count, Math.Min(2 * _buffer.Length, _body.Length));
        byte[] larger = size <= LargestPooledBuffer ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Return(_buffer);
        _buffer = larger;
    }

    /// <summary>A place between two segments.</summary>
    internal readonly record struct Place(int Length, int AnsweredCount);
}
