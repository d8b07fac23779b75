using System.Reflection;

namespace EmbeddedCache.Conformance.Tests;

/// <summary>
/// The suites of a test assembly, and what MSTest makes of them: so that an assembly can prove that each of its suites runs every check.
/// Linked into the other test projects that have suites.
/// </summary>
internal static class MSTestLeaves
{
    /// <summary>The public suites of an assembly.</summary>
    public static IReadOnlyList<Type> In(Assembly assembly) =>
        [.. assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(StoreConformance)) && !type.IsAbstract)];

    /// <summary>The checks of a suite that none of its tests runs. The tests are rehearsed, with their own data; no store is opened.</summary>
    public static async Task<IReadOnlyList<string>> ChecksNotRunAsync(Type leaf)
    {
        bool isDiscovered = leaf.IsPublic && leaf.IsDefined(typeof(TestClassAttribute)) && !MayBeSkipped(leaf);
        return [.. StoreConformance.ChecksOf(leaf).Except(isDiscovered ? await ChecksCalledAsync(leaf) : new HashSet<string>())];
    }

    /// <summary>The checks that the test methods of a suite call, with all rows of their data.</summary>
    public static Task<IReadOnlySet<string>> ChecksCalledAsync(Type leaf) => ConformanceRehearsal.OfAsync(async () =>
    {
        foreach (MethodInfo test in leaf.GetMethods().Where(method => method.IsDefined(typeof(TestMethodAttribute)) && !MayBeSkipped(method)))
        {
            foreach (object?[] row in RowsOf(test))
            {
                await (Task)test.Invoke(Activator.CreateInstance(leaf), row)!;
            }
        }
    });

    private static bool MayBeSkipped(MemberInfo member) => member.IsDefined(typeof(ConditionBaseAttribute), inherit: true);

    private static IEnumerable<object?[]> RowsOf(MethodInfo test)
    {
        List<ITestDataSource> sources = [.. test.GetCustomAttributes().OfType<ITestDataSource>()];
        return sources.Count == 0 ? [[]] : sources.SelectMany(source => source.GetData(test));
    }
}
