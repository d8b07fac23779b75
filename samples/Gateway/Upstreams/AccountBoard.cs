using System.Collections.Concurrent;
using EmbeddedCache;
using Gateway.Live;

namespace Gateway.Upstreams;

/// <summary>How the accounts are doing, for the page.</summary>
internal sealed class AccountBoard(AccountPool accounts, IGatewayCache cache, TimeProvider time) : IAccountBoard
{
    // The names come from callers: a bound, so that nobody can fill the memory or the page with them.
    private const int MaxModels = 16;

    private readonly ConcurrentDictionary<string, byte> _models = new(StringComparer.Ordinal);

    /// <summary>A model that an account answered for.</summary>
    public void Saw(string model)
    {
        if (_models.Count < MaxModels)
        {
            _models.TryAdd(model, 0);
        }
    }

    public async Task<IReadOnlyList<AccountStatus>> SnapshotAsync(CancellationToken cancellationToken)
    {
        long[] ids = [.. accounts.All.Select(static account => account.Id)];
        var calls = accounts.All.ToDictionary(static account => account.Id, static _ => new SortedDictionary<string, long>(StringComparer.Ordinal));
        foreach (string model in _models.Keys)
        {
            foreach ((long id, ModelLoad load) in await cache.GetModelLoadAsync(ids, model, cancellationToken))
            {
                if (load.CallCount > 0)
                {
                    calls[id][model] = load.CallCount;
                }
            }
        }

        DateTimeOffset now = time.GetUtcNow();
        return
        [
            .. accounts.All.Select(account => new AccountStatus(
                account.Name, account.Simulated, account.InFlight, account.Answers, account.Failures, account.CoolingUntil(now), calls[account.Id])),
        ];
    }
}
