using System.Diagnostics;

namespace EmbeddedCache.Soak.Tests;

[TestClass]
public sealed class ProgramTests
{
    [TestMethod]
    [DataRow("--seconds 601", "5 to 600")]
    [DataRow("--seconds soon", "5 to 600")]
    [DataRow("--seed x", "--seed")]
    [DataRow("--sekonds 5", "--sekonds")]
    [DataRow("bounds --scale 0", "--scale")]
    public async Task Bad_input_is_exit_code_2_and_says_what_is_wrong(string arguments, string named)
    {
        (int exitCode, _, string error) = await RunAsync(arguments);
        exitCode.Should().Be(ExitCodes.BadInput);
        error.Should().Contain(named);
    }

    [TestMethod]
    public async Task Help_says_what_it_does_and_what_it_takes()
    {
        (int exitCode, string output, _) = await RunAsync("--help");
        exitCode.Should().Be(ExitCodes.Success);
        output.Should().Contain("--seconds").And.Contain("--seed").And.Contain("bounds");
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(ExitCodes).Assembly.Location);
        Array.ForEach(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }
}
