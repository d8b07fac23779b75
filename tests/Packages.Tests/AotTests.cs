using System.Runtime.InteropServices;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Packages.Tests;

/// <summary>A program that uses both stores, compiled ahead of time. A warning of the trimmer or the compiler fails its build.</summary>
[TestClass]
public sealed class AotTests
{
    [TestMethod]
    public async Task Both_stores_work_in_a_program_compiled_ahead_of_time()
    {
        string? linker = ((string[])["clang", "gcc"]).FirstOrDefault(IsOnPath);
        if (linker is null && !OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("No native linker (clang or gcc) in PATH: nothing was compiled ahead of time.");
        }

        string folder = Directory.CreateTempSubdirectory("embeddedcache-aot-").FullName;
        try
        {
            string program = Path.Combine(folder, "out", "EmbeddedCache.Aot");
            await Tool.RunAsync(
                Repository.Root,
                "dotnet",
                [
                    "publish", Path.Combine("tests", "Aot"), "--configuration", "Release", "--use-current-runtime", "--artifacts-path", folder,
                    "--output", Path.Combine(folder, "out"), .. linker is null ? Array.Empty<string>() : [$"-property:CppCompilerAndLinker={linker}"],
                ]);
            TestServer redis = await SharedServers.GetAsync(TestServerKind.Redis);

            string output = await Tool.RunAsync(folder, program, redis.ConnectionString);

            output.TrimEnd().Should().EndWith("ok");
            Console.WriteLine($"{RuntimeInformation.RuntimeIdentifier}, linked by {linker ?? "the platform's"}: {new FileInfo(program).Length / 1e6:0.0} MB, on {redis}.");
        }
        finally
        {
            await SharedServers.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
