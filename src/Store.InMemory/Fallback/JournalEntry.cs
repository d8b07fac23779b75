namespace EmbeddedCache.Stores;

/// <summary>
/// What the primary has to be told of one key: where to begin from, and what came on top. Bounded by what the key holds, however often
/// it was written.
/// </summary>
internal sealed class JournalEntry(CacheKey key)
{
    public CacheKey Key { get; } = key;

    /// <summary>What was done to the whole entry before the rest.</summary>
    public JournalBase Base { get; set; }

    /// <summary>The integer, when <see cref="Base"/> is <see cref="JournalBase.Set"/>.</summary>
    public long Value { get; set; }

    /// <summary>How much was added to what the primary has.</summary>
    public long Increments { get; set; }

    /// <summary>Paths that were saved, and those that were removed.</summary>
    public Dictionary<string, JournalPath>? Paths { get; set; }

    /// <summary>The integer that the primary had as far as was known here; null when nothing was.</summary>
    public long? Known { get; set; }

    /// <summary>When it was renewed last, and for how long; null when it was not.</summary>
    public (long At, TimeSpan Life)? Renewal { get; set; }

    /// <summary>How long the entry that was deleted would have lived on, and when it was deleted; null when that is not known.</summary>
    public (long At, TimeSpan Life)? Deleted { get; set; }

    /// <summary>Whether a write of it was sent to the primary and not answered: it may be carried out late, and look newer than it is.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>Changes with every note.</summary>
    public long Version { get; set; }

    /// <summary>Changes when what was noted before no longer counts.</summary>
    public int Era { get; set; }

    /// <summary>What it counts for in the bound.</summary>
    public int Size => 1 + (Paths?.Count ?? 0);

    public bool IsExpired(TimeProvider time) => Renewal is not null && TimeLeft(time) <= TimeSpan.Zero;

    /// <summary>What is left of its last renewal; zero or less when it is over.</summary>
    public TimeSpan TimeLeft(TimeProvider time) =>
        Renewal is { } renewal ? renewal.Life - time.GetElapsedTime(renewal.At) : TimeSpan.Zero;

    /// <summary>Forgets what was noted.</summary>
    public void Restart(JournalBase from)
    {
        Base = from;
        Value = 0;
        Increments = 0;
        Paths = null;
        Renewal = null;
        Deleted = null;
        Era++;
    }

    /// <summary>What it says now, to be read without a lock.</summary>
    public JournalEntry Copy() => new(Key)
    {
        Base = Base,
        Value = Value,
        Increments = Increments,
        Paths = Paths is null ? null : new(Paths, StringComparer.Ordinal),
        Known = Known,
        Renewal = Renewal,
        Deleted = Deleted,
        IsUncertain = IsUncertain,
        Version = Version,
        Era = Era,
    };
}
