using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EmbeddedCache;

/// <summary>
/// Text to be hashed, in pieces that stand where they stood: in the body, or, when they had to be written another way, in a buffer.
/// So what is canonical already is touched by the hash alone, and long pieces change places at no cost. Bytes that follow one another
/// in the body are one piece, however many tokens they are: a compact object with its members in order is a single one.
/// </summary>
internal sealed partial class Rope(GatheredHash hash)
{
    // Up to this length a copy costs less than a piece does.
    private const int ShortLength = ByteBlock.Size;

    private readonly PooledBuffer<byte> _copied = new(16 * 1024);
    private readonly PooledBuffer<Piece> _pieces = new(64);
    private readonly GatheredHash _hash = hash;
    private BodyBytes _body;

    // The last piece, which is not in the list yet. It is kept by its end, so that to append does not wait for what was appended before.
    private int _lastStart;
    private int _lastEnd;

    /// <summary>The end.</summary>
    public Place End => new(_pieces.Length, _lastEnd - _lastStart);

    /// <summary>Empties the rope; its pieces are from now on of this body.</summary>
    public void Begin(BodyBytes body)
    {
        _body = body;
        Clear();
    }

    public void Clear()
    {
        _copied.Truncate(0);
        _pieces.Truncate(0);
        _lastStart = _lastEnd = 0;
    }

    /// <summary>Empties it and gives back what is too large to keep.</summary>
    public void Release()
    {
        _body = default;
        _pieces.Release();
        _copied.Release();
        _lastStart = _lastEnd = 0;
    }

    /// <summary>Appends a stretch of the body.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(int start, int length)
    {
        if (start != _lastEnd)
        {
            EndPiece();
            _lastStart = start;
        }

        _lastEnd = start + length;
    }

    /// <summary>Appends a byte of the body.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendByte(int position)
    {
        if (position == _lastEnd)
        {
            _lastEnd++;
        }
        else if (_lastEnd == int.MinValue + _copied.Length)
        {
            // One more byte of what was copied last is less than another piece.
            _copied.Append(_body[position]);
            _lastEnd++;
        }
        else
        {
            Append(position, 1);
        }
    }

    /// <summary>Appends bytes that are likely to be the body's next.</summary>
    public void AppendLikely(ReadOnlySpan<byte> bytes)
    {
        if (_lastEnd > 0 && _body.HasAt(_lastEnd, bytes))
        {
            _lastEnd += bytes.Length;
        }
        else
        {
            Append(bytes);
        }
    }

