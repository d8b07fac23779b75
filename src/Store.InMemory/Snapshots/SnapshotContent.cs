namespace EmbeddedCache.Stores;

/// <summary>The live entries of a keyspace, to and from the parts of a snapshot.</summary>
internal sealed class SnapshotContent(Keyspace keyspace, StoreClock clock, TimeProvider timeProvider)
{
    private const int Batch = 1_024;

    /// <summary>
    /// Writes all entries that are there from beginning to end. Entries go by in batches, each under its own monitor: nobody waits for
    /// longer than it takes to copy a batch of references, or the text of one trie.
    /// </summary>
    /// <returns>How many entries were written.</returns>
    public long Write(Stream file)
    {
        var output = new SnapshotOutput(file);
        var tries = new TrieSnapshot();
        var entries = new Entry[Batch];
        long start = clock.Now;
        long use = clock.LatestUse(start);
        long written = 0;
        int next = int.MaxValue;
        output.WriteHeader(timeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        while (keyspace.CopyBefore(ref next, entries) is > 0 and int count)
        {
            foreach (Entry entry in entries.AsSpan(0, count))
            {
                if (Write(entry, start, use, tries, output))
                {
                    written++;
                }

                if (output.WantsFlush)
                {
                    output.Flush();
                }
            }
        }

        output.WriteByte(SnapshotFormat.End);
        output.WriteNumber((ulong)written);
        output.WriteChecksum();
        return written;
    }

    /// <summary>Adds the entries of a file that still live.</summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="InvalidDataException">It is no whole snapshot of this version. The keyspace may hold some of its entries then.</exception>
    public long Read(Stream file, int maxPathsPerTrie)
    {
        SnapshotInput input = SnapshotInput.Open(file);
        var tries = new TrieSnapshot();
        long now = clock.Now;
        long use = clock.LatestUse(now);

        // A wall clock that went back says nothing about how long the process was away: lives never get longer than they were.
        long away = Math.Max(0, timeProvider.GetUtcNow().ToUnixTimeMilliseconds() - input.WrittenAt);
        ulong read = 0;
        long added = 0;
        for (byte kind = input.ReadByte(); kind != SnapshotFormat.End; kind = input.ReadByte())
        {
            string key = input.ReadText();
            ulong life = input.ReadNumber();
            long lastUse = use - input.ReadSigned();
            long left = (long)Math.Min(life, (ulong)long.MaxValue) - away;
            long deadline = clock.DeadlineAfter(now, left);
            Entry entry = kind switch
            {
                SnapshotFormat.Integer => new IntegerEntry(key, input.ReadSigned(), deadline, lastUse),
                SnapshotFormat.Trie => new TrieEntry(key, tries.Read(input, maxPathsPerTrie, keyspace.Losses), deadline, lastUse),
                _ => throw SnapshotInput.Broken(),
            };
            if (left >= 0)
            {
                keyspace.Put(entry);
                added++;
            }

            read++;
        }

        return input.ReadNumber() == read && input.IsAtEnd ? added : throw SnapshotInput.Broken();
    }

    private bool Write(Entry entry, long start, long use, TrieSnapshot tries, SnapshotOutput output)
    {
        lock (entry)
        {
            if (entry.Removed || !entry.IsLive(clock.Now))
            {
                return false;
            }

            output.WriteByte(entry is IntegerEntry ? SnapshotFormat.Integer : SnapshotFormat.Trie);
            output.WriteText(entry.Key);
            output.WriteNumber((ulong)clock.MillisecondsLeft(start, entry.Deadline));
            output.WriteSigned(use - entry.LastUse);
            if (entry is IntegerEntry integer)
            {
                output.WriteSigned(integer.Value);
            }
            else
            {
                tries.Write(((TrieEntry)entry).Trie, output);
            }

            return true;
        }
    }
}
