namespace EmbeddedCache.Benchmarks.Tests;

[TestClass]
[DoNotParallelize]
public sealed class RoundRunnerTests
{
    private static readonly RoundRunner Runner = new() { Rounds = 7, RoundTime = TimeSpan.FromMilliseconds(1), LongestWarmUp = TimeSpan.FromMilliseconds(50) };

    [TestMethod]
    public async Task Allocated_bytes_are_counted_to_the_byte()
    {
        object? kept = null;
        IReadOnlyList<Measurement> measured = await Runner.MeasureAsync(
            Contender.Of("nothing", static operations => Thread.SpinWait(operations)),
            Contender.Of("an object", operations =>
            {
                for (; operations > 0; operations--)
                {
                    kept = new byte[100];
                }
            }));

        kept.Should().NotBeNull();
        measured[0].AllocatedBytes.Should().Be(0);
        measured[1].AllocatedBytes.Should().Be(128, "24 bytes of an array's header and 100 of its own, in eights");
    }

    [TestMethod]
    public async Task Contenders_take_turns_and_every_other_round_in_the_opposite_order()
    {
        var calls = new List<string>();
        Contender Named(string name) => Contender.Of(name, operations =>
        {
            operations.Should().Be(3);
            calls.Add(name);
        }).WithRoundsOf(3);
        IReadOnlyList<Measurement> measured = await Runner.MeasureAsync(Named("a"), Named("b"));

        calls.TakeLast(14).Should().Equal("a", "b", "b", "a", "a", "b", "b", "a", "a", "b", "b", "a", "a", "b");
        measured.Select(static measurement => measurement.Name).Should().Equal("a", "b");
        measured.Should().OnlyContain(static measurement => measurement.Rounds.Count == 7);
    }

    [TestMethod]
    public async Task What_is_prepared_is_not_measured()
    {
        IReadOnlyList<Measurement> measured = await Runner.MeasureAsync(
            Contender.Of("prepared", static _ => { }, static _ => Spin(TimeSpan.FromMilliseconds(2))).WithRoundsOf(1),
            Contender.Of("not prepared", static _ => Spin(TimeSpan.FromMilliseconds(2))).WithRoundsOf(1));

        Measurement.MedianRatio(measured[0], measured[1]).Should().BeLessThan(0.5);
    }

    [TestMethod]
    public async Task Fewer_than_seven_rounds_are_refused()
    {
        Func<Task> measure = async () => await new RoundRunner { Rounds = 6 }.MeasureAsync(Contender.Of("nothing", static _ => { }));

        await measure.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    private static void Spin(TimeSpan time)
    {
        TimeSpan end = ThreadUsage.ProcessorTime() + time;
        while (ThreadUsage.ProcessorTime() < end)
        {
            Thread.SpinWait(10);
        }
    }
}
