using System.Diagnostics;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Faults.Tests;

/// <summary>Counts calls and how they failed, and measures them.</summary>
internal sealed class Tally(SecretScan secrets)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly List<string> _unexpected = [];

    public int Calls { get; private set; }

    public int Failed { get; private set; }

    public TimeSpan Longest { get; private set; }

    public string LongestCall { get; private set; } = string.Empty;

    /// <summary>When a call failed last, or took longer than a tenth of a second; 0 for never.</summary>
    public long LastTrouble { get; private set; }

    /// <summary>Exceptions that nothing should throw.</summary>
    public IReadOnlyList<string> Unexpected => _unexpected;

    public string Failures => Failed == 0 ? "none" : string.Join(", ", _failures.Select(static kind => $"{kind.Value} {kind.Key}"));

    public async Task CallAsync(string name, Func<Task> call, bool isBestEffort = false)
    {
        long started = Stopwatch.GetTimestamp();
        Exception? failure = null;
        try
        {
            await call();
        }
        catch (Exception exception)
        {
            failure = exception;
            secrets.Look(exception);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        lock (_gate)
        {
            Calls++;
            if (elapsed > Longest)
            {
                (Longest, LongestCall) = (elapsed, name);
            }

            if (failure is not null)
            {
                Failed++;
                LastTrouble = Stopwatch.GetTimestamp();
                string kind = KindOf(failure);
                _failures[kind] = _failures.GetValueOrDefault(kind) + 1;
                if (isBestEffort || failure is not CacheStoreException)
                {
                    _unexpected.Add($"{name}: {failure}");
                }
            }
        }
    }

    private static string KindOf(Exception exception) => exception switch
    {
        CacheStoreException when exception.Message.Contains("did not answer", StringComparison.Ordinal) => "too late",
        CacheStoreException when exception.Message.Contains("no connection", StringComparison.Ordinal) => "not connected",
        CacheStoreException when exception.Message.Contains("read-only", StringComparison.Ordinal) => "read-only",
        CacheStoreException when exception.Message.Contains("cannot be reached", StringComparison.Ordinal) => "unreachable",
        CacheStoreException when exception.Message.Contains("refused", StringComparison.Ordinal) => "refused",
        CacheStoreException => exception.Message,
        _ => exception.GetType().Name,
    };
}
