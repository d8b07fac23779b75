using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// What fingerprints cost beside the parsing of the same body, which a gateway would do otherwise, and beside the floors: what every chain must
/// do at the least, the hash alone over the body's bytes and a bare look at each of them. All take turns in one process.
/// </summary>
/// <remarks>
/// The figures that count are those of a Release build with DOTNET_TieredCompilation=1, as gateways run; without it, as tests do, the framework's
/// own code is what it was compiled to ahead of time, which flatters the ratios. The bounds here only catch a defect of another order.
/// </remarks>
[TestClass]
public sealed class FingerprintFigures
{
    private const int Rounds = 31;

    // The runtime compiles hot code again, in the background, some 100 ms after it got hot; figures before that are of other code.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static readonly RequestOrigin Origin = new("203.0.113.7", "claude-cli/1.0.0", 100);

    private delegate object? Reading(ReadOnlySpan<byte> body);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DoNotParallelize]
    public void Fingerprints_of_every_kind_of_body_beside_its_parsing_and_beside_the_floors()
    {
        TestContext.WriteLine("MB/s, medians of rounds in turn; x is the ratio to JsonNode.Parse");
        TestContext.WriteLine("chain    x   session    x   JsonNode   XxHash64   scan   UTF-8   bytes allocated");
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < WarmUp)
        {
            foreach ((_, byte[][] bodies, FigureBodies.Chain chain) in FigureBodies.All)
            {
                Array.ForEach(ReadingsWith(chain), reading => Read(reading, bodies, Repeats(bodies)));
            }
        }

        foreach ((string kind, byte[][] bodies, FigureBodies.Chain chain) in FigureBodies.All)
        {
            Report(kind, bodies, ReadingsWith(chain));
        }
    }

    private static Reading[] ReadingsWith(FigureBodies.Chain chain) =>
    [
        body => chain(body),
        body => SessionHash.Compute(body, Origin),
        body => JsonNode.Parse(body),
        body => XxHash64.HashToUInt64(body),
        body => body.IndexOf((byte)0),
        body => Utf8.IsValid(body),
    ];

    // Small bodies are read many times a round, so that the clock has something to measure.
    private static int Repeats(byte[][] bodies) => Math.Max(1, 300_000 / bodies.Sum(body => body.Length));

    private static void Read(Reading reading, byte[][] bodies, int repeats)
    {
        for (int i = 0; i < repeats; i++)
        {
            foreach (byte[] body in bodies)
            {
                reading(body);
            }
        }
    }

    private void Report(string kind, byte[][] bodies, Reading[] readings)
    {
        int bytes = bodies.Sum(body => body.Length);
        int repeats = Repeats(bodies);
        double[][] seconds = [.. readings.Select(_ => new double[Rounds])];
        long[] allocated = [.. readings.Select(_ => long.MaxValue)];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < readings.Length; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                Read(readings[i], bodies, repeats);
                seconds[i][round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                allocated[i] = Math.Min(allocated[i], (GC.GetAllocatedBytesForCurrentThread() - before) / repeats / bodies.Length);
            }
        }

        double[] speeds = [.. seconds.Select(times => bytes * (double)repeats / 1e6 / times.Order().ElementAt(Rounds / 2))];
        TestContext.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{speeds[0],5:F0} {speeds[0] / speeds[2],4:F2} {speeds[1],9:F0} {speeds[1] / speeds[2],4:F2} {speeds[2],10:F0} {speeds[3],10:F0} {speeds[4],6:F0} {speeds[5],7:F0}   {allocated[0],7:N0} {allocated[1],5:N0}   {kind}, {bytes / bodies.Length:N0} bytes"));

        speeds[0].Should().BeGreaterThan(10);
        speeds[1].Should().BeGreaterThan(10);
        allocated[1].Should().BeLessThan(1024);
    }
}
