using System.Globalization;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>A chain that is expensive to look up, and the paths that make it so.</summary>
/// <param name="Segments">How many segments it has.</param>
/// <param name="Length">How many characters each has.</param>
/// <param name="Saved">How many paths are saved.</param>
/// <param name="Paths">Which ones.</param>
public sealed record HostileTrie(int Segments, int Length, int Saved, SavedPaths Paths)
{
    /// <summary>What is looked up.</summary>
    public string Chain { get; } = string.Join('-', Enumerable.Range(0, Segments).Select(i => Segment("u", i, Length)));

    /// <summary>The paths that are saved before.</summary>
    public IEnumerable<string> SavedChains => Enumerable.Range(0, Saved).Select(i => Paths switch
    {
        SavedPaths.Beginnings => Start(Math.Max(1, (int)((long)(i + 1) * Segments / (Saved + 1)))),
        SavedPaths.ForksAtTheEnd => Start(Segments - 1) + Segment("-y", i, Length),
        SavedPaths.ForksAtTheStart => Start(1) + Segment("-z", i, Length) + Chain[Math.Min(Chain.Length, 2 * (Length + 1))..],
        _ => i == 0 ? Start(1) : Segment("q", i, Length) + Chain[Math.Min(Chain.Length, Length + 1)..],
    });

    /// <summary>Shown in a table.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Segments,7:N0} x {Length,-9:N0} {Saved,5:N0} {Paths,-16}");

    private static string Segment(string label, int number, int length) => (label + number.ToString(CultureInfo.InvariantCulture)).PadRight(length, 'x');

    private string Start(int segments) => Chain[..Math.Min(Chain.Length, Math.Max(1, (segments * (Length + 1)) - 1))];
}
