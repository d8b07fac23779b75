using System.Collections.Immutable;
using System.Diagnostics;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>
/// The contract for one key, written so that one can see that it is right: a value or a list of paths, and list scans. It is a function
/// from an entry and an operation to what is expected and the entry afterwards, so that it serves runs in order and searches alike.
/// </summary>
internal static class ReferenceModel
{
    /// <summary>Applies an operation on one key to the entry that stands there.</summary>
    /// <param name="entry">The live entry; null when there is none.</param>
    /// <param name="operation">The operation; of <see cref="Operation.GetMany"/>, the read of one of its keys.</param>
    /// <param name="now">When the store acts.</param>
    /// <param name="margin">How far the store's clock may be off.</param>
    /// <returns>What the operation may answer, and the entry after it.</returns>
    public static (Expectation Expected, ModelEntry? Next) Apply(
        ModelEntry? entry, Operation operation, TimeWindow now, TimeSpan margin = default) =>
        operation switch
        {
            Operation.Get or Operation.GetMany when entry is { IsInteger: false } => Refused(entry),
            Operation.Get or Operation.GetMany => (Expectation.Of(entry?.Integer), entry),
            Operation.Set set => (new(Answer.Done), new ModelEntry(set.Value, DeadlineAfter(now, set.TimeToLive))),
            Operation.Expire expire => (Expectation.Of(entry is not null), Renewed(entry, now, expire.TimeToLive)),
            Operation.Delete => (Expectation.Of(entry is not null), null),
            Operation.Increment increment => Increment(entry, increment, now),
            Operation.GetTimeToLive => (entry is null ? Expectation.Of(null) : new(default, TimeLeft(entry, now, margin)), entry),
            Operation.Find find => Find(entry, find, now),
            Operation.Save save => Save(entry, save, now),
            Operation.Remove remove => Remove(entry, remove),
            _ => throw new UnreachableException(),
        };

    private static (Expectation Expected, ModelEntry? Next) Increment(ModelEntry? entry, Operation.Increment increment, TimeWindow now)
    {
        if (entry is { IsInteger: false } or { Integer: long.MaxValue })
        {
            return Refused(entry);
        }

        long value = (entry?.Integer ?? 0) + 1;
        return (Expectation.Of(value), new ModelEntry(value, DeadlineAfter(now, increment.TimeToLive)));
    }

    private static (Expectation Expected, ModelEntry? Next) Find(ModelEntry? entry, Operation.Find find, TimeWindow now)
    {
        if (entry is { IsInteger: true })
        {
            return (CanMatch(find.Path) ? new(Answer.Refused) : Expectation.Of(null) with { OrRefused = true }, entry);
        }

        foreach (string candidate in Candidates(find.Path))
        {
            if (entry?.Paths.Find(path => path.Key == candidate) is { Value: { } value })
            {
                return (Expectation.Of(new PathMatch(value, candidate.Length)), Renewed(entry, now, find.TimeToLive));
            }
        }

        return (Expectation.Of(null), entry);
    }

    private static (Expectation Expected, ModelEntry? Next) Save(ModelEntry? entry, Operation.Save save, TimeWindow now)
    {
        string path = Normalize(save.Path);
        if (entry is { IsInteger: true })
        {
            return (path.Length > 0 ? new(Answer.Refused) : new(Answer.Done, OrRefused: true), entry);
        }

        if (path.Length == 0)
        {
            return (new(Answer.Done), entry);
        }

        ImmutableList<KeyValuePair<string, string>> paths = (entry?.Paths ?? []).RemoveAll(saved => saved.Key == path);
        if (save.Value.Length > 0)
        {
            paths = paths.Add(new(path, save.Value));
        }

        return (new(Answer.Done), paths.IsEmpty ? null : new ModelEntry(null, paths, DeadlineAfter(now, save.TimeToLive)));
    }

    private static (Expectation Expected, ModelEntry? Next) Remove(ModelEntry? entry, Operation.Remove remove)
    {
        string path = Normalize(remove.Path);
        if (entry is { IsInteger: true })
        {
            return (path.Length > 0 ? new(Answer.Refused) : Expectation.Of(false) with { OrRefused = true }, entry);
        }

        if (entry is null || !entry.Paths.Exists(saved => saved.Key == path))
        {
            return (Expectation.Of(false), entry);
        }

        ImmutableList<KeyValuePair<string, string>> paths = entry.Paths.RemoveAll(saved => saved.Key == path);
        return (Expectation.Of(true), paths.IsEmpty ? null : entry with { Paths = paths });
    }

    private static (Expectation Expected, ModelEntry? Next) Refused(ModelEntry? entry) => (new(Answer.Refused), entry);

    private static string Normalize(string path) => string.Join('-', path.Split('-', StringSplitOptions.RemoveEmptyEntries));

    // The path, then the path cut at its last dash, again and again, while something stands before that dash.
    private static IEnumerable<string> Candidates(string path)
    {
        yield return path;
        for (int dash = path.LastIndexOf('-'); dash > 0; dash = path.LastIndexOf('-'))
        {
            path = path[..dash];
            yield return path;
        }
    }

    private static bool CanMatch(string path) => path.Length > 0 && path[0] != '-';

    private static ModelEntry? Renewed(ModelEntry? entry, TimeWindow now, TimeSpan timeToLive) =>
        entry is null ? null : entry with { Deadline = DeadlineAfter(now, timeToLive) };

    private static TimeWindow DeadlineAfter(TimeWindow now, TimeSpan timeToLive) =>
        now.After(TimeSpan.FromMilliseconds((timeToLive.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond));

    private static TimeWindow TimeLeft(ModelEntry entry, TimeWindow now, TimeSpan margin) =>
        new(entry.Deadline.Earliest - now.Latest - margin, entry.Deadline.Latest - now.Earliest + margin);
}
