namespace EmbeddedCache.Benchmarks;

/// <summary>What one operation allocates, counted by the runtime, and what it may: exact, loose run or not.</summary>
/// <param name="Bytes">The bytes of one operation; an average where operations differ.</param>
/// <param name="AtMost">The budget; null when they are only shown.</param>
internal sealed record Allocation(double Bytes, double? AtMost = null)
{
    public bool Holds => AtMost is not { } limit || Bytes <= limit;
}
