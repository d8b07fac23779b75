using System.Runtime.CompilerServices;

namespace EmbeddedCache;

/// <summary>
/// The canonical form of JSON values: byte for byte what Go's <c>encoding/json</c> (1.22 or later) writes after reading the value
/// into <c>any</c>. Members are sorted by the UTF-8 bytes of their decoded names, the last of equal names is kept, there are no
/// spaces, numbers are float64 (<see cref="GoNumber"/>), text is escaped for HTML (<see cref="GoText"/>).
/// </summary>
/// <remarks>
/// A value is written as it is read, and nothing is read again. An object's members are written in the order they come; only when
/// that order turns out wrong do the pieces of the rope that hold them change places. So a value costs O(n log n) in its members
/// and, at worst, one move of its pieces a level of nesting. One instance serves a whole body, one value at a time.
/// </remarks>
internal sealed class CanonicalJson
{
    // Up to so many members are sorted by insertion.
    private const int FewMembers = 16;

    // The members of the objects that are open, innermost last.
    private readonly PooledBuffer<Member> _members = new(32);
    private readonly PooledBuffer<int> _order = new(FewMembers);
    private readonly PooledBuffer<Rope.Stretch> _sorted = new(FewMembers);
    private readonly Comparison<int> _byName;

    public CanonicalJson(GatheredHash hash)
    {
        Rope = new Rope(hash);
        _byName = (left, right) => Compare(left, right) is var order and not 0 ? order : left.CompareTo(right);
    }

    /// <summary>The hash of <c>null</c>, which stands for a value that is absent.</summary>
    public static ulong NullHash { get; } = ShortHash.Hash("null"u8);

    /// <summary>What is written.</summary>
    public Rope Rope { get; }

    /// <summary>Begins with a body; all values are of it until the next begins.</summary>
    public void Begin(BodyBytes body) => Rope.Begin(body);

    /// <summary>The hash of the next value's canonical form.</summary>
    public ulong Hash(ref JsonScanner scanner)
    {
        Rope.Clear();
        Write(ref scanner);
        return Rope.Hash();
    }

    /// <summary>The same, or null when the value is <c>null</c>.</summary>
    public ulong? HashUnlessNull(ref JsonScanner scanner) => scanner.TryReadNull() ? null : Hash(ref scanner);

    /// <summary>Reads the next value and appends it.</summary>
    public void Write(ref JsonScanner scanner)
    {
        switch (scanner.Peek())
        {
            case JsonKind.String:
                Rope.AppendCanonical(scanner.ReadText());
                break;
            case JsonKind.Object:
                WriteObject(ref scanner);
                break;
            case JsonKind.Array:
                WriteArray(ref scanner);
                break;
            case JsonKind.Number:
                WriteNumber(ref scanner);
                break;
            default:
                int position = scanner.Position;
                Rope.Append(position, scanner.ReadLiteral().Length);
                break;
        }
    }

    /// <summary>Reads the next value and appends it; where it stands in the rope is returned.</summary>
    public Rope.Stretch WriteStretch(ref JsonScanner scanner)
    {
        Rope.Place start = Rope.End;
        Write(ref scanner);
        return new Rope.Stretch(start, Rope.End);
    }

    /// <summary>Enters an object, whose members are to be written one by one.</summary>
    public OpenObject BeginObject(ref JsonScanner scanner)
    {
        int start = scanner.Position;
        scanner.BeginObject();
        Rope.AppendByte(start);
        return new OpenObject { FirstMember = _members.Length, Start = Rope.End };
    }

    /// <summary>Appends the name of a member, which was just read; its value must come next.</summary>
    public void WriteName(ref JsonScanner scanner, JsonText name, ref OpenObject open, bool isIdentity)
    {
        bool isFirst = _members.Length == open.FirstMember;
        Rope.Piece kept = Rope.Keep(name);
        ulong order = OrderOf(scanner.Body, kept);

        // Written field by field where it stays: to copy it would wait for each of them.
        ref Member member = ref _members.Append();
        member.Name = kept;
        member.Order = order;
        member.IsIdentity = isIdentity;
        member.Start = Rope.AppendName(name, scanner.Position, isFirst);
        if (order <= open.LastOrder && !isFirst)
        {
            open.IsOutOfOrder |= Compare(_members.Length - 2, _members.Length - 1) >= 0;
        }

        open.LastOrder = order;
        open.HasIdentity |= isIdentity;
    }

    /// <summary>After the object's last member. Without its identity, the members so marked are left out.</summary>
    public void EndObject(ref JsonScanner scanner, ref OpenObject open, bool withoutIdentity)
    {
        withoutIdentity &= open.HasIdentity;
        if (open.IsOutOfOrder || withoutIdentity)
        {
            Sort(ref open, withoutIdentity);
        }

        Rope.AppendByte(scanner.Position - 1);
        _members.Truncate(open.FirstMember);
    }

