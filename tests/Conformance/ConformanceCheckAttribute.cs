namespace EmbeddedCache.Conformance;

/// <summary>
/// Marks a check: a public virtual method of a <see cref="StoreConformance"/> that takes a <see cref="StoreTrial"/> and returns a task.
/// A suite of your own may mark checks that only your store has to pass.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceCheckAttribute : Attribute
{
}
