using System.Text.Json.Serialization;

namespace EmbeddedCache.Benchmarks;

/// <summary>What a row's ratio, ours divided by the peer's, has to be.</summary>
/// <param name="Kind">On which side of the limit.</param>
/// <param name="Limit">The limit; null when the ratio is only shown.</param>
/// <param name="IsTime">
/// Whether the ratio is one of times. Times are noisy on a shared machine, so a loose run allows them twice as much; what is counted,
/// bytes and round trips, is the same everywhere and gets no slack.
/// </param>
internal sealed record Budget(BudgetKind Kind, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Limit, bool IsTime)
{
    private const double LooseFactor = 2;

    public static Budget None { get; } = new(BudgetKind.ShownOnly, null, IsTime: false);

    /// <summary>
    /// For a limit that does not hold and is known not to: the limit that does, so that a change that makes it worse is caught all the
    /// same.
    /// </summary>
    [JsonInclude]
    public double? HeldAt { get; private init; }

    /// <summary>Why the limit does not hold.</summary>
    [JsonInclude]
    public string? Reason { get; private init; }

    public static Budget TimeAtMost(double limit) => new(BudgetKind.AtMost, limit, IsTime: true);

    public static Budget TimeAtLeast(double limit) => new(BudgetKind.AtLeast, limit, IsTime: true);

    public static Budget AtMost(double limit) => new(BudgetKind.AtMost, limit, IsTime: false);

    public static Budget Exactly(double limit) => new(BudgetKind.Exactly, limit, IsTime: false);

    public Budget ButHeldAt(double limit, string reason) => this with { HeldAt = limit, Reason = reason };

    public Verdict Judge(double ratio, bool loose)
    {
        if (Limit is not { } limit)
        {
            return Verdict.Shown;
        }

        if (Holds(ratio, limit, loose))
        {
            return Verdict.Ok;
        }

        return HeldAt is { } heldAt && Holds(ratio, heldAt, loose) ? Verdict.KnownBroken : Verdict.Broken;
    }

    private bool Holds(double ratio, double limit, bool loose)
    {
        double factor = loose && IsTime ? LooseFactor : 1;
        return Kind switch
        {
            BudgetKind.AtMost => ratio <= limit * factor,
            BudgetKind.AtLeast => ratio >= limit / factor,
            _ => ratio == limit,
        };
    }
}
