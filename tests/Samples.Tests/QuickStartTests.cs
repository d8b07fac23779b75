using System.Diagnostics;
using System.Text.Json.Nodes;
using EmbeddedCache.TestServers;

namespace EmbeddedCache.Samples.Tests;

/// <summary>The sample as a person runs it: a process of its own, its output and its exit code.</summary>
[TestClass]
public sealed class QuickStartTests : IDisposable
{
    private static readonly string Traffic = Path.Combine(AppContext.BaseDirectory, "traffic.jsonl");
    private static readonly string Trace = Path.Combine(AppContext.BaseDirectory, "vectors", "trie-trace.json");

    private readonly string _folder = Directory.CreateTempSubdirectory("quickstart").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task Every_recorded_request_returns_to_its_account()
    {
        (int exitCode, string output, string error) = await RunAsync("--json");

        (exitCode, error).Should().Be((0, string.Empty));
        JsonNode summary = JsonNode.Parse(output)!;
        summary["requests"]!.GetValue<int>().Should().Be(96);
        summary["newConversations"]!.GetValue<int>().Should().Be(10);
        summary["misrouted"]!.GetValue<int>().Should().Be(0);
        (summary["bySession"]!.GetValue<int>() + summary["byConversation"]!.GetValue<int>()).Should().Be(86);
        summary["bySession"]!.GetValue<int>().Should().BeGreaterThan(0);
        summary["byConversation"]!.GetValue<int>().Should().BeGreaterThan(0);
    }

    [TestMethod]
    public async Task A_person_sees_a_row_a_request_and_the_sum_in_plain_text_when_it_is_redirected()
    {
        (int exitCode, string output, string error) = await RunAsync();

        (exitCode, error).Should().Be((0, string.Empty));
        output.Should().NotContain("\u001b", "nothing colours a file");
        output.Should().MatchRegex(@"(?m)^\s*1\s+client-d\s+Anthropic\s+1\s+new\s+1\s*$");
        output.Should().MatchRegex(@"(?m)^\s*17\s+client-a\s+Gemini\s+5\s+conversation 3/5\s+\d\s*$");
        output.Should().MatchRegex(@"(?m)^\s*96\s+client-d\s+Anthropic\s+\d+\s+session\s+\d\s*$");
        output.Should().MatchRegex(@"(?m)^\s*96\s+requests").And.MatchRegex(@"(?m)^\s*86\s+returned to their account");
        output.Should().MatchRegex(@"(?m)^\s*10\s+new conversations").And.MatchRegex(@"(?m)^\s*0\s+misrouted");
        output.Should().MatchRegex(@"(?m)^\s*\d+\s+entries in memory").And.MatchRegex(@"(?m)^\s*\d+\s+microseconds per decision");
    }

    [TestMethod]
    public async Task Every_request_of_the_agents_comes_back_with_and_without_its_signals()
    {
        (int exitCode, string output, string error) = await RunAsync("--agents", "--json");

        (exitCode, error).Should().Be((0, string.Empty));
        JsonArray rows = JsonNode.Parse(output)!.AsArray();
        rows.Should().HaveCount(10);
        foreach (JsonNode row in rows.OfType<JsonNode>())
        {
            row["returned"]!.GetValue<int>().Should().Be(row["continuing"]!.GetValue<int>(), "of {0}", row["recording"]);
            row["returnedByHistory"]!.GetValue<int>().Should().Be(row["continuingByHistory"]!.GetValue<int>(), "of {0}", row["recording"]);
            row["continuingByHistory"]!.GetValue<int>().Should().BeGreaterThan(10);
        }

        (await RunAsync("--agents")).Output.Should().MatchRegex(@"(?m)^\s*all\s+325\s+303 of 303\s+253 of 253\s*$");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("missing")]
    public async Task A_folder_without_recordings_is_named_in_one_line(string name)
    {
        string folder = Path.Combine(_folder, name);
        (int exitCode, string output, string error) = await RunAsync("--agents", "--recordings", folder);

        (exitCode, output).Should().Be((2, string.Empty));
        error.Should().Contain(folder).And.NotContain("\n");
    }

    [TestMethod]
    public async Task A_trace_of_the_original_is_answered_as_recorded()
    {
        (await RunAsync("--trace", Trace)).Should().Be((0, "finds 2655, mismatches 0", string.Empty));
        (await RunAsync("--trace", Trace, "--json")).Should().Be((0, """{"finds":2655,"mismatches":0}""", string.Empty));
    }

