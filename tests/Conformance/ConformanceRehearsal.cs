namespace EmbeddedCache.Conformance;

/// <summary>
/// Tells which checks a piece of code would run, without running them: the way to prove, from the tests of any framework, that none is
/// left out for a store.
/// </summary>
public sealed class ConformanceRehearsal
{
    private static readonly AsyncLocal<ConformanceRehearsal?> Current = new();

    private readonly HashSet<string> _checks = new(StringComparer.Ordinal);

    private ConformanceRehearsal()
    {
    }

    /// <summary>Runs a piece of code in which <see cref="StoreConformance.RunAsync"/> only notes its check and opens no store.</summary>
    /// <param name="code">The code, for example a test method of a suite, called with each row of its data.</param>
    /// <returns>The names of the checks that it would have run.</returns>
    public static async Task<IReadOnlySet<string>> OfAsync(Func<Task> code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var rehearsal = new ConformanceRehearsal();

        // Seen by the code and what it starts, and gone when this method returns.
        Current.Value = rehearsal;
        await code();
        lock (rehearsal._checks)
        {
            return new HashSet<string>(rehearsal._checks, StringComparer.Ordinal);
        }
    }

    internal static bool Notes(string check)
    {
        if (Current.Value is not { } rehearsal)
        {
            return false;
        }

        lock (rehearsal._checks)
        {
            rehearsal._checks.Add(check);
        }

        return true;
    }
}
