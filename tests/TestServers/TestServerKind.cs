namespace EmbeddedCache.TestServers;

/// <summary>The servers that the tests run on.</summary>
public enum TestServerKind
{
    /// <summary>One <c>redis-server</c> from PATH; Garnet in its place on a machine that has none.</summary>
    Redis,

    /// <summary>A Redis Cluster of three <c>redis-server</c> from PATH.</summary>
    RedisCluster,

    /// <summary>The <c>garnet-server</c> tool.</summary>
    Garnet,

    /// <summary>The user's own, which <c>EMBEDDEDCACHE_TEST_REDIS</c> names.</summary>
    Given,
}
