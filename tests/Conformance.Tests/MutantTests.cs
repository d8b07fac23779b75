using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>The suite catches what it is there to catch.</summary>
[TestClass]
public sealed class MutantTests
{
    private const string GeneratedPrograms = nameof(StoreConformance.Generated_programs_answer_as_the_reference_model);

    public static IEnumerable<Mutant> All => Mutants.All;

    public static IEnumerable<Mutant> Drawn => Mutants.All.Where(mutant => mutant.IsDrawn);

    [TestMethod]
    [DynamicData(nameof(All))]
    public Task A_check_of_its_own_catches_a_store_that(Mutant mutant) => ShouldFailAsync(mutant, mutant.Check);

    [TestMethod]
    [DynamicData(nameof(Drawn))]
    public Task Generated_programs_catch_a_store_that(Mutant mutant) => ShouldFailAsync(mutant, GeneratedPrograms);

    [TestMethod]
    public void Every_check_catches_a_mutant() =>
        Mutants.All.Select(mutant => mutant.Check).Append(GeneratedPrograms).Distinct().Should().BeEquivalentTo(StoreConformance.Checks);

    private static async Task ShouldFailAsync(Mutant mutant, string check)
    {
        var suite = new OpenedSuite(() =>
        {
            var time = new FakeTimeProvider();
            return new StoreUnderTest(mutant.Break(new ToyStore(time)), ConformanceClock.MovedBy(time.Advance));
        });
        await FluentActions.Awaiting(() => suite.RunAsync(check))
            .Should().ThrowAsync<ConformanceException>(because: $"a store that {mutant} fails {check}");
    }
}
