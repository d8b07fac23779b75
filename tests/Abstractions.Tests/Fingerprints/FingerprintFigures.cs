using System.Diagnostics;
using System.Globalization;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// What a fingerprint of a long conversation costs. The figures that count are those of a Release build on a quiet machine; the
/// bounds here only catch a defect of another order.
/// </summary>
[TestClass]
public sealed class FingerprintFigures
{
    private const int Rounds = 101;

    // The runtime compiles hot code again, in the background, some 100 ms after it got hot; figures before that are of other code.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DoNotParallelize]
    public void A_megabyte_in_a_thousand_messages_takes_milliseconds_and_kilobytes()
    {
        byte[] body = LargeBody.Anthropic(1_000, 1_000_000);
        var origin = new RequestOrigin("203.0.113.7", "claude-cli/1.0.0", 100);

        Report("DigestChain.ForAnthropic", body, () => DigestChain.ForAnthropic(body));
        Report("SessionHash.Compute", body, () => SessionHash.Compute(body, origin));
    }

    private void Report(string name, byte[] body, Func<string> compute)
    {
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < WarmUp)
        {
            compute();
        }

        double[] megabytesPerSecond = new double[Rounds];
        long allocated = long.MaxValue;
        int length = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            length = compute().Length;
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            megabytesPerSecond[round] = body.Length / 1e6 / elapsed.TotalSeconds;
        }

        Array.Sort(megabytesPerSecond);
        double median = megabytesPerSecond[Rounds / 2];
        TestContext.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {body.Length:N0} bytes, {length:N0} characters out, {median:F0} MB/s (median of {Rounds}), {allocated:N0} bytes allocated"));

        median.Should().BeGreaterThan(30);
        allocated.Should().BeLessThan(64 * 1024);
    }
}
