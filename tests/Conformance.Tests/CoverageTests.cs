using System.Reflection;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>Every check is run for every store; and what this rests on.</summary>
[TestClass]
public sealed class CoverageTests
{
    public static IEnumerable<Type> Leaves => MSTestLeaves.In(Assembly.GetExecutingAssembly());

    [TestMethod]
    [DynamicData(nameof(Leaves))]
    public async Task Every_check_is_run_for(Type leaf) => (await MSTestLeaves.ChecksNotRunAsync(leaf)).Should().BeEmpty();

    [TestMethod]
    public async Task Every_public_store_in_memory_has_a_leaf()
    {
        var opened = new List<Type>();
        foreach (Type leaf in Leaves)
        {
            await using StoreUnderTest subject = await ((StoreConformance)Activator.CreateInstance(leaf)!).OpenAsync();
            opened.Add(subject.Store.GetType());
        }

        typeof(InMemoryCacheStore).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(ICacheStore))).Should().BeSubsetOf(opened);
    }

    [TestMethod]
    public void Every_public_method_of_the_kit_that_looks_like_a_check_is_one() =>
        typeof(StoreConformance).GetMethods()
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(StoreTrial)))
            .Select(method => method.Name)
            .Should().BeEquivalentTo(StoreConformance.Checks);

    [TestMethod]
    public void Every_check_can_be_replaced() =>
        StoreConformance.Checks.Should().OnlyContain(check => typeof(StoreConformance).GetMethod(check)!.IsVirtual);

    [TestMethod]
    [DynamicData(nameof(StoreConformance.Checks), typeof(StoreConformance))]
    public async Task A_check_asks_the_store(string check)
    {
        var suite = new OpenedSuite(() => new StoreUnderTest(new AbsentStore(), ConformanceClock.MovedBy(_ => { })));
        await FluentActions.Awaiting(() => suite.RunAsync(check)).Should().ThrowAsync<ConformanceException>();
    }

    [TestMethod]
    public async Task A_leaf_that_leaves_a_check_out_is_found() =>
        (await MSTestLeaves.ChecksCalledAsync(typeof(FaultyLeaves.Forgetful))).Should().BeEquivalentTo(StoreConformance.Checks.Skip(1));

    [TestMethod]
    public async Task A_leaf_whose_tests_are_ignored_is_found() =>
        (await MSTestLeaves.ChecksCalledAsync(typeof(FaultyLeaves.Ignored))).Should().BeEmpty();

    [TestMethod]
    public async Task A_leaf_that_runs_nothing_is_found() =>
        (await MSTestLeaves.ChecksCalledAsync(typeof(FaultyLeaves.Idle))).Should().BeEmpty();

    [TestMethod]
    public async Task A_leaf_that_MSTest_does_not_see_is_found() =>
        (await MSTestLeaves.ChecksNotRunAsync(typeof(FaultyLeaves.Unseen))).Should().Equal(StoreConformance.Checks);

    [TestMethod]
    public void A_check_of_a_suite_of_its_own_is_one_of_its_checks() =>
        StoreConformance.ChecksOf(typeof(FaultyLeaves.WithACheckOfItsOwn)).Except(StoreConformance.Checks)
            .Should().Equal(nameof(FaultyLeaves.WithACheckOfItsOwn.My_store_is_blue));

    [TestMethod]
    public async Task A_rehearsal_is_over_when_it_ends()
    {
        await ConformanceRehearsal.OfAsync(() => new ToyStoreConformance().RunAsync(StoreConformance.Checks[0]));
        var suite = new OpenedSuite(() => throw new InvalidOperationException("opened"));
        await FluentActions.Awaiting(() => suite.RunAsync(StoreConformance.Checks[0])).Should().ThrowAsync<InvalidOperationException>();
    }

    [TestMethod]
    public async Task An_unknown_check_is_an_error() =>
        await FluentActions.Awaiting(() => new ToyStoreConformance().RunAsync("No_such_check")).Should().ThrowAsync<ArgumentException>();
}