    [TestMethod]
    public async Task A_mismatch_is_counted_and_fails_the_run()
    {
        string file = Write("wrong.json", """[{"ops":[{"op":"save","chain":"a","value":"s:1"},{"op":"find","chain":"a-b","expect":"s:2"},{"op":"find","chain":"a","expect":"s:1"}]}]""");

        (await RunAsync("--trace", file)).Should().Be((1, "finds 2, mismatches 1", string.Empty));
    }

    [TestMethod]
    [DataRow("--traffic")]
    [DataRow("--trace")]
    public async Task A_missing_file_is_named_in_one_line(string option)
    {
        string file = Path.Combine(_folder, "missing.json");
        (int exitCode, string output, string error) = await RunAsync(option, file);

        (exitCode, output).Should().Be((2, string.Empty));
        error.Should().Contain(file).And.NotContain("\n");
    }

    [TestMethod]
    [DataRow("not json")]
    [DataRow("{}")]
    [DataRow("[1]")]
    [DataRow("null")]
    [DataRow("""{"path":"/v1/unknown","body":"{}"}""")]
    public async Task A_malformed_line_of_a_recording_is_named_with_its_number(string line)
    {
        string[] lines = await File.ReadAllLinesAsync(Traffic);
        string file = Write("broken.jsonl", string.Join('\n', lines[0], lines[1], line));
        (int exitCode, string output, string error) = await RunAsync("--traffic", file);

        (exitCode, output).Should().Be((2, string.Empty));
        error.Should().Contain("broken.jsonl, line 3: ").And.NotContain("\n");
    }

    [TestMethod]
    [DataRow("[\n{\"ops\":[\n{\"op\":\"save\"}]}]", "line 3")]
    [DataRow("[\n{\"ops\":[\n{\"op\":", "line 3")]
    [DataRow("{}", "line 1")]
    [DataRow("null", "not a trace")]
    [DataRow("[null]", "not a trace")]
    [DataRow("""[{"ops":[{"op":"shuffle","chain":"a"}]}]""", "shuffle")]
    public async Task A_malformed_trace_is_named(string text, string where)
    {
        (int exitCode, string output, string error) = await RunAsync("--trace", Write("broken.json", text));

        (exitCode, output).Should().Be((2, string.Empty));
        error.Should().Contain("broken.json").And.Contain(where).And.NotContain("\n");
    }

    [TestMethod]
    public async Task An_argument_that_is_none_is_refused()
    {
        (int exitCode, _, string error) = await RunAsync("--store", "papyrus");
        exitCode.Should().Be(2);
        error.Should().Contain("papyrus").And.Contain("inmemory").And.Contain("redis");
    }

    [TestMethod]
    public async Task Redis_gives_the_same_summary_and_two_processes_on_it_share_their_memory()
    {
        SharedServers.RequireRedisOnCI();
        await using IAsyncDisposable server = RedisServer.IsInstalled ? await RedisServer.StartAsync() : await GarnetServer.StartAsync();
        string endpoint = server is RedisServer redis ? redis.Endpoint : ((GarnetServer)server).Endpoint;
        string[] onRedis = ["--store", "redis", "--redis", endpoint];
        string inMemory = (await RunAsync("--json")).Output;

        (await RunAsync([.. onRedis, "--json"])).Should().Be((0, inMemory, string.Empty));
        (int exitCode, string output, _) = await RunAsync([.. onRedis, "--json"]);

        exitCode.Should().Be(0);
        JsonNode second = JsonNode.Parse(output)!;
        second["newConversations"]!.GetValue<int>().Should().Be(0, "the first process left its memory to the second");
        second["misrouted"]!.GetValue<int>().Should().Be(0);
        (await RunAsync([.. onRedis, "--trace", Trace])).Should().Be((0, "finds 2655, mismatches 0", string.Empty));
        (await RunAsync(onRedis)).Output.Should().MatchRegex(@"(?m)^\s*96\s+returned to their account");
    }

    [TestMethod]
    public async Task A_Redis_that_is_not_there_is_said_in_one_line_without_the_password()
    {
        (int exitCode, string output, string error) = await RunAsync("--store", "redis", "--redis", "127.0.0.1:1,password=hunter2");

        (exitCode, output).Should().Be((3, string.Empty));
        error.Should().StartWith("The store does not work: ").And.NotContain("hunter2").And.NotContain("\n");
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "QuickStart.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).TrimEnd(), (await error).TrimEnd());
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
