using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;

namespace EmbeddedCache.Fingerprints.Sub2Api;

/// <summary>
/// Hashes JSON values in their canonical form: byte for byte what Go's <c>encoding/json</c> (1.22 or later) writes after reading the value
/// into <c>any</c>. Its numbers must be in range. Members are sorted by their decoded names, and of equal names the last is kept; nothing else is moved.
/// </summary>
/// <remarks>
/// Of an object only the positions of its names are kept, and its values are read again in their order. That takes a pass over a value for
/// each object around it, and no memory for its text.
/// </remarks>
internal readonly ref struct CanonicalJson(JsonBody body, XxHash64 hash)
{
    private const int LargestPooledArray = 64 * 1024;
    private const int FewMembers = 32;

    private readonly JsonBody _body = body;

    /// <summary>Hashes the value at a position.</summary>
    public void Append(int value)
    {
        Utf8JsonReader json = _body.At(value);
        Append(ref json, value);
    }

    /// <summary>Hashes objects as if they were one, with the members of all in their order.</summary>
    public void Append(ReadOnlySpan<int> objects)
    {
        int count = 0;
        foreach (int value in objects)
        {
            Utf8JsonReader json = _body.At(value);
            count += Collect(ref json, value, default);
        }

        int[] names = count <= LargestPooledArray ? ArrayPool<int>.Shared.Rent(count) : new int[count];
        count = 0;
        foreach (int value in objects)
        {
            Utf8JsonReader json = _body.At(value);
            count += Collect(ref json, value, names.AsSpan(count));
        }

        AppendMembers(names.AsSpan(0, count));
        if (count <= LargestPooledArray)
        {
            ArrayPool<int>.Shared.Return(names);
        }
    }

    // The reader began at a position of the body.
    private void Append(ref Utf8JsonReader json, int start)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                GoText.AppendCanonical(json.ValueSpan, hash);
                break;
            case JsonTokenType.Number:
                GoNumber.Append(json.ValueSpan, hash);
                break;
            case JsonTokenType.StartArray:
                hash.Append("["u8);
                for (bool isFirst = true; json.NextElement(); isFirst = false)
                {
                    hash.Append(isFirst ? default : ","u8);
                    Append(ref json, start);
                }

                hash.Append("]"u8);
                break;
            case JsonTokenType.StartObject:
                AppendObject(ref json, start);
                break;
            default:
                hash.Append(json.ValueSpan);
                break;
        }
    }

    private void AppendObject(ref Utf8JsonReader json, int start)
    {
        int value = start + (int)json.TokenStartIndex;
        Span<int> names = stackalloc int[FewMembers];
        int count = Collect(ref json, start, names);
        if (count <= FewMembers)
        {
            AppendMembers(names[..count]);
        }
        else
        {
            Append([value]);
        }
    }

    // Goes through an object, notes where its names are as far as there is room, and counts them.
    private static int Collect(ref Utf8JsonReader json, int start, scoped Span<int> names)
    {
        int count = 0;
        for (; json.NextMember(); count++)
        {
            if (count < names.Length)
            {
                names[count] = start + (int)json.TokenStartIndex;
            }

            json.Skip();
        }

        return count;
    }

    private void AppendMembers(Span<int> names)
    {
        Sort(names);
        hash.Append("{"u8);
        bool isFirst = true;
        for (int i = 0; i < names.Length; i++)
        {
            if (i + 1 < names.Length && GoText.Compare(_body.Text(names[i]), _body.Text(names[i + 1])) == 0)
            {
                continue;
            }

            hash.Append(isFirst ? default : ","u8);
            isFirst = false;
            GoText.AppendCanonical(_body.Text(names[i]), hash);
            hash.Append(":"u8);
            Append(_body.ValueOf(names[i]));
        }

        hash.Append("}"u8);
    }

    // Heapsort (J. W. J. Williams, 1964): the platform's sort takes no comparison that looks into a span.
    private void Sort(Span<int> names)
    {
        int inOrder = 1;
        while (inOrder < names.Length && IsBefore(names[inOrder - 1], names[inOrder]))
        {
            inOrder++;
        }

        if (inOrder >= names.Length)
        {
            return;
        }

        for (int i = names.Length / 2; i > 0; i--)
        {
            SiftDown(names, i - 1);
        }

        for (int last = names.Length - 1; last > 0; last--)
        {
            (names[0], names[last]) = (names[last], names[0]);
            SiftDown(names[..last], 0);
        }
    }

    private void SiftDown(Span<int> heap, int parent)
    {
        while ((2 * parent) + 1 is var child && child < heap.Length)
        {
            if (child + 1 < heap.Length && IsBefore(heap[child], heap[child + 1]))
            {
                child++;
            }

            if (!IsBefore(heap[parent], heap[child]))
            {
                return;
            }

            (heap[parent], heap[child]) = (heap[child], heap[parent]);
            parent = child;
        }
    }

    // Of equal names the one that comes later in the body is later here.
    private bool IsBefore(int left, int right)
    {
        int order = GoText.Compare(_body.Text(left), _body.Text(right));
        return order < 0 || (order == 0 && left < right);
    }
}
