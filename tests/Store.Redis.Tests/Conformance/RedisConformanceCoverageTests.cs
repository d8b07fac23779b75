using System.Reflection;
using EmbeddedCache.Conformance;
using EmbeddedCache.Conformance.Tests;

namespace EmbeddedCache.Stores.Tests;

/// <summary>No check of the suite, no server and no layout is left out.</summary>
[TestClass]
public sealed class RedisConformanceCoverageTests
{
    [TestMethod]
    public async Task Every_suite_of_this_assembly_runs_every_check()
    {
        IReadOnlyList<Type> leaves = MSTestLeaves.In(Assembly.GetExecutingAssembly());
        leaves.Should().Contain(typeof(RedisConformance));
        foreach (Type leaf in leaves)
        {
            (await MSTestLeaves.ChecksNotRunAsync(leaf)).Should().BeEmpty();
        }
    }

    [TestMethod]
    public void Every_check_runs_on_every_server_in_both_layouts() =>
        RedisConformance.Runs.Should().HaveCount(SharedServers.Kinds.Count * Enum.GetValues<PathLayout>().Length * StoreConformance.Checks.Count)
            .And.OnlyHaveUniqueItems(run => string.Join(' ', run));

    // A test that cannot say yes is shown with its reason, whichever way the tests are run.
    [TestMethod]
    public void The_store_is_tested_on_Redis_on_a_Redis_Cluster_and_on_Garnet()
    {
        if (!RedisServer.IsInstalled)
        {
            Assert.Inconclusive("Servers covered: Garnet. Not covered: Redis and Redis Cluster, as there is no redis-server in PATH.");
        }

        SharedServers.Kinds.Should().Contain([TestServerKind.Redis, TestServerKind.RedisCluster, TestServerKind.Garnet]);
    }
}
