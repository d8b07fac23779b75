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
}
