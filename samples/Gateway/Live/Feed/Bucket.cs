namespace Gateway.Live.Feed;

/// <summary>The requests of a few seconds.</summary>
/// <param name="Start">Its number: Unix seconds by <see cref="History.BucketSeconds"/>.</param>
/// <param name="Sessions">Found by their session.</param>
/// <param name="Conversations">Found by their conversation.</param>
/// <param name="Others">New or moved.</param>
internal readonly record struct Bucket(long Start, int Sessions, int Conversations, int Others);
