using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>A store with one mistake.</summary>
/// <param name="Mistake">The mistake, in words.</param>
/// <param name="Check">A check that must catch it.</param>
/// <param name="Break">Makes the mistake.</param>
/// <param name="IsDrawn">Whether the generated programs must catch it as well: whether what they draw from leads to it.</param>
public sealed record Mutant(string Mistake, string Check, Func<ICacheStore, ICacheStore> Break, bool IsDrawn = true)
{
    public override string ToString() => Mistake;
}
