namespace EmbeddedCache.Benchmarks;

internal enum BudgetKind
{
    /// <summary>No budget.</summary>
    ShownOnly,

    /// <summary>The ratio may be smaller.</summary>
    AtMost,

    /// <summary>The ratio may be greater.</summary>
    AtLeast,

    /// <summary>The ratio is this.</summary>
    Exactly,
}
