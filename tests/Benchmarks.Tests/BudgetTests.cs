namespace EmbeddedCache.Benchmarks.Tests;

[TestClass]
public sealed class BudgetTests
{
    [TestMethod]
    [DataRow(1.0, Verdict.Ok)]
    [DataRow(1.25, Verdict.Ok)]
    [DataRow(1.26, Verdict.Broken)]
    [DataRow(double.NaN, Verdict.Broken)]
    [DataRow(double.PositiveInfinity, Verdict.Broken)]
    public void A_ratio_at_most_its_budget_is_ok(double ratio, object verdict) =>
        Budget.TimeAtMost(1.25).Judge(ratio, loose: false).Should().Be((Verdict)verdict);

    [TestMethod]
    [DataRow(1.8, Verdict.Ok)]
    [DataRow(1.7, Verdict.Ok)]
    [DataRow(1.69, Verdict.Broken)]
    [DataRow(double.NaN, Verdict.Broken)]
    public void A_ratio_at_least_its_budget_is_ok(double ratio, object verdict) =>
        Budget.TimeAtLeast(1.7).Judge(ratio, loose: false).Should().Be((Verdict)verdict);

    [TestMethod]
    [DataRow(1.0, Verdict.Ok)]
    [DataRow(0.9, Verdict.Broken)]
    [DataRow(1.1, Verdict.Broken)]
    public void An_exact_budget_takes_that_ratio_alone(double ratio, object verdict) =>
        Budget.Exactly(1).Judge(ratio, loose: true).Should().Be((Verdict)verdict);

    [TestMethod]
    public void A_row_without_a_budget_is_only_shown() => Budget.None.Judge(1e9, loose: false).Should().Be(Verdict.Shown);

    [TestMethod]
    public void A_loose_run_doubles_time_budgets()
    {
        Budget.TimeAtMost(1.25).Judge(2.5, loose: true).Should().Be(Verdict.Ok);
        Budget.TimeAtMost(1.25).Judge(2.51, loose: true).Should().Be(Verdict.Broken);
        Budget.TimeAtLeast(1.7).Judge(0.85, loose: true).Should().Be(Verdict.Ok);
        Budget.TimeAtLeast(1.7).Judge(0.84, loose: true).Should().Be(Verdict.Broken);
    }

    [TestMethod]
    public void A_loose_run_leaves_what_is_counted_exact() => Budget.AtMost(1.5).Judge(1.51, loose: true).Should().Be(Verdict.Broken);

    [TestMethod]
    public void A_budget_known_not_to_hold_is_held_where_it_is()
    {
        Budget budget = Budget.AtMost(1.5).ButHeldAt(1.95, "The engine's own entry.");

        budget.Judge(1.4, loose: false).Should().Be(Verdict.Ok);
        budget.Judge(1.9, loose: false).Should().Be(Verdict.KnownBroken);
        budget.Judge(1.96, loose: false).Should().Be(Verdict.Broken);
    }

    [TestMethod]
    public void A_byte_more_than_allowed_breaks_a_row_whose_time_is_ok()
    {
        var row = new RatioRow("sticky-get", "MemoryCache", 50, 50, "ns", Budget.TimeAtMost(1.25));

        (row with { Allocated = new Allocation(0, AtMost: 0) }).Judged(loose: true).Verdict.Should().Be(Verdict.Ok);
        (row with { Allocated = new Allocation(0.01, AtMost: 0) }).Judged(loose: true).Verdict.Should().Be(Verdict.Broken);
        (row with { Allocated = new Allocation(24) }).Judged(loose: true).Verdict.Should().Be(Verdict.Ok);
    }
}
