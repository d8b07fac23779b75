using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace EmbeddedCache.Benchmarks.Developer;

/// <summary>
/// The same workloads under BenchmarkDotNet, for who works on them: with its statistics, its disassembly and its own options. In this
/// process, since a project that it generates would have to pass the repository's own analyzers.
/// </summary>
internal static class DeveloperCommand
{
    public static int Run(string[] arguments)
    {
        IConfig config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsDefault());
        IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(DeveloperCommand).Assembly).Run(arguments, config);
        return summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success))
            ? ExitCodes.Broken
            : ExitCodes.Success;
    }
}
