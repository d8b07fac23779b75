using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>A connection that is made from options.</summary>
internal sealed class ConfiguredConnectionSource : ConnectionSource
{
    // A lost connection is tried again after this long, and then ever less often. The client's own default waits for seconds, in
    // which every operation on a server that was only restarted would fail. Never less often than once a second, so that a server that
    // was away for long is used soon after it is back.
    private static readonly ExponentialRetry Reconnects = new(deltaBackOffMilliseconds: 100, maxDeltaBackOffMilliseconds: 1_000);

    private readonly ConfigurationOptions _configuration;
    private readonly int _longestConnect;
    private int _nextConnect;

    public ConfiguredConnectionSource(RedisStoreOptions options)
    {
        _configuration = options.ConfigurationOptions?.Clone() ?? Parse(options.ConnectionString!);
        if (_configuration.EndPoints.Count == 0)
        {
            throw new ArgumentException("The Redis configuration names no server.", nameof(options));
        }

        _longestConnect = _configuration.ConnectTimeout;
        int milliseconds = (int)Math.Ceiling(options.OperationTimeout.TotalMilliseconds);
        _nextConnect = Math.Max(milliseconds * 3 / 4, 1);
        _configuration.AsyncTimeout = milliseconds;

        // The client takes this one for commands that wait for a connection.
        _configuration.SyncTimeout = milliseconds;

        // Late commands and lost connections are seen at a heartbeat; the client's own default is a second.
        _configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(Math.Clamp(milliseconds / 4, 50, 250));
        _configuration.IncludeDetailInExceptions = false;
    }

    public override bool IsOwned => true;

    public override bool IsConfigured => true;

    /// <summary>
    /// Connects. The client may wait for the whole of its time also when a server refused it at once, and says why only then. So the
    /// first try ends before the operation that waits for it does, which can then say why; every further one may take twice as long,
    /// up to what the options allow.
    /// </summary>
    public override async Task<IConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken)
    {
        _configuration.ConnectTimeout = Math.Min(_nextConnect, _longestConnect);
        _configuration.ConnectRetry = 1;
        _nextConnect = (int)Math.Min(_nextConnect * 2L, _longestConnect);
        return await ConnectionMultiplexer.ConnectAsync(_configuration).ConfigureAwait(false);
    }

    private static ConfigurationOptions Parse(string connectionString)
    {
        if (!ConnectionText.TryParse(connectionString, out ConfigurationOptions? configuration))
        {
            throw new ArgumentException($"The Redis connection string cannot be read: {ConnectionText.Form} is needed.", nameof(connectionString));
        }

        configuration.ReconnectRetryPolicy = Reconnects;
        return configuration;
    }
}
