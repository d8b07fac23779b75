namespace EmbeddedCache.Conformance.Tests;

/// <summary>Stores with one mistake each; at least one for every check, so that no check is there in vain.</summary>
internal static partial class Mutants
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static IEnumerable<Mutant> All => [.. OfIntegers, .. OfTries, .. OfTrieLives, .. OfExpiry, .. OfErrors, .. OfConcurrency];
}
