using System.Diagnostics;
using EmbeddedCache.Soak.Checks;
using EmbeddedCache.Stores;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Soak.Lanes;

/// <summary>A store on a Redis of its own, to which things happen.</summary>
internal sealed class RedisLane : IAsyncDisposable
{
    private static readonly TimeSpan OperationTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestFault = TimeSpan.FromSeconds(3);
    private static readonly Fault[] Faults = Enum.GetValues<Fault>();

    private readonly RedisServer _server;
    private readonly FaultyNetwork _network;
    private readonly RedisCacheStore _store;
    private readonly LocalFallbackStore? _fallback;
    private readonly bool _keepsData;
    private readonly Random _random;

    private RedisLane(RedisServer server, bool keepsData, bool withFallback, PathLayout layout, Random random, SoakLog log)
    {
        _server = server;
        _keepsData = keepsData;
        _random = random;
        _network = new FaultyNetwork(server.Port);
        _store = new RedisCacheStore(new RedisStoreOptions { ConnectionString = _network.Endpoint, OperationTimeout = OperationTimeout, PathLayout = layout });
        _fallback = withFallback ? new LocalFallbackStore(_store) : null;
        Lane = new Lane(
            $"Redis, {layout}{(keepsData ? ", persistent" : string.Empty)}{(withFallback ? ", fallback" : string.Empty)}",
            (ICacheStore?)_fallback ?? _store,
            new LaneRules
            {
                MayFail = !withFallback,
                AnswersForServer = withFallback,
                OperationTimeout = OperationTimeout,

                // What is under way when a fault begins arrives when it ends; and then the server and the client have their time.
                LateBy = LongestFault + Lane.Recovery + (2 * OperationTimeout),
                Workers = 8,
                SessionsPerWorker = 60,
                Burst = 4,
                Rest = TimeSpan.FromMilliseconds(4),
            },
            log);
    }

    public Lane Lane { get; }

    /// <param name="keepsData">Whether the server knows after a crash what it acknowledged before.</param>
    /// <param name="withFallback">Whether the store has a local fallback.</param>
    /// <param name="layout">How paths lie in Redis.</param>
    /// <param name="random">Chooses what happens when.</param>
    /// <param name="log">Gets what must not happen.</param>
    public static async Task<RedisLane> StartAsync(bool keepsData, bool withFallback, PathLayout layout, Random random, SoakLog log)
    {
        // What was given to the operating system survives the end of a process; to wait for the disk would only take time.
        string[] persistence = keepsData ? ["--appendonly", "yes", "--appendfsync", "no"] : [];
        var lane = new RedisLane(await RedisServer.StartAsync(persistence), keepsData, withFallback, layout, random, log);

        // The first call of a process that has just started takes its time.
        await lane.WaitUntilReadyAsync(TimeSpan.FromSeconds(20));
        return lane;
    }

    /// <summary>Lets things happen, one after the other, until it is told to stop; then the server and the way there are well.</summary>
    public async Task RunFaultsAsync(CancellationToken stopping)
    {
        Lane.FaultEnds(Stopwatch.GetTimestamp());
        while (await WaitAsync(TimeSpan.FromMilliseconds(_random.Next(500, 5_000)), stopping))
        {
            Fault fault = Faults[_random.Next(Faults.Length)];
            TimeSpan duration = TimeSpan.FromMilliseconds(_random.Next(100, (int)LongestFault.TotalMilliseconds));
            Lane.FaultBegins(fault.ToString());
            await HappenAsync(fault, duration, stopping);
            Lane.FaultEnds(Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Waits until everything works, as is promised of the time after a fault.</summary>
    public async Task SettleAsync()
    {
        await WaitUntilReadyAsync(Lane.Recovery);
        for (long start = Stopwatch.GetTimestamp(); _fallback is { } fallback && (fallback.State != FallbackState.Connected || fallback.JournalEntries > 0); await Task.Delay(10))
        {
            if (Stopwatch.GetElapsedTime(start) > 2 * Lane.Recovery)
            {
                Lane.Violate($"the fallback is {fallback.State} and has {fallback.JournalEntries} entries to tell, {2 * Lane.Recovery.TotalSeconds} s after the last fault");
                return;
            }
        }

        if (_fallback?.DroppedEntries > 0)
        {
            Lane.Violate($"the fallback dropped {_fallback.DroppedEntries} entries");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_fallback is not null)
        {
            await _fallback.DisposeAsync();
        }

        await _store.DisposeAsync();
        await _network.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static async Task<bool> WaitAsync(TimeSpan time, CancellationToken stopping)
    {
        await Task.Delay(time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    private async Task HappenAsync(Fault fault, TimeSpan duration, CancellationToken stopping)
    {
        switch (fault)
        {
            case Fault.Kill:
                await KillAsync(duration / 2, stopping);
                break;
            case Fault.Freeze:
                await _server.SuspendAsync();
                await WaitAsync(duration, stopping);
                await _server.ResumeAsync();
                break;
            case Fault.Disconnect:
                await CommandAsync("CLIENT KILL TYPE normal SKIPME yes");
                break;
            case Fault.Flush:
                await CommandAsync("SCRIPT FLUSH");
                break;
            case Fault.Cut:
                _network.Cut();
                await WaitAsync(duration / 2, stopping);
                _network.Mend();
                break;
            case Fault.Drop:
                _network.Drop();
                await WaitAsync(duration, stopping);
                _network.Mend();
                break;
            case Fault.Slow:
                _network.Delay = TimeSpan.FromMilliseconds(_random.Next(5, 150));
                await WaitAsync(duration, stopping);
                _network.Mend();
                break;
            case Fault.Full:
                await CommandAsync("CONFIG SET maxmemory 1");
                await WaitAsync(duration, stopping);
                await CommandAsync("CONFIG SET maxmemory 0");
                break;
            case Fault.ReadOnly:
                await CommandAsync("REPLICAOF 127.0.0.1 1");
                await WaitAsync(duration, stopping);
                await CommandAsync("REPLICAOF NO ONE");
                break;
            default:
                throw new InvalidOperationException($"There is no {fault}.");
        }
    }

    // What was acknowledged before it was dead is gone, whether its call began before this or while it died.
    private async Task KillAsync(TimeSpan duration, CancellationToken stopping)
    {
        LoseData();
        _server.Stop();
        LoseData();
        await WaitAsync(duration, stopping);
        await _server.StartAsync();
        while (!(await InlineCommand.SendAsync(_server.Port, "PING")).StartsWith("+PONG", StringComparison.Ordinal))
        {
            // It reads its file.
            await Task.Delay(10, CancellationToken.None);
        }
    }

    private void LoseData()
    {
        if (!_keepsData)
        {
            Lane.LosesData();
        }
    }

    private async Task CommandAsync(string command)
    {
        string answer = await InlineCommand.SendAsync(_server.Port, command);
        if (!answer.StartsWith('+') && !answer.StartsWith(':'))
        {
            throw new InvalidOperationException($"{command}: {answer}");
        }
    }

    private async Task WaitUntilReadyAsync(TimeSpan patience)
    {
        for (long start = Stopwatch.GetTimestamp(); ; await Task.Delay(20))
        {
            try
            {
                await _store.GetAsync(new CacheKey("ready:", 0, "nobody"));
                return;
            }
            catch (CacheStoreException exception)
            {
                if (Stopwatch.GetElapsedTime(start) > patience)
                {
                    Lane.Violate($"does not work {patience.TotalSeconds} s after the last fault: {exception.Message}");
                    return;
                }
            }
        }
    }
}
