namespace EmbeddedCache.Benchmarks;

/// <summary>One thing this cache does, beside a peer that does the same, measured in the same rounds of the same run.</summary>
/// <param name="Name">What is done, for example <c>sticky-get</c>.</param>
/// <param name="Peer">What it is compared with.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="PeerValue">The peer's.</param>
/// <param name="Unit">The unit of both, for example <c>ns</c>.</param>
/// <param name="Budget">What the ratio has to be.</param>
internal sealed record RatioRow(string Name, string Peer, double Ours, double PeerValue, string Unit, Budget Budget)
{
    /// <summary>What the name of a peer ends with that does less, and shows what cannot be passed.</summary>
    public const string LimitSuffix = ", limit";

    /// <summary>
    /// Ours divided by the peer's. For figures measured in rounds, the median of the rounds' ratios: both sides of a round saw the same
    /// weather, which the medians of each side alone need not have.
    /// </summary>
    public double Ratio { get; init; } = Ours / PeerValue;

    /// <summary>What one of our operations allocates.</summary>
    public Allocation? Allocated { get; init; }

    public Verdict Verdict { get; init; }

    /// <summary>A row of two measurements of the same rounds.</summary>
    public static RatioRow Of(string name, Measurement ours, Measurement peer, Budget budget, double? allocatedAtMost = null) =>
        new(name, peer.Name, ours.Nanoseconds, peer.Nanoseconds, "ns", budget)
        {
            Ratio = Measurement.MedianRatio(ours, peer),
            Allocated = new Allocation(ours.AllocatedBytes, allocatedAtMost),
        };

    /// <summary>The same as rates, where more is better.</summary>
    /// <param name="name">The row.</param>
    /// <param name="ours">Our measurement.</param>
    /// <param name="peer">The peer's.</param>
    /// <param name="unitsPerOperation">How many units an operation does: the rate is units a nanosecond, so 1e3 times as many give a rate a microsecond.</param>
    /// <param name="unit">The unit of the rate.</param>
    /// <param name="budget">What the ratio of the rates has to be.</param>
    public static RatioRow OfRates(string name, Measurement ours, Measurement peer, double unitsPerOperation, string unit, Budget budget) =>
        new(name, peer.Name, unitsPerOperation / ours.Nanoseconds, unitsPerOperation / peer.Nanoseconds, unit, budget)
        {
            Ratio = Measurement.MedianRatio(peer, ours),
        };

    public RatioRow Judged(bool loose) =>
        this with { Verdict = Allocated is { Holds: false } ? Verdict.Broken : Budget.Judge(Ratio, loose) };
}
