using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace EmbeddedCache.Stores;

/// <summary>
/// Which entry stands under which key: lookup, expiry and bounds. The one type that names <see cref="MemoryCache"/>, which serves as
/// the concurrent table; so the engine can be changed here and nowhere else.
/// </summary>
/// <remarks>
/// What MemoryCache does not do is done here. It has no atomic add: all adding and removing happens under one gate. Its size limit
/// refuses new entries when full: there is none, and past the bound the least recently used entries go instead. Its entries cannot
/// move their expiry, and it scans for expired ones only when it is touched: the entries carry their own deadlines, readers look at
/// them, and a timer takes the expired entries out.
/// </remarks>
internal sealed class Keyspace : IAsyncDisposable
{
    /// <summary>How often expired entries are taken out: well within the minute that is promised.</summary>
    public static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(20);

    private const int KeyCharsOnStack = 256;
    private const int SweepBatch = 1_024;

    // An entry, its key, and what the table keeps for it, without the key's characters.
    private const int BytesPerEntry = 255;

    private readonly MemoryCache _table = new(new MemoryCacheOptions
    {
        // Nothing in the table expires, so it need not ask for the time at each lookup, nor scan.
        Clock = new StoppedClock(),
    });

    private readonly StoreClock _clock;
    private int _maxEntries;
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private readonly LeastRecentlyUsed _victims = new();
    private readonly WeakTimer<Keyspace> _sweeper;
    private volatile bool _disposed;

    public Keyspace(int maxEntries, StoreClock clock, TimeProvider timeProvider)
    {
        _maxEntries = maxEntries;
        _clock = clock;
        _sweeper = new WeakTimer<Keyspace>(this, static keyspace => keyspace.Sweep(), SweepInterval, timeProvider);
    }

    /// <summary>What the entries and their tries have given up.</summary>
    public Losses Losses { get; } = new();

