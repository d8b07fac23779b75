namespace EmbeddedCache.Benchmarks.Tests;

[TestClass]
public sealed class MeasurementTests
{
    [TestMethod]
    [DataRow(new double[] { 3 }, 3.0)]
    [DataRow(new double[] { 9, 1, 2 }, 2.0)]
    [DataRow(new double[] { 4, 1, 3, 1_000 }, 3.5)]
    public void The_median_is_the_middle(double[] values, double median) => Measurement.Median(values).Should().Be(median);

    [TestMethod]
    public void There_is_no_median_of_nothing() => ((Action)(() => Measurement.Median([]))).Should().Throw<ArgumentOutOfRangeException>();

    [TestMethod]
    public void A_ratio_is_taken_round_by_round()
    {
        // The machine slowed down in the third round; the medians alone, 2 and 4, would not show that ours takes twice as long.
        var ours = new Measurement("ours", [2, 2, 20, 20, 2], 0);
        var peer = new Measurement("peer", [1, 1, 10, 10, 4], 0);

        Measurement.MedianRatio(ours, peer).Should().Be(2);
        RatioRow.Of("row", ours, peer, Budget.None).Ratio.Should().Be(2);
        RatioRow.OfRates("row", ours, peer, 1, "op/ns", Budget.None).Ratio.Should().Be(0.5, "twice as long is half the rate");
    }
}
