namespace EmbeddedCache.Conformance;

/// <summary>How much the generated checks do. The defaults take a second or two on a store in memory.</summary>
public sealed record ConformanceOptions
{
    /// <summary>What the generated programs follow from: the same seed gives the same programs. By default 20,260,209.</summary>
    public ulong Seed { get; init; } = 20_260_209;

    /// <summary>How many programs are compared with the model, or between two stores. By default 500.</summary>
    public int Programs { get; init; } = 500;

    /// <summary>How many operations a program has at most. By default 40.</summary>
    public int MaxProgramLength { get; init; } = 40;

    /// <summary>How many programs run side by side on a store whose clock is not moved. By default 100: most of a run is waiting.</summary>
    public int ProgramsAtOnce { get; init; } = 100;

    /// <summary>How many concurrent programs are checked for linearizability. By default 120.</summary>
    public int ConcurrentPrograms { get; init; } = 120;

    /// <summary>How often each concurrent program is run, as its threads meet differently each time. By default 5.</summary>
    public int Repetitions { get; init; } = 5;

    /// <summary>How long one check may take, so that a store that hangs fails. By default two minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