    /// <summary>Appends bytes that do not stand in the body.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        int start = _copied.Length;
        _copied.Append(bytes);
        AppendCopied(start);
    }

    /// <summary>Appends a member's name and the colon after it, which ends at <paramref name="end"/>; returns where the name starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Place AppendName(JsonText name, int end, bool isFirst)
    {
        // In compact JSON nothing stands between the last value, the comma, the name and the colon.
        int start = name.Start - (isFirst ? 1 : 2);
        if (start == _lastEnd && end == name.End + 2 && name.IsCanonical)
        {
            _lastEnd = end;
            return new Place(_pieces.Length, name.Start - 1 - _lastStart);
        }

        return AppendNameSlowly(name, end, isFirst);
    }

    /// <summary>Appends the canonical form of a text, with its quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendCanonical(JsonText text)
    {
        if (text.IsCanonical && text.Start > 0)
        {
            Append(text.Start - 1, text.Length + 2);
        }
        else
        {
            AppendRewritten(text);
        }
    }

    /// <summary>Appends the canonical form of a number; false, and nothing appended, when a float64 cannot hold it.</summary>
    public bool TryAppendNumber(int start, ReadOnlySpan<byte> number)
    {
        if (GoNumber.IsCanonical(number))
        {
            Append(start, number.Length);
            return true;
        }

        int copied = _copied.Length;
        if (!GoNumber.TryAppend(number, _copied))
        {
            return false;
        }

        AppendCopied(copied);
        return true;
    }

    /// <summary>Appends a stretch of this rope once more; it must end before a place that <see cref="EndPiece"/> returned.</summary>
    public void Append(Stretch stretch)
    {
        (Place start, Place end) = stretch;
        int skipped = start.Offset;
        for (int i = start.Piece; i < end.Piece; i++)
        {
            Piece piece = _pieces.Written[i];
            Append(piece.Start + skipped, piece.Length - skipped);
            skipped = 0;
        }

        if (end.Offset > skipped)
        {
            Append(_pieces.Written[end.Piece].Start + skipped, end.Offset - skipped);
        }
    }

    /// <summary>Ends the last piece, so that the end is a place that nothing appended can change, and returns that.</summary>
    public Place EndPiece()
    {
        if (_lastEnd != _lastStart)
        {
            _pieces.Append(new Piece(_lastStart, _lastEnd - _lastStart));
            _lastStart = _lastEnd = 0;
        }

        return End;
    }

    /// <summary>Puts stretches, with a comma between them, in the place of all that stands behind their start.</summary>
    /// <remarks>
    /// Most objects that are no text blocks come to this, so what all stretches take is reserved at once. Short parts are copied one behind
    /// the other, and so is what stands in the piece before the start when it is short: so a small object becomes one piece, which the hash
    /// takes as it is. To gather what was just copied would make the processor wait twice.
    /// </remarks>
    public unsafe void Permute(Place start, ReadOnlySpan<Stretch> stretches)
    {
        Place end = EndPiece();
        ReadOnlySpan<Piece> old = _pieces.Written[start.Piece..];
        int length = stretches.Length;
        foreach (Piece piece in old)
        {
            length += piece.Length;
        }

        int copied = int.MinValue + _copied.Length;
        int runStart = 0;
        int runEnd = 0;
        Span<byte> room = _copied.Reserve(length + ByteBlock.Size);
        Span<Piece> made = _pieces.Reserve(2 * (old.Length + stretches.Length));
        old = _pieces.Written;
        int count = 0;
        fixed (byte* buffer = _copied.Written, run = room)
        {
            bool isKept = start.Offset > ShortLength;
            if (!isKept)
            {
                CopyPart(old[start.Piece].Start, start.Offset, buffer, run);
                runEnd = start.Offset;
                start = start.Before(start.Offset);
            }

            for (int i = 0; i < stretches.Length; i++)
            {
                if (i > 0)
                {
                    run[runEnd++] = (byte)',';
                }

                (Place from, Place to) = stretches[i];
                int skipped = from.Offset;
                for (int p = from.Piece; p <= to.Piece; p++)
                {
                    int partLength = (p < to.Piece ? old[p].Length : to.Offset) - skipped;
                    int partStart = p < old.Length ? old[p].Start + skipped : 0;
                    skipped = 0;
                    if (partLength <= ShortLength)
                    {
                        CopyPart(partStart, partLength, buffer, run + runEnd);
                        runEnd += partLength;
                        continue;
                    }

                    if (runEnd > runStart)
                    {
                        made[count++] = new Piece(copied + runStart, runEnd - runStart);
                        runStart = runEnd;
                    }

                    made[count++] = new Piece(partStart, partLength);
                }
            }
        }

        _copied.Commit(runEnd);
        _pieces.Commit(count);
        Remove(new Stretch(start, end));
        if (runEnd > runStart)
        {
            _lastStart = copied + runStart;
            _lastEnd = copied + runEnd;
        }
    }

    /// <summary>Takes a stretch out, which ends at a place that <see cref="EndPiece"/> returned.</summary>
    public void Remove(Stretch stretch)
    {
        Span<Piece> pieces = _pieces.Written;
        int kept = stretch.Start.Piece;
        if (stretch.Start.Offset > 0)
        {
            pieces[kept] = new Piece(pieces[kept].Start, stretch.Start.Offset);
            kept++;
        }

        ReadOnlySpan<Piece> rest = pieces[stretch.End.Piece..];
        rest.CopyTo(pieces[kept..]);
        _pieces.Truncate(kept + rest.Length);
    }

    /// <summary>The name as it sorts: where it stands in the body, or decoded beside the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Piece Keep(JsonText name) => name.IsPlain ? new Piece(name.Start, name.Length) : KeepDecoded(name);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> BytesOf(Piece piece) =>
        piece.Start >= 0 ? _body.Slice(piece.Start, piece.Length) : _copied.Written.Slice(piece.Start - int.MinValue, piece.Length);

    /// <summary>The hash of the text from a place on, or of all.</summary>
    public ulong Hash(Place start = default)
    {
        if (_pieces.Length == start.Piece)
        {
            int skipped = start.Offset;
            return ShortHash.Hash(BytesOf(new Piece(_lastStart + skipped, _lastEnd - _lastStart - skipped)));
        }

        EndPiece();
        ReadOnlySpan<Piece> pieces = _pieces.Written[start.Piece..];
        ReadOnlySpan<byte> first = BytesOf(pieces[0])[start.Offset..];
        if (pieces.Length == 1)
        {
            return ShortHash.Hash(first);
        }

        _hash.Append(first);
        foreach (Piece piece in pieces[1..])
        {
            _hash.Append(BytesOf(piece));
        }

        return _hash.Finish();
    }

    /// <summary>The text itself.</summary>
    public byte[] ToArray()
    {
        EndPiece();
        var text = new List<byte>();
        foreach (Piece piece in _pieces.Written)
        {
            text.AddRange(BytesOf(piece));
        }

        return [.. text];
    }

    private Place AppendNameSlowly(JsonText name, int end, bool isFirst)
    {
        if (!isFirst)
        {
            AppendLikely(","u8);
        }

        Place place = End;
        AppendCanonical(name);
        Append(end - 1, 1);
        return place;
    }

    private void AppendRewritten(JsonText text)
    {
        int start = _copied.Length;
        _copied.Append((byte)'"');
        GoText.AppendCanonical(_body, text, _copied);
        _copied.Append((byte)'"');
        AppendCopied(start);
    }

    private Piece KeepDecoded(JsonText name)
    {
        int start = _copied.Length;
        GoText.AppendDecoded(_body, name, _copied);
        return new Piece(int.MinValue + start, _copied.Length - start);
    }

    // Copies a short part; where there is a whole block to copy, that is faster than to copy just so many bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void CopyPart(int start, int length, byte* buffer, byte* destination)
    {
        if (start < 0)
        {
            Vector512.Load(buffer + (start - int.MinValue)).Store(destination);
        }
        else if (start <= _body.Length - ByteBlock.Size)
        {
            _body.Block(start).Store(destination);
        }
        else
        {
            _body.Slice(start, length).CopyTo(new Span<byte>(destination, length));
        }
    }

    // What was copied from a place in the buffer on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AppendCopied(int start)
    {
        if (int.MinValue + start != _lastEnd)
        {
            EndPiece();
            _lastStart = int.MinValue + start;
        }

        _lastEnd = int.MinValue + _copied.Length;
    }
}
