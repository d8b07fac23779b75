namespace Gateway.Live.Feed;

/// <summary>The data of the event <c>snapshot</c>: all that the page needs to begin.</summary>
/// <param name="Now">The server's clock, for countdowns.</param>
/// <param name="BucketSeconds">The width of a bucket of the history.</param>
/// <param name="BucketCount">How many buckets are shown.</param>
/// <param name="CallersNeedKey">Whether the gateway asks its callers for a key.</param>
/// <param name="State">What the feed keeps.</param>
/// <param name="Status">The store and the accounts.</param>
internal sealed record SnapshotMessage(DateTimeOffset Now, int BucketSeconds, int BucketCount, bool CallersNeedKey, FeedState State, StatusMessage Status);
