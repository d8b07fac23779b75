using System.IO.Hashing;

namespace EmbeddedCache;

/// <summary>
/// The canonical form of JSON values: byte for byte what Go's <c>encoding/json</c> (1.22 or later) writes after reading the value
/// into <c>any</c>. Members are sorted by the UTF-8 bytes of their decoded names, the last of equal names is kept, there are no
/// spaces, numbers are float64 (<see cref="GoNumber"/>), text is escaped for HTML (<see cref="GoText"/>).
/// </summary>
/// <remarks>
/// A value is written as it is read. An object's members are written in the order they come, with their names kept aside; only
/// when that order turns out wrong are the written members permuted, which moves bytes and reads nothing again. So a value costs
/// O(n log n) in its members and, at worst, one copy a level of nesting. One instance serves a whole body, one value at a time.
/// </remarks>
internal sealed class CanonicalJson : IDisposable
{
    private readonly PooledBuffer<byte> _output = new(16 * 1024);
    private readonly PooledBuffer<byte> _scratch = new(4 * 1024);

    // Decoded names and written members of the objects that are open, innermost last.
    private readonly PooledBuffer<byte> _names = new(512);
    private readonly PooledBuffer<Member> _members = new(32);
    private readonly Comparison<Member> _byName;

    public CanonicalJson() => _byName = CompareByName;

    /// <summary>The hash of <c>null</c>, which stands for a value that is absent.</summary>
    public static ulong NullHash { get; } = XxHash64.HashToUInt64("null"u8);

    public ReadOnlySpan<byte> Written => _output.Written;

    /// <summary>The hash of the next value's canonical form.</summary>
    public ulong Hash(ref JsonScanner scanner)
    {
        Clear();
        Write(ref scanner);
        return HashWritten();
    }

    /// <summary>The same, or null when the value is <c>null</c>.</summary>
    public ulong? HashUnlessNull(ref JsonScanner scanner) => scanner.TryReadNull() ? null : Hash(ref scanner);

    public ulong HashWritten() => XxHash64.HashToUInt64(Written);

    public void Clear() => _output.Truncate(0);

    /// <summary>Appends JSON that is canonical as it stands.</summary>
    public void Write(ReadOnlySpan<byte> canonical) => _output.Append(canonical);

    public void Write(JsonText text) => GoText.AppendQuoted(text, _output, _scratch);

    /// <summary>Reads the next value and appends it.</summary>
    public void Write(ref JsonScanner scanner)
    {
        switch (scanner.Peek())
        {
            case JsonKind.String:
                Write(scanner.ReadText());
                break;
            case JsonKind.Number:
                int start = scanner.Position;
                if (!GoNumber.TryAppend(scanner.ReadNumber(), _output))
                {
                    scanner.FailNumber(start);
                }

                break;
            case JsonKind.Object:
                WriteObject(ref scanner, withoutIdentity: false);
                break;
            case JsonKind.Array:
                WriteArray(ref scanner);
                break;
            default:
                _output.Append(scanner.ReadLiteral());
                break;
        }
    }

    /// <summary>Reads the next value, an object, and appends it without its own <c>id</c> and <c>status</c>.</summary>
    public void WriteWithoutIdentity(ref JsonScanner scanner) => WriteObject(ref scanner, withoutIdentity: true);

    public void Dispose()
    {
        _output.Dispose();
        _scratch.Dispose();
        _names.Dispose();
        _members.Dispose();
    }

    private void WriteArray(ref JsonScanner scanner)
    {
        scanner.BeginArray();
        _output.Append((byte)'[');
        for (bool first = true; scanner.NextElement(); first = false)
        {
            if (!first)
            {
                _output.Append((byte)',');
            }

            Write(ref scanner);
        }

        _output.Append((byte)']');
    }

    private void WriteObject(ref JsonScanner scanner, bool withoutIdentity)
    {
        int firstName = _names.Length;
        int firstMember = _members.Length;
        bool inOrder = true;

        scanner.BeginObject();
        _output.Append((byte)'{');
        int start = _output.Length;
        while (scanner.NextMember(out JsonText name))
        {
            if (withoutIdentity && (name.Is("id"u8) || name.Is("status"u8)))
            {
                scanner.Skip(checkNumbers: true);
                continue;
            }

            if (_output.Length > start)
            {
                _output.Append((byte)',');
            }

            var member = new Member { NameStart = _names.Length, Start = _output.Length };
            GoText.AppendDecoded(name, _names);
            member.NameLength = _names.Length - member.NameStart;
            inOrder = inOrder
                && (_members.Length == firstMember || NameOf(_members.Written[^1]).SequenceCompareTo(NameOf(member)) < 0);

            Write(name);
            _output.Append((byte)':');
            Write(ref scanner);
            member.Length = _output.Length - member.Start;
            _members.Append(member);
        }

        if (!inOrder)
        {
            Permute(start, _members.Written[firstMember..]);
        }

        _output.Append((byte)'}');
        _members.Truncate(firstMember);
        _names.Truncate(firstName);
    }

    private void Permute(int start, Span<Member> members)
    {
        members.Sort(_byName);
        _scratch.Truncate(0);
        _scratch.Append(_output.Written[start..]);
        _output.Truncate(start);
        for (int i = 0; i < members.Length; i++)
        {
            Member member = members[i];
            bool isReplaced = i + 1 < members.Length && NameOf(member).SequenceEqual(NameOf(members[i + 1]));
            if (isReplaced)
            {
                continue;
            }

            if (_output.Length > start)
            {
                _output.Append((byte)',');
            }

            _output.Append(_scratch.Written.Slice(member.Start - start, member.Length));
        }
    }

    // Equal names stay in the order they came, so that the last of them is the last here too.
    private int CompareByName(Member left, Member right)
    {
        int order = NameOf(left).SequenceCompareTo(NameOf(right));
        return order != 0 ? order : left.Start.CompareTo(right.Start);
    }

    private ReadOnlySpan<byte> NameOf(Member member) => _names.Written.Slice(member.NameStart, member.NameLength);

    /// <summary>A written member: its decoded name, in the names, and its <c>"name":value</c>, in the output.</summary>
    private struct Member
    {
        public int NameStart;
        public int NameLength;
        public int Start;
        public int Length;
    }
}
