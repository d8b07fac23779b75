namespace EmbeddedCache.Stores;

/// <summary>Tells the primary of one key, with the ten operations alone. See <see cref="LocalFallbackStore"/> for what is promised.</summary>
internal sealed class Replay(ICacheStore primary, TimeProvider time, JournalEntry entry)
{
    // The client fills one packet with that many; each takes the server a few microseconds.
    private const int CallsAtOnce = 100;

    private TimeSpan? _primaryLife;

    /// <summary>How many increments the primary has counted for sure.</summary>
    public long Increments { get; private set; }

    public ReplayOutcome Outcome { get; private set; }

    /// <summary>Whether a write was sent: one that is not answered may be carried out late.</summary>
    public bool HasWritten { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan life = entry.TimeLeft(time);
        if (entry.Renewal is not null && life <= TimeSpan.Zero && entry.Base != JournalBase.Deleted)
        {
            Outcome = ReplayOutcome.Expired;
            return;
        }

        _primaryLife = await primary.GetTimeToLiveAsync(entry.Key, cancellationToken).ConfigureAwait(false);
        switch (entry.Base)
        {
            case JournalBase.Set:
                if (IsOlderThanPrimarys(life) && await HasAnotherIntegerAsync(cancellationToken).ConfigureAwait(false))
                {
                    Outcome = ReplayOutcome.Newer;
                    return;
                }

                HasWritten = true;
                await primary.SetAsync(entry.Key, entry.Value, life, cancellationToken).ConfigureAwait(false);
                return;

            case JournalBase.Deleted:
                await DeleteAsync(cancellationToken).ConfigureAwait(false);
                break;

            case JournalBase.Kept:
                break;

            default:
                throw new InvalidOperationException($"There is no {entry.Base}.");
        }

        if (entry.Increments > 0)
        {
            await IncrementAsync(Longer(life), cancellationToken).ConfigureAwait(false);
        }
        else if (entry.Paths is { Count: > 0 } paths)
        {
            await TellPathsAsync(paths, life, cancellationToken).ConfigureAwait(false);
        }
        else if (entry.Base == JournalBase.Kept && life > _primaryLife)
        {
            HasWritten = true;
            await primary.ExpireAsync(entry.Key, life, cancellationToken).ConfigureAwait(false);
        }
    }

    // Whether the primary's was written or renewed since. What may have been written late by this process itself says nothing.
    private bool IsOlderThanPrimarys(TimeSpan life) => !entry.IsUncertain && _primaryLife > life;

    // A renewal alone does not make an entry newer; it may be one of this process, which was under way when the primary was left.
    private async ValueTask<bool> HasAnotherIntegerAsync(CancellationToken cancellationToken)
    {
        try
        {
            long? value = await primary.GetAsync(entry.Key, cancellationToken).ConfigureAwait(false);
            return value is not null && value != entry.Known;
        }
        catch (CacheStoreException fault) when (fault.Kind == CacheStoreFailure.Entry)
        {
            return true;
        }
    }

    private TimeSpan Longer(TimeSpan life) => _primaryLife > life ? _primaryLife.Value : life;

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (_primaryLife is null)
        {
            return;
        }

        if (entry.Deleted is { } deleted
            && IsOlderThanPrimarys(deleted.Life - time.GetElapsedTime(deleted.At))
            && await HasAnotherIntegerAsync(cancellationToken).ConfigureAwait(false))
        {
            Outcome = ReplayOutcome.Newer;
            return;
        }

        HasWritten = true;
        await primary.DeleteAsync(entry.Key, cancellationToken).ConfigureAwait(false);
        _primaryLife = null;
    }

    private async Task IncrementAsync(TimeSpan life, CancellationToken cancellationToken)
    {
        HasWritten = true;
        while (Increments < entry.Increments)
        {
            Task<long>[] calls = [.. Enumerable.Range(0, (int)Math.Min(entry.Increments - Increments, CallsAtOnce))
                .Select(_ => primary.IncrementAsync(entry.Key, life, cancellationToken).AsTask())];
            try
            {
                await Task.WhenAll(calls).ConfigureAwait(false);
            }
            finally
            {
                Increments += calls.Count(static call => call.IsCompletedSuccessfully);
            }
        }
    }

    private async Task TellPathsAsync(Dictionary<string, JournalPath> paths, TimeSpan life, CancellationToken cancellationToken)
    {
        HasWritten = true;
        foreach (KeyValuePair<string, JournalPath>[] some in paths.Chunk(CallsAtOnce))
        {
            await Task.WhenAll(some.Select(path => TellPathAsync(path.Key, path.Value, life, cancellationToken))).ConfigureAwait(false);
        }
    }

    private async Task TellPathAsync(string path, JournalPath saved, TimeSpan life, CancellationToken cancellationToken)
    {
        if (saved.Value is null)
        {
            await primary.RemovePathAsync(entry.Key, path, cancellationToken).ConfigureAwait(false);
        }
        else if (!IsOlderThanPrimarys(life) || !await IsTakenAsync(path, saved, Longer(life), cancellationToken).ConfigureAwait(false))
        {
            await primary.SavePathAsync(entry.Key, path, saved.Value, Longer(life), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> IsTakenAsync(string path, JournalPath saved, TimeSpan life, CancellationToken cancellationToken)
    {
        PathMatch? there = await primary.FindLongestPrefixAsync(entry.Key, path, life, cancellationToken).ConfigureAwait(false);
        return there is { } match && match.Length == path.Length && match.Value != saved.Value && match.Value != saved.Known;
    }
}