    /// <summary>Forgets an object's members instead of ending it.</summary>
    public void CancelObject(OpenObject open) => _members.Truncate(open.FirstMember);

    /// <summary>Forgets what is written and gives back what is too large to keep.</summary>
    public void Release()
    {
        Rope.Release();
        _members.Release();
        _order.Release();
        _sorted.Release();
    }

    private void WriteNumber(ref JsonScanner scanner)
    {
        int start = scanner.Position;
        if (!Rope.TryAppendNumber(start, scanner.ReadNumber()))
        {
            scanner.FailNumber(start);
        }
    }

    private void WriteArray(ref JsonScanner scanner)
    {
        int start = scanner.Position;
        scanner.BeginArray();
        Rope.AppendByte(start);
        for (bool first = true; scanner.NextElement(); first = false)
        {
            if (!first)
            {
                Rope.AppendByte(scanner.Position - 1);
            }

            Write(ref scanner);
        }

        Rope.AppendByte(scanner.Position - 1);
    }

    private void WriteObject(ref JsonScanner scanner)
    {
        if (scanner.TryReadTextBlock(out JsonText text))
        {
            Rope.Append("{\"text\":"u8);
            Rope.AppendCanonical(text);
            Rope.Append(",\"type\":\"text\"}"u8);
            return;
        }

        OpenObject open = BeginObject(ref scanner);
        while (scanner.NextMember(out JsonText name))
        {
            WriteName(ref scanner, name, ref open, isIdentity: false);
            Write(ref scanner);
        }

        EndObject(ref scanner, ref open, withoutIdentity: false);
    }

    // The members that count change places.
    private void Sort(ref OpenObject open, bool withoutIdentity)
    {
        Rope.Place end = Rope.End;
        ReadOnlySpan<int> order = Order(open.FirstMember);
        ReadOnlySpan<Member> members = _members.Written;
        _sorted.Truncate(0);
        for (int i = 0; i < order.Length; i++)
        {
            int place = order[i];
            bool isReplaced = i + 1 < order.Length
                && members[place].Order == members[order[i + 1]].Order
                && Compare(place, order[i + 1]) == 0;
            if (isReplaced || (withoutIdentity && members[place].IsIdentity))
            {
                continue;
            }

            // A member ends where the next one starts, but for the comma between them.
            Rope.Place memberEnd = place + 1 < members.Length ? members[place + 1].Start.Before(1) : end;
            _sorted.Append(new Rope.Stretch(members[place].Start, memberEnd));
        }

        Rope.Permute(open.Start, _sorted.Written);
    }

    // The members from the first on, by name. Equal names stay in the order they came, so that the last of them is the last here too.
    private ReadOnlySpan<int> Order(int first)
    {
        int count = _members.Length - first;
        _order.Truncate(0);
        Span<int> order = _order.Reserve(count)[..count];
        for (int i = 0; i < count; i++)
        {
            order[i] = first + i;
        }

        if (count > FewMembers)
        {
            order.Sort(_byName);
            return order;
        }

        ReadOnlySpan<Member> members = _members.Written;
        for (int i = 1; i < count; i++)
        {
            int member = first + i;
            ulong name = members[member].Order;
            int place = i;
            while (place > 0
                && members[order[place - 1]].Order is var before && before >= name
                && (before > name || Compare(order[place - 1], member) > 0))
            {
                order[place] = order[place - 1];
                place--;
            }

            order[place] = member;
        }

        return order;
    }

    private int Compare(int left, int right)
    {
        ReadOnlySpan<Member> members = _members.Written;
        int order = members[left].Order.CompareTo(members[right].Order);
        return order != 0 ? order : Rope.BytesOf(members[left].Name).SequenceCompareTo(Rope.BytesOf(members[right].Name));
    }

    // The first eight bytes of a name as a number, which nearly always decides.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong OrderOf(BodyBytes body, Rope.Piece name)
    {
        int start = name.Start;
        if (start < 0 || start > body.Length - sizeof(ulong))
        {
            return OrderOf(Rope.BytesOf(name));
        }

        ulong bytes = body.Word(start);
        return name.Length < sizeof(ulong) ? bytes & ~(ulong.MaxValue >> (8 * name.Length)) : bytes;
    }

    private static ulong OrderOf(ReadOnlySpan<byte> name)
    {
        ulong order = 0;
        for (int i = 0; i < Math.Min(name.Length, sizeof(ulong)); i++)
        {
            order |= (ulong)name[i] << (56 - (8 * i));
        }

        return order;
    }

    /// <summary>An object that is being written.</summary>
    public struct OpenObject
    {
        public int FirstMember;
        public Rope.Place Start;
        public ulong LastOrder;
        public bool IsOutOfOrder;
        public bool HasIdentity;
    }

    /// <summary>A member: its decoded name, and the places of its <c>"name":value</c>.</summary>
    private struct Member
    {
        public ulong Order;
        public Rope.Piece Name;
        public Rope.Place Start;
        public bool IsIdentity;
    }
}
