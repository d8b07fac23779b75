namespace EmbeddedCache.Benchmarks;

/// <summary>What the rounds of one contender came to.</summary>
/// <param name="Name">The contender.</param>
/// <param name="Rounds">Nanoseconds an operation, a figure a round, in the order of the rounds.</param>
/// <param name="AllocatedBytes">Bytes an operation allocated, over all rounds.</param>
internal sealed record Measurement(string Name, IReadOnlyList<double> Rounds, double AllocatedBytes)
{
    /// <summary>Nanoseconds an operation: the median of the rounds.</summary>
    public double Nanoseconds { get; } = Median(Rounds);

    public static double MedianRatio(Measurement ours, Measurement peer) => MedianRatio(ours.Rounds, peer.Rounds);

    public static double MedianRatio(IReadOnlyList<double> ours, IReadOnlyList<double> peer) =>
        Median([.. ours.Zip(peer, static (left, right) => left / right)]);

    public static double Median(IReadOnlyList<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
