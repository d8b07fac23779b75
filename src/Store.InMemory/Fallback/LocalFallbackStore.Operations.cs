using System.Runtime.CompilerServices;

namespace EmbeddedCache.Stores;

/// <content>The ten operations.</content>
public sealed partial class LocalFallbackStore
{
    /// <inheritdoc/>
    public ValueTask<long?> GetAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        RunAsync<GetOperation, long?>(new GetOperation(key), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<long?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (keys.Count > 0 && _state == FallbackState.Connected)
        {
            int[]? writes = _keepCopies ? [.. keys.Select(key => _writes.Read(key))] : null;
            bool[]? untold = Untold(keys);
            try
            {
                IReadOnlyList<long?> values = await _primary.GetManyAsync(keys, cancellationToken).ConfigureAwait(false);
                _breaker.Succeeded();
                return Merge(keys, values, writes, untold);
            }
            catch (Exception exception) when (IsFailure(exception, cancellationToken))
            {
                NoteFailure(keys[0], exception);
            }
        }

        return _local.GetMany(keys);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SetAsync(CacheKey key, long value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        CheckTimeToLive(timeToLive);
        await RunAsync<SetOperation, bool>(new SetOperation(key, value, timeToLive), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        CheckTimeToLive(timeToLive);
        return RunAsync<ExpireOperation, bool>(new ExpireOperation(key, timeToLive), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        RunAsync<DeleteOperation, bool>(new DeleteOperation(key), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> IncrementAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        CheckTimeToLive(timeToLive);
        return RunAsync<IncrementOperation, long>(new IncrementOperation(key, timeToLive), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> GetTimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        RunAsync<TimeToLiveOperation, TimeSpan?>(new TimeToLiveOperation(key), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PathMatch?> FindLongestPrefixAsync(CacheKey key, string path, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        CheckTimeToLive(timeToLive);
        return RunAsync<FindOperation, PathMatch?>(new FindOperation(key, path, timeToLive), cancellationToken);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SavePathAsync(CacheKey key, string path, string value, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        CheckTimeToLive(timeToLive);
        await RunAsync<SavePathOperation, bool>(new SavePathOperation(key, StorePath.Normalize(path), value, timeToLive), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemovePathAsync(CacheKey key, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return RunAsync<RemovePathOperation, bool>(new RemovePathOperation(key, StorePath.Normalize(path)), cancellationToken);
    }

    private static void CheckTimeToLive(TimeSpan timeToLive) =>
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero);

    // Of which keys the primary does not know the last write yet; null for none.
    private bool[]? Untold(IReadOnlyList<CacheKey> keys)
    {
        if (_journal.IsEmpty)
        {
            return null;
        }

        lock (_gate)
        {
            return [.. keys.Select(key => IsInJournal(key))];
        }
    }

    // What the primary does not know yet, or was told only while it answered, is taken from here, and the rest remembered.
    private IReadOnlyList<long?> Merge(IReadOnlyList<CacheKey> keys, IReadOnlyList<long?> values, int[]? writes, bool[]? untold)
    {
        if (writes is null && untold is null && _journal.IsEmpty)
        {
            return values;
        }

        long?[]? merged = null;
        lock (_gate)
        {
            for (int i = 0; i < values.Count; i++)
            {
                if (untold?[i] == true || IsInJournal(keys[i]))
                {
                    merged ??= [.. values];
                    merged[i] = _local.Get(keys[i]);
                }
                else if (writes is not null && !_disposed && writes[i] == _writes.Read(keys[i]))
                {
                    _local.CopyInteger(keys[i], values[i]);
                }
            }
        }

        return merged ?? values;
    }
}
