namespace EmbeddedCache.Conformance.Tests;

[TestClass]
public sealed class ReadmeTests
{
    private const string CodeFence = "```csharp";

    private static readonly string Suite = Read("ToyStoreConformance.cs");
    private static readonly string Compiled = WithoutIndents(Suite + Read("DifferentialRunTests.cs"));

    public static IEnumerable<string> CodeBlocks =>
        Read("README.md").Split(CodeFence).Skip(1).Select(rest => WithoutIndents(rest[..rest.IndexOf("```", StringComparison.Ordinal)]));

    [TestMethod]
    [DynamicData(nameof(CodeBlocks))]
    public void Shows_code_that_is_compiled_and_run(string code) => Compiled.Should().Contain(code);

    [TestMethod]
    public void Shows_a_suite_of_fewer_than_30_lines()
    {
        CodeBlocks.First().Should().Be(WithoutIndents(Suite));
        Suite.Split('\n').Should().HaveCountLessThan(30);
    }

    private static string WithoutIndents(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.TrimEntries)).Trim();

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "readme", file));
}
