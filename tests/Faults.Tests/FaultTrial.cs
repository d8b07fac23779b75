using System.Collections.Concurrent;
using System.Diagnostics;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Faults.Tests;

/// <summary>A cache on a server, under load, to which something happens; and what came of it.</summary>
internal sealed class FaultTrial : IAsyncDisposable
{
    /// <summary>How long an operation may take; the default of the store.</summary>
    public static readonly TimeSpan OperationTimeout = TimeSpan.FromSeconds(1);

    // The longest time until a call fails beyond the timeout, and until everything is well again: what is promised.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(2);

    private const int CallsToWarmUp = 1_500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentQueue<string> Unobserved = [];

    private readonly string _name;
    private readonly string _connectionString;
    private readonly SecretScan _secrets = new();
    private readonly SchedulerLag _lag = new();
    private readonly Ledger _ledger = new();
    private readonly Tally _tally;
    private readonly RedisCacheStore _redis;
    private readonly GatewayCache _cache;
    private readonly LocalFallbackStore? _fallback;
    private readonly CancellationTokenSource _stopping = new();
    private Task _load = Task.CompletedTask;
    private long _back;
    private bool _disposed;

    static FaultTrial() => TaskScheduler.UnobservedTaskException += static (_, unobserved) => Unobserved.Enqueue(unobserved.Exception.ToString());

    private FaultTrial(string name, string connectionString, bool withFallback)
    {
        _name = name + (withFallback ? ", fallback" : string.Empty);
        _connectionString = connectionString;
        _tally = new Tally(_secrets);
        _redis = new RedisCacheStore(new RedisStoreOptions { ConnectionString = connectionString, OperationTimeout = OperationTimeout });
        _fallback = withFallback ? new LocalFallbackStore(_redis, logger: _secrets) : null;
        _cache = new GatewayCache((ICacheStore?)_fallback ?? _redis, logger: _secrets);
    }

    /// <summary>The options of a server: its clients come with a password, the tests without.</summary>
    public static string[] Users { get; } = ["--user", "gateway", "on", $">{SecretScan.Password}", "~*", "&*", "+@all"];

    /// <summary>Starts the load, and lets it run until everything works.</summary>
    /// <param name="name">What will happen.</param>
    /// <param name="endpoints">Where the cache finds its server.</param>
    /// <param name="withFallback">Whether it has a fallback.</param>
    public static async Task<FaultTrial> StartAsync(string name, string endpoints, bool withFallback = false)
    {
        while (Unobserved.TryDequeue(out _))
        {
            // Left by whoever was before.
        }

        var trial = new FaultTrial(name, $"{endpoints},user=gateway,password={SecretScan.Password}", withFallback);
        await trial.ConnectAsync();
        trial._load = new GatewayLoad(trial._cache, trial._ledger, trial._tally).RunAsync(trial._stopping.Token);
        for (long started = Stopwatch.GetTimestamp(); trial._tally.Calls < CallsToWarmUp; await Task.Delay(20))
        {
            Assert.IsLessThan(Patience, Stopwatch.GetElapsedTime(started), "The load didn't begin.");
        }

        trial._tally.Failed.Should().Be(0, trial._tally.Failures);
        return trial;
    }

    /// <summary>The server works from now on.</summary>
    public void ServerIsBack() => _back = Stopwatch.GetTimestamp();

    /// <summary>Waits until everything is well again, stops the load, and reads everything back.</summary>
    /// <param name="serverLosesData">Whether the server itself forgets what it acknowledged.</param>
    /// <param name="costsNothing">Whether not one operation may fail.</param>
    public async Task<FaultRow> EndAsync(bool serverLosesData = false, bool costsNothing = false)
    {
        if (_back == 0)
        {
            ServerIsBack();
        }

        TimeSpan normal = await WaitUntilNormalAsync();
        await _stopping.CancelAsync();
        await _load;
        IReadOnlyList<string> lost = await _ledger.LostAsync(new RedisCacheStore(new RedisStoreOptions { ConnectionString = _connectionString, OperationTimeout = TimeSpan.FromSeconds(5) }));
        await DisposeAsync();
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var row = new FaultRow(_name, _tally.Calls, _tally.Failures, _tally.Longest, _tally.LongestCall, normal, lost.Count, serverLosesData, _lag.Longest, _secrets.Looked);
        FaultTable.Add(row);

        // Twice what the machine itself was late: once for the timer, once for who waits for it.
        TimeSpan slack = (2 * _lag.Longest) + Tolerance;
        _tally.Unexpected.Should().BeEmpty();
        Unobserved.Should().BeEmpty();
        _secrets.Found.Should().BeEmpty();
        _tally.Longest.Should().BeLessThan(OperationTimeout + Tolerance + slack, row.ToString());
        normal.Should().BeLessThan(Recovery + slack, row + "\n" + _secrets.LastProbe);
        if (!serverLosesData)
        {
            lost.Should().BeEmpty(row.ToString());
        }

        if (costsNothing || _fallback is not null)
        {
            _tally.Failed.Should().Be(0, row.ToString());
        }

        return row;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _stopping.CancelAsync();
        await _load;

        if (_fallback is not null)
        {
            await _fallback.DisposeAsync();
        }

        await _redis.DisposeAsync();
        await _lag.DisposeAsync();
        _secrets.Dispose();
    }

    // The first call of a process that has just started takes its time.
    private async Task ConnectAsync()
    {
        for (long started = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            try
            {
                await _redis.GetAsync(new CacheKey("warm-up:", 0, "nobody"));
                return;
            }
            catch (CacheStoreException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                // Not yet.
            }
        }
    }

    // Well again is when nothing fails for a while and the fallback is at rest; the time is that of the last trouble.
    private async Task<TimeSpan> WaitUntilNormalAsync()
    {
        TimeSpan quiet = TimeSpan.FromMilliseconds(1_300);
        long rested = 0;
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; await Task.Delay(10))
        {
            bool isResting = _fallback is null || (_fallback.State == FallbackState.Connected && _fallback.JournalEntries == 0);
            rested = !isResting ? 0 : rested == 0 ? Stopwatch.GetTimestamp() : rested;
            long last = Math.Max(_back, _tally.LastTrouble);
            if (isResting && Stopwatch.GetElapsedTime(last) > quiet && Stopwatch.GetElapsedTime(_back) > quiet)
            {
                long normal = _fallback is null ? last : Math.Max(last, rested);
                return Stopwatch.GetElapsedTime(_back, normal);
            }
        }

        return Patience;
    }
}
