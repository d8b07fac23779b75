using System.Globalization;
using Spectre.Console;

namespace EmbeddedCache.Benchmarks.Tests;

[TestClass]
public sealed class RatiosCommandTests
{
    private static readonly RatioRow Fast = new("sticky-get", "MemoryCache", 50, 50, "ns", Budget.TimeAtMost(1.25));
    private static readonly RatioRow Slow = new("find-end-200", "flat MemoryCache", 90, 50, "ns", Budget.TimeAtMost(1.25));
    private static readonly RatioRow Known = new("memory-session", "a dictionary", 190, 100, "B", Budget.AtMost(1.5).ButHeldAt(1.95, "The engine's own entry takes 104 bytes."));

    [TestMethod]
    public async Task Kept_budgets_are_exit_code_0()
    {
        (int exitCode, string output) = await RunAsync(new FixedSuite("all", Fast));

        exitCode.Should().Be(0);
        output.Should().Contain("sticky-get").And.Contain("0 budgets broken");
    }

    [TestMethod]
    public async Task A_broken_budget_is_exit_code_1()
    {
        (int exitCode, string output) = await RunAsync(new FixedSuite("all", Fast, Slow));

        exitCode.Should().Be(1);
        output.Should().Contain("BROKEN").And.Contain("1 budgets broken");
    }

    [TestMethod]
    public async Task A_loose_run_takes_a_time_of_less_than_twice_its_budget() =>
        (await RunAsync(new FixedSuite("all", Slow), loose: true)).ExitCode.Should().Be(0);

    [TestMethod]
    public async Task A_budget_known_not_to_hold_is_shown_as_such_with_its_reason()
    {
        (int exitCode, string output) = await RunAsync(new FixedSuite("all", Known));

        exitCode.Should().Be(0);
        output.Should().Contain("known").And.Contain("<= 1.5 (held at 1.95)").And.Contain("The engine's own entry takes 104 bytes.");
    }

    [TestMethod]
    public async Task A_budget_known_not_to_hold_that_gets_worse_is_exit_code_1() =>
        (await RunAsync(new FixedSuite("all", Known with { Ratio = 2 }))).ExitCode.Should().Be(1);

    [TestMethod]
    public async Task A_run_of_unknown_rows_says_which_there_are()
    {
        Func<Task> run = () => RunAsync(new FixedSuite("sticky-get", Fast), only: "stiky");

        (await run.Should().ThrowAsync<InputException>()).WithMessage("*'stiky'*sticky-get*");
    }

    [TestMethod]
    public async Task The_json_file_holds_all_rows_and_the_machine()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            await RunAsync(new FixedSuite("all", Fast with { Allocated = new Allocation(0, 0) }, Known), json: new FileInfo(path));

            await using FileStream file = File.OpenRead(path);
            RatioReport report = await RatioReport.ReadAsync(file, CancellationToken.None);
            report.Rows.Should().Equal((Fast with { Allocated = new Allocation(0, 0) }).Judged(loose: false), Known.Judged(loose: false));
            report.Machine.Cores.Should().Be(Environment.ProcessorCount);
            report.Machine.Runtime.Should().StartWith(".NET");
            report.Machine.Date.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromHours(1));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(IRatioSuite suite, bool loose = false, string? only = null, FileInfo? json = null)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        int exitCode = await RatiosCommand.RunAsync([suite], only, redis: null, json, loose, console, TextWriter.Null, CancellationToken.None);
        return (exitCode, output.ToString());
    }
}
