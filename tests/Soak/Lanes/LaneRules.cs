namespace EmbeddedCache.Soak.Lanes;

/// <summary>What is promised of a store, and how hard it is worked.</summary>
internal sealed record LaneRules
{
    /// <summary>Whether calls may fail while something happens to the server.</summary>
    public bool MayFail { get; init; }

    /// <summary>Whether any entry may go at any time: the store is bounded, and smaller than what is written.</summary>
    public bool Forgets { get; init; }

    /// <summary>Whether the store answers for its server while that is away, and tells it later.</summary>
    public bool AnswersForServer { get; init; }

    /// <summary>
    /// How long a call may take. One in memory waits for nothing, but on a machine that is busy its thread may: longer than this it hangs.
    /// </summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether there is a server behind the store.</summary>
    public bool IsRemote => MayFail || AnswersForServer;

    /// <summary>How much later than it was sent a write can arrive at most.</summary>
    public TimeSpan LateBy { get; init; }

    public int Workers { get; init; } = 2;

    public int SessionsPerWorker { get; init; } = 5_000;

    /// <summary>How many calls a worker makes before it rests.</summary>
    public int Burst { get; init; } = 200;

    /// <summary>How long it rests, at most.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(10);
}
