namespace EmbeddedCache.Conformance;

/// <summary>What the contract lets an operation answer.</summary>
/// <param name="Exactly">The answer, unless it is a time to live.</param>
/// <param name="TimeLeft">The bounds of a time to live.</param>
/// <param name="OrRefused">
/// Whether the store may refuse as well: the contract does not say whether a path that can never be saved is looked at before or after
/// the kind of the entry.
/// </param>
internal readonly record struct Expectation(Answer Exactly, TimeWindow? TimeLeft = null, bool OrRefused = false)
{
    public static Expectation Of(object? value) => new(new Answer(value));

    public bool Allows(Answer answer)
    {
        if (OrRefused && answer == Answer.Refused)
        {
            return true;
        }

        return TimeLeft is { } bounds
            ? answer.Value is TimeSpan time
                && time >= TimeSpan.Zero
                && time >= bounds.Earliest
                && time <= bounds.Latest
                && time.Ticks % TimeSpan.TicksPerMillisecond == 0
            : answer == Exactly;
    }

    public override string ToString() => TimeLeft?.ToString() ?? (OrRefused ? $"{Exactly} or {Answer.Refused}" : Exactly.ToString());
}
