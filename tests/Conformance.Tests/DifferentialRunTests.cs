using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance.Tests;

[TestClass]
public sealed class DifferentialRunTests
{
    [TestMethod]
    public Task The_in_memory_store_answers_2_000_programs_as_the_toy_store_does() =>
        DifferentialRun.CompareAsync(Open(() => new InMemoryCacheStore()), Open(() => new ToyStore(TimeProvider.System)));

    [TestMethod]
    public async Task A_difference_is_made_minimal_and_shows_both_answers()
    {
        Func<ValueTask<StoreUnderTest>> other = Open(() => new AlteredStore(new ToyStore(TimeProvider.System))
        {
            Delete = async (key, token) => await Task.FromResult(true),
        });
        ConformanceException failure = (await FluentActions
            .Awaiting(() => DifferentialRun.CompareAsync(Open(() => new ToyStore(TimeProvider.System)), other))
            .Should().ThrowAsync<ConformanceException>()).Which;
        failure.Message.Should().Contain("expected: false, as from ToyStore")
            .And.Contain("got:      true, from AlteredStore")
            .And.Contain("1. Delete(k");
        failure.Message.Should().NotContain("2. ");
    }

    [TestMethod]
    public async Task A_time_to_live_that_differs_is_found()
    {
        Func<ValueTask<StoreUnderTest>> other = Open(() => new AlteredStore(new ToyStore(TimeProvider.System)) { Expire = (_, _, _) => new(true) });
        await FluentActions
            .Awaiting(() => DifferentialRun.CompareAsync(Open(() => new ToyStore(TimeProvider.System)), other))
            .Should().ThrowAsync<ConformanceException>();
    }

    private static Func<ValueTask<StoreUnderTest>> Open(Func<ICacheStore> store) => () => new(new StoreUnderTest(store()));
}
