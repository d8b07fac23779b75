using System.Diagnostics;
using EmbeddedCache.Soak.Checks;
using EmbeddedCache.Soak.Lanes;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Soak.Load;

/// <summary>
/// Does what a gateway does, one call after the other, and checks every answer. It alone writes its keys, so it knows what may stand
/// there; of the other workers' it knows less.
/// </summary>
internal sealed partial class Worker
{
    /// <summary>How much later than promised a call may end.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongLife = TimeSpan.FromHours(1);

    private readonly int _index;
    private readonly Lane _lane;
    private readonly IReadOnlyList<Worker> _workers;
    private readonly Random _random;
    private readonly Witness _witness;
    private readonly GatewayCache _cache;

    /// <param name="index">Its place among the workers.</param>
    /// <param name="lane">The store.</param>
    /// <param name="workers">All workers on the store, whose conversations it reads as well.</param>
    /// <param name="random">Chooses what it does.</param>
    public Worker(int index, Lane lane, IReadOnlyList<Worker> workers, Random random)
    {
        _index = index;
        _lane = lane;
        _workers = workers;
        _random = random;
        _witness = new Witness(lane.Store);
        _cache = new GatewayCache(_witness, new GatewayCacheOptions { SessionTimeToLive = LongLife, ConversationTimeToLive = LongLife });
        _sessions = [.. Enumerable.Range(0, lane.Rules.SessionsPerWorker).Select(session => NewPlace(IsShort(session) ? ShortLifeOf(session) : LongLife))];
        _tenants = [.. Enumerable.Range(0, Tenants).Select(tenant => new Tenant(index, tenant, () => NewPlace(LongLife)))];
        _counters = [.. Enumerable.Range(0, Accounts).Select(_ => new Counter(lane.Rules.AnswersForServer))];
    }

    /// <summary>The workers of a store.</summary>
    public static IReadOnlyList<Worker> Of(Lane lane, Random random)
    {
        var workers = new List<Worker>();
        for (int index = 0; index < lane.Rules.Workers; index++)
        {
            workers.Add(new Worker(index, lane, workers, new Random(random.Next())));
        }

        return workers;
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await RunAsync(_lane.Rules.Burst);
            await Task.Delay(_random.Next((int)_lane.Rules.Rest.TotalMilliseconds) + 1, CancellationToken.None);
        }
    }

    public async Task RunAsync(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            await StepAsync();
        }
    }

    /// <summary>Reads back everything that this worker wrote.</summary>
    public async Task ReadBackAsync()
    {
        for (int session = 0; session < _sessions.Length; session++)
        {
            await GetAsync(session);
        }

        foreach (Tenant tenant in _tenants)
        {
            for (int node = 0; node < ConversationTree.Chains.Length; node++)
            {
                await FindAsync(tenant, node);
            }
        }

        await LoadAsync();
    }

    private Task StepAsync() => _random.Next(20) switch
    {
        < 3 => SetAsync(_random.Next(_sessions.Length)),
        < 7 => GetAsync(_random.Next(_sessions.Length)),
        7 => RefreshAsync(_random.Next(_sessions.Length)),
        8 => DeleteAsync(_random.Next(_sessions.Length)),
        < 11 => SaveAsync(RandomTenant(), RandomNode()),
        < 15 => FindAsync(RandomTenant(), RandomNode()),
        15 => FindOfOthersAsync(_workers[_random.Next(_workers.Count)].RandomTenant(_random), RandomNode()),
        16 => RemoveAsync(RandomTenant(), RandomNode()),
        < 19 => IncrementAsync(_random.Next(Accounts)),
        _ => LoadAsync(),
    };

    private Place NewPlace(TimeSpan timeToLive) => new(timeToLive, _lane.Rules.LateBy, _lane.Rules.AnswersForServer);

    // Makes a call, measures it, and says whether and how the store failed.
    private async ValueTask<(TResult? Answer, Call Call)> CallAsync<TResult>(Operation operation, Func<ValueTask<TResult>> make)
    {
        _witness.Forget();
        TResult? answer = default;
        CacheStoreException? thrown = null;
        int epoch = _lane.Epoch;
        long start = Stopwatch.GetTimestamp();
        try
        {
            answer = await make();
        }
        catch (CacheStoreException failure)
        {
            thrown = failure;
        }
        catch (Exception exception)
        {
            thrown = new CacheStoreException("It threw something else.", exception);
            Violate(operation, $"threw {exception}");
        }

        var call = new Call(start, Stopwatch.GetTimestamp(), epoch, thrown ?? _witness.Failure);
        _lane.Tally.Count(operation, call);
        Judge(operation, call, thrown);
        return (answer, call);
    }

    private void Judge(Operation operation, in Call call, CacheStoreException? thrown)
    {
        if (thrown is not null && operation is (Operation.Find or Operation.Load))
        {
            Violate(operation, $"is best effort, and threw {thrown}");
        }

        TimeSpan took = Stopwatch.GetElapsedTime(call.Start, call.End);
        TimeSpan allowed = _lane.Rules.OperationTimeout + Tolerance;
        if (took > allowed)
        {
            _lane.Tally.Suspect(new($"{_lane.Name}: {operation} took {took.TotalMilliseconds:F0} ms, {allowed.TotalMilliseconds:F0} ms are allowed", call.Start, call.End, allowed));
        }

        if (call.Failure is not { } failure)
        {
            return;
        }

        if (!_lane.Rules.MayFail)
        {
            Violate(operation, $"failed: {failure}");
        }
        else if (failure.Kind is CacheStoreFailure.Other or CacheStoreFailure.Entry)
        {
            Violate(operation, $"failed for no fault of the server's: {failure}");
        }
        else if (_lane.CalmFrom <= call.Start)
        {
            // A machine that stands still for longer than the timeout makes calls fail as well.
            TimeSpan blameless = failure.Kind == CacheStoreFailure.Timeout ? _lane.Rules.OperationTimeout / 2 : TimeSpan.Zero;
            _lane.Tally.Suspect(new($"{_lane.Name}: {operation} failed while all was well: {failure.Message}", call.Start, call.End, blameless));
        }
    }

    private void Check(Operation operation, Place place, long value, in Call call)
    {
        if (call.Failed || (_lane.Rules.Forgets && value == Place.Nothing))
        {
            return;
        }

        if (!place.Allows(value, call, _lane.Epoch))
        {
            Violate(operation, $"answered {(value == Place.Nothing ? "nothing" : value)}; {place}");
        }
        else if (place.IsLate(value))
        {
            _lane.Tally.CountLateWrite();
        }
    }

    private void Violate(Operation operation, string what) => _lane.Violate($"{operation} of worker {_index} {what}");
}