    /// <summary>How many entries there are, expired ones that were not taken out yet included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Keeps at most that many entries from now on.</summary>
    public void SetMaxEntries(int maxEntries)
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _maxEntries = maxEntries;
                Trim();
            }
        }
    }

    /// <summary>The entry under a key, live or not; null when there is none. Takes no lock and allocates nothing.</summary>
    [SkipLocalsInit]
    public Entry? Find(in CacheKey key)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(InMemoryCacheStore));
        if (key.Space is null || key.Name is null)
        {
            throw new ArgumentException("The space and the name of a key are not null.", nameof(key));
        }

        if (key.MaxLength > KeyCharsOnStack)
        {
            return FindLong(key);
        }

        Span<char> text = stackalloc char[KeyCharsOnStack];
        key.TryFormat(text, out int length);
        _table.TryGetValue(text[..length], out object? entry);
        return Unsafe.As<Entry?>(entry);
    }

    /// <summary>Puts an entry under its key in place of the one that was found there, which is removed.</summary>
    /// <param name="entry">The new entry.</param>
    /// <param name="expected">What <see cref="Find"/> found; null for nothing.</param>
    /// <returns>False, and nothing done, when something else stands there by now: look again.</returns>
    public bool TryReplace(Entry entry, Entry? expected)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(InMemoryCacheStore));
            _table.TryGetValue(entry.Key, out object? current);
            if (current != expected)
            {
                return false;
            }

            if (expected is not null)
            {
                // The table replaces it in one step, so that no reader finds nothing in between.
                if (!expected.IsLive(_clock.Now))
                {
                    Losses.CountExpiration();
                }

                expected.MarkRemoved();
                TakeOutOfList(expected);
            }

            Add(entry);
            Trim();
            return true;
        }
    }

    /// <summary>
    /// Takes out an entry that was marked as removed. Whoever marked it calls this; whoever comes across it may do so as well, instead
    /// of waiting.
    /// </summary>
    public void TakeOutRemoved(Entry entry)
    {
        lock (_gate)
        {
            if (!_disposed && entry.Position >= 0)
            {
                TakeOut(entry);
            }
        }
    }

    /// <summary>Takes the expired entries out, a batch at a time, so that nobody waits for long.</summary>
    public void Sweep()
    {
        int next = int.MaxValue;
        while (next > 0 && !_disposed)
        {
            lock (_gate)
            {
                long now = _clock.Now;
                next = Math.Min(next, _entries.Count);
                for (int left = SweepBatch; left > 0 && next > 0; left--)
                {
                    // From the end, because a removal moves the last entry into the gap.
                    TakeOutIfExpired(_entries[--next], now);
                }
            }
        }

        GiveMemoryBack();
    }

    /// <summary>
    /// What is kept and what was given up. The entries are looked at a batch at a time, and tries only under their own monitors: nobody
    /// waits for long. What changes meanwhile may be counted or not.
    /// </summary>
    public CacheStoreStatistics GetStatistics()
    {
        var batch = new Entry[SweepBatch];
        long bytes = 0;
        int next = int.MaxValue;
        while (CopyBefore(ref next, batch) is > 0 and int count)
        {
            foreach (Entry entry in batch.AsSpan(0, count))
            {
                bytes += BytesPerEntry + (entry.Key.Length * sizeof(char)) + EstimateBytes(entry);
            }
        }

        return new CacheStoreStatistics(Count, bytes, Losses.EvictedEntries, Losses.EvictedPaths, Losses.Expirations);
    }

    /// <summary>
    /// Copies references to entries, from the end of the list on. Who goes on until there are none gets every entry that is there all the
    /// time, some perhaps twice, as in <see cref="Sweep"/>. Works on a closed keyspace as well.
    /// </summary>
    /// <param name="next">Where to go on; at first anything large.</param>
    /// <param name="entries">Where to copy them to.</param>
    /// <returns>How many were copied.</returns>
    public int CopyBefore(ref int next, Span<Entry> entries)
    {
        lock (_gate)
        {
            int end = Math.Min(next, _entries.Count);
            next = Math.Max(0, end - entries.Length);
            CollectionsMarshal.AsSpan(_entries)[next..end].CopyTo(entries);
            return end - next;
        }
    }

    /// <summary>
    /// Puts an entry under its key, whatever stands there and however many there are: when nobody else uses the keyspace yet.
    /// <see cref="SetMaxEntries"/> holds them to the bound when they are all there, because only then one knows which were used last.
    /// </summary>
    public void Put(Entry entry)
    {
        lock (_gate)
        {
            if (_table.TryGetValue(entry.Key, out object? current))
            {
                TakeOutOfList((Entry)current!);
            }

            Add(entry);
        }
    }

    /// <summary>Takes everything out: when nobody else uses the keyspace yet.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _victims.Clear();
            _table.Clear();
        }
    }

    /// <summary>Refuses everybody from now on, and keeps what is there.</summary>
    /// <returns>Whether it was open.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            bool open = !_disposed;
            _disposed = true;
            return open;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await _sweeper.DisposeAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _entries.Clear();
            _victims.Clear();
            _table.Dispose();
        }
    }

    private static long EstimateBytes(Entry entry)
    {
        if (entry is not TrieEntry trie)
        {
            return 0;
        }

        lock (entry)
        {
            return trie.Trie.EstimateBytes();
        }
    }

    private Entry? FindLong(in CacheKey key)
    {
        char[] text = ArrayPool<char>.Shared.Rent(key.MaxLength);
        key.TryFormat(text, out int length);
        _table.TryGetValue(text.AsSpan(0, length), out object? entry);
        ArrayPool<char>.Shared.Return(text);
        return Unsafe.As<Entry?>(entry);
    }

    // Under the gate, after the entry was marked: a key is free only when nobody changes its old entry any more.
    private void TakeOut(Entry entry)
    {
        _table.Remove(entry.Key);
        TakeOutOfList(entry);
    }

    private void TakeOutOfList(Entry entry)
    {
        Entry last = _entries[^1];
        _entries[entry.Position] = last;
        last.Position = entry.Position;
        _entries.RemoveAt(_entries.Count - 1);
        entry.Position = -1;
    }

    private void Add(Entry entry)
    {
        using (ICacheEntry place = _table.CreateEntry(entry.Key))
        {
            place.Value = entry;
        }

        entry.Position = _entries.Count;
        _entries.Add(entry);
    }

    private void TakeOutIfExpired(Entry entry, long now)
    {
        if (!entry.IsLive(now) && entry.MarkRemoved(ifExpiredAt: now))
        {
            Losses.CountExpiration();
            TakeOut(entry);
        }
    }

    private void Trim()
    {
        while (_entries.Count > _maxEntries)
        {
            if (!_victims.TryTake(out Entry? victim))
            {
                long now = _clock.Now;
                for (int i = _entries.Count - 1; i >= 0; i--)
                {
                    TakeOutIfExpired(_entries[i], now);
                }

                _victims.Choose(_entries);
            }
            else if (victim.Position >= 0)
            {
                victim.MarkRemoved();
                TakeOut(victim);
                Losses.CountEvictedEntry();
            }
        }
    }

    private void GiveMemoryBack()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            // Among the chosen there may be entries that were removed since.
            _victims.Clear();
            if (_entries.Count == 0)
            {
                // The table never shrinks by itself; an empty one is replaced.
                _table.Clear();
            }

            if (_entries.Count < _entries.Capacity / 4)
            {
                _entries.Capacity = _entries.Count;
            }
        }
    }

    private sealed class StoppedClock : ISystemClock
    {
        public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch;
    }
}
