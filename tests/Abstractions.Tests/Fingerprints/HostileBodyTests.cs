using System.Diagnostics;
using System.Globalization;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>
/// What a client may send to keep a server busy. Sixteen times the body takes about sixteen times as long: what grows with the square would
/// take 256 times, and what sorts some 20.
/// </summary>
[TestClass]
public sealed class HostileBodyTests
{
    private const int Small = 50_000;
    private const int Times = 16;
    private const int Tolerance = 4;

    // The best round counts, because the machine may do something else meanwhile, and there are more of them while it seems to.
    private const int FewestRounds = 3;
    private const int MostRounds = 30;

    private delegate string Fingerprint(ReadOnlySpan<byte> body);

    public TestContext TestContext { get; set; } = null!;

    private static IEnumerable<object[]> Bodies => HostileBodies.Kinds.Select(kind => new object[] { kind.Kind, kind.Make });

    [TestMethod]
    [DoNotParallelize]
    [DynamicData(nameof(Bodies), DynamicDataDisplayName = nameof(NameOf))]
    public void The_time_of_a_hostile_body_grows_as_its_length_does(string kind, Func<int, byte[]> make)
    {
        byte[] small = make(Small);
        byte[] large = make(Small * Times);
        foreach ((string name, Fingerprint compute) in new (string, Fingerprint)[]
        {
            ("chain", Sub2ApiFingerprints.AnthropicChain),
            ("session", body => Sub2ApiFingerprints.SessionHash(body)),
        })
        {
            double ofSmall = double.MaxValue;
            double ofLarge = double.MaxValue;
            for (int round = 0; round < MostRounds && (round < FewestRounds || ofLarge > ofSmall * Times * Tolerance); round++)
            {
                ofSmall = Math.Min(ofSmall, Seconds(small, compute));
                ofLarge = Math.Min(ofLarge, Seconds(large, compute));
            }

            TestContext.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{large.Length / 1e6 / ofLarge,6:N0} MB/s, {ofLarge / ofSmall,4:F0} times as long for {Times} times as much: {name}, {kind}"));
            ofLarge.Should().BeLessThan(ofSmall * Times * Tolerance, "of the {0}", name);
        }
    }

    public static string NameOf(System.Reflection.MethodInfo method, object[] data) => (string)data[0];

    private static double Seconds(byte[] body, Fingerprint compute)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            compute(body);
        }
        catch (FormatException)
        {
            // A refusal takes its time too.
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
