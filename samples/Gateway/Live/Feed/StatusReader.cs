using EmbeddedCache.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Gateway.Live.Feed;

/// <summary>Reads how the store and the accounts are.</summary>
internal sealed class StatusReader(ICacheStore store, IAccountBoard board, IServiceProvider services, IOptions<LivePageOptions> options, TimeProvider time)
    : IDisposable
{
    private readonly string _storeName = store switch
    {
        InMemoryCacheStore => "in memory",
        RedisCacheStore or LocalFallbackStore => "Redis",
        _ => store.GetType().Name,
    };

    // A host without health checks has no such service.
    private readonly HealthCheckService? _checks = services.GetService<HealthCheckService>();
    private readonly SemaphoreSlim _oneCheck = new(1);
    private StoreStatus? _last;
    private long _lastAt;

    public async Task<StatusMessage> ReadAsync(CancellationToken cancellationToken) =>
        new(await ReadStoreAsync(cancellationToken), await board.SnapshotAsync(cancellationToken));

    public void Dispose() => _oneCheck.Dispose();

    private async Task<StoreStatus> ReadStoreAsync(CancellationToken cancellationToken)
    {
        if (_checks is null)
        {
            return new StoreStatus(_storeName, "unknown", string.Empty);
        }

        await _oneCheck.WaitAsync(cancellationToken);
        try
        {
            if (_last is null || time.GetElapsedTime(_lastAt) >= options.Value.HealthInterval)
            {
                HealthReport report = await _checks.CheckHealthAsync(cancellationToken);
                HealthReportEntry worst = report.Entries.Values.OrderBy(static entry => entry.Status).FirstOrDefault();
                _last = new StoreStatus(_storeName, report.Status.ToString().ToLowerInvariant(), worst.Description ?? string.Empty);
                _lastAt = time.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _oneCheck.Release();
        }
    }
}
