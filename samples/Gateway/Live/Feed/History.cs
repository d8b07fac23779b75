namespace Gateway.Live.Feed;

/// <summary>How requests were found in the last minutes, in buckets of a few seconds. Not safe for threads.</summary>
internal sealed class History
{
    /// <summary>The width of a bucket.</summary>
    public const int BucketSeconds = 5;

    /// <summary>Five minutes in all: as long as a conversation lives by default.</summary>
    public const int BucketCount = 60;

    private readonly Bucket[] _buckets = new Bucket[BucketCount];

    /// <summary>Counts a request. One from before the window is left out.</summary>
    public void Add(DateTimeOffset at, Outcome outcome)
    {
        long start = at.ToUnixTimeSeconds() / BucketSeconds;
        ref Bucket bucket = ref _buckets[(int)(start % BucketCount)];
        if (bucket.Start > start)
        {
            return;
        }

        if (bucket.Start < start)
        {
            bucket = new Bucket(start, 0, 0, 0);
        }

        bucket = outcome switch
        {
            Outcome.Session => bucket with { Sessions = bucket.Sessions + 1 },
            Outcome.Conversation => bucket with { Conversations = bucket.Conversations + 1 },
            Outcome.New or Outcome.Moved => bucket with { Others = bucket.Others + 1 },
            _ => bucket,
        };
    }

    /// <summary>What there is within the window that ends now, oldest first.</summary>
    public IReadOnlyList<Bucket> Read(DateTimeOffset now)
    {
        long last = now.ToUnixTimeSeconds() / BucketSeconds;
        return [.. _buckets.Where(bucket => bucket.Start > last - BucketCount && bucket.Start <= last).OrderBy(static bucket => bucket.Start)];
    }

    public void Clear() => Array.Clear(_buckets);
}
