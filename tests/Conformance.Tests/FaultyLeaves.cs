// They are not test classes, which MSTest would run.
#pragma warning disable MSTEST0003, MSTEST0030

namespace EmbeddedCache.Conformance.Tests;

/// <summary>Suites that do not run every check, each in its own way.</summary>
internal static class FaultyLeaves
{
    internal abstract class Leaf : StoreConformance
    {
        public static IEnumerable<string> AllButTheFirst => Checks.Skip(1);

        public override ValueTask<StoreUnderTest> OpenAsync() => throw new InvalidOperationException("A rehearsal opens no store.");
    }

    internal sealed class Forgetful : Leaf
    {
        [TestMethod]
        [DynamicData(nameof(AllButTheFirst), typeof(Leaf))]
        public Task Keeps_the_contract(string check) => RunAsync(check);
    }

    internal sealed class Ignored : Leaf
    {
        [TestMethod]
        [Ignore]
        [DynamicData(nameof(Checks), typeof(StoreConformance))]
        public Task Keeps_the_contract(string check) => RunAsync(check);
    }

    internal sealed class Idle : Leaf
    {
        [TestMethod]
        [DynamicData(nameof(Checks), typeof(StoreConformance))]
        public Task Keeps_the_contract(string check) => Task.FromResult(check);
    }

    internal sealed class Unseen : Leaf
    {
        [TestMethod]
        [DynamicData(nameof(Checks), typeof(StoreConformance))]
        public Task Keeps_the_contract(string check) => RunAsync(check);
    }

    internal sealed class WithACheckOfItsOwn : Leaf
    {
        [ConformanceCheck]
        public Task My_store_is_blue(StoreTrial trial) => Task.FromResult(trial);
    }
}
