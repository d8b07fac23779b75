namespace EmbeddedCache.Benchmarks;

/// <summary>
/// One way to do a thing, for <see cref="RoundRunner"/>. The loop over the operations is the contender's own, so that no call of a
/// delegate is measured with each of them.
/// </summary>
internal sealed class Contender
{
    private readonly Func<int, ValueTask> _run;
    private readonly Func<int, ValueTask> _prepare;

    private Contender(string name, Func<int, ValueTask> run, Func<int, ValueTask>? prepare)
    {
        Name = name;
        _run = run;
        _prepare = prepare ?? (static _ => ValueTask.CompletedTask);
    }

    public string Name { get; }

    /// <summary>
    /// Whether the operations go on elsewhere than on the thread that began them. Then the wall clock and the bytes of the whole process
    /// count, else the processor's time and the bytes of the thread.
    /// </summary>
    public bool GoesOnElsewhere { get; private init; }

    /// <summary>How many operations a round has; 0 to have it measured, so that a round lasts as long as <see cref="RoundRunner"/> says.</summary>
    public int OperationsPerRound { get; private init; }

    /// <summary>A contender whose operations end on the thread they began on.</summary>
    /// <param name="name">What it is, as the peer's column names it.</param>
    /// <param name="run">Does so many operations.</param>
    /// <param name="prepare">Makes ready for so many operations; not measured.</param>
    public static Contender Of(string name, Action<int> run, Action<int>? prepare = null) =>
        new(name, Completed(run), prepare is null ? null : Completed(prepare));

    /// <summary>A contender whose operations are awaited.</summary>
    /// <inheritdoc cref="Of"/>
    public static Contender OfAsync(string name, Func<int, Task> run, Func<int, Task>? prepare = null) =>
        new(name, operations => new ValueTask(run(operations)), prepare is null ? null : operations => new ValueTask(prepare(operations)))
        {
            GoesOnElsewhere = true,
        };

    /// <summary>The same with rounds of so many operations, whatever time they take.</summary>
    public Contender WithRoundsOf(int operations) =>
        new(Name, _run, _prepare) { GoesOnElsewhere = GoesOnElsewhere, OperationsPerRound = operations };

    public ValueTask PrepareAsync(int operations) => _prepare(operations);

    public ValueTask RunAsync(int operations) => _run(operations);

    private static Func<int, ValueTask> Completed(Action<int> action) => operations =>
    {
        action(operations);
        return ValueTask.CompletedTask;
    };
}
