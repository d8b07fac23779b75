using System.Diagnostics;

namespace EmbeddedCache.Benchmarks.Tests;

[TestClass]
public sealed class ProgramTests
{
    [TestMethod]
    [DataRow("ratios --jsn x", "--jsn")]
    [DataRow("chart --json missing.json --svg x.svg", "missing.json")]
    [DataRow("chart", "--json")]
    [DataRow("", "Required command")]
    [DataRow("measure", "measure")]
    public async Task Bad_input_is_exit_code_2_and_says_what_is_wrong(string arguments, string named)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(RatioRow).Assembly.Location);
        Array.ForEach(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(2);
        error.Should().Contain(named);
    }
}
