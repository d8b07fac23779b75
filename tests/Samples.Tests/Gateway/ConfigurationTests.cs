using System.Reflection;
using Gateway.Configuration;

namespace EmbeddedCache.Samples.Tests;

/// <summary>A wrong setting ends the sample at its start, with a sentence.</summary>
[TestClass]
public sealed class ConfigurationTests
{
    [TestMethod]
    [DataRow("Gateway:MaxBodyBytes", "0", "Gateway:MaxBodyBytes is 0; it must be 1 to 1073741824.")]
    [DataRow("Gateway:CoolDown", "00:00:00", "Gateway:CoolDown is 00:00:00; it must be more than 0 and at most 1.00:00:00.")]
    [DataRow("Gateway:CoolDown", "00:20:00", "Gateway:CoolDown (00:20:00) is longer than Gateway:MaxCoolDown (00:10:00).")]
    [DataRow("Gateway:Accounts:0:Id", "0", "Gateway:Accounts:0:Id is missing or 0; give the account a number that it keeps.")]
    [DataRow("Gateway:Accounts:0:Name", "two words", "Gateway:Accounts:0:Name is 'two words'; it must be 1 to 64 of the characters A-Z a-z 0-9 . _ -")]
    [DataRow("Gateway:Accounts:0:BaseUrl", "ftp://user:hunter2@example.com", "Gateway:Accounts:0:BaseUrl is not an address such as https://api.example.com, with no query and no user.")]
    [DataRow("Gateway:Accounts:0:Key", "", "Gateway:Accounts:0:Key must be visible ASCII characters, at least one.")]
    [DataRow("Gateway:Accounts:0:Apis:0", "anthropics", "Gateway:Accounts:0:Apis has 'anthropics'; it takes any of anthropic, openai-chat, openai-responses, gemini.")]
    [DataRow("Gateway:Callers:0:Key", "hunter2", "Gateway:Callers:0:Key must be at least 16 visible ASCII characters.")]
    [DataRow("Gateway:Simulation:WordDelay", "00:01:00", "Gateway:Simulation:WordDelay is 00:01:00; it must be 0 to 00:00:10.")]
    [DataRow("Gateway:Acounts:0:Id", "1", "There is no setting Gateway:Acounts; here stand Accounts, Callers, MaxBodyBytes,")]
    [DataRow("Gateway:Callers:0:Role", "1", "There is no setting Gateway:Callers:0:Role; here stand Id, Name, Key, Group.")]
    [DataRow("Gateway:AnswerTimeout", "soon", "'soon' at 'Gateway:AnswerTimeout'")]
    [DataRow("EmbeddedCache:Store", "Papyrus", "Papyrus")]
    public async Task A_wrong_value_is_named_in_a_sentence(string setting, string value, string sentence)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Accounts:0:Id"] = "1",
            ["Gateway:Accounts:0:Name"] = "account",
            ["Gateway:Accounts:0:BaseUrl"] = "https://api.example.com",
            ["Gateway:Accounts:0:Key"] = "hunter2-hunter2-hunter2",
            ["Gateway:Accounts:0:Apis:0"] = "anthropic",
            ["Gateway:Callers:0:Id"] = "1",
            ["Gateway:Callers:0:Name"] = "caller",
            ["Gateway:Callers:0:Key"] = "hunter2-hunter2-hunter2",
            [setting] = value,
        };

        (int exitCode, string output) = await GatewayProcess.RunAsync(settings);

        exitCode.Should().Be(2);
        output.Should().Contain(sentence).And.NotContain("hunter2").And.NotContain("   at ");
    }

    [TestMethod]
    public void Every_setting_is_in_the_README_of_the_sample()
    {
        string readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Gateway.README.md"));
        foreach (Type options in (Type[])[typeof(GatewayOptions), typeof(AccountOptions), typeof(CallerOptions), typeof(SimulationOptions)])
        {
            foreach (PropertyInfo setting in options.GetProperties().Where(static setting => setting.Name != nameof(AccountOptions.Simulated)))
            {
                readme.Should().MatchRegex($"`[A-Za-z0-9:]*:{setting.Name}[:`]");
            }
        }
    }

    [TestMethod]
    public async Task An_address_that_is_taken_is_named()
    {
        await using FakeUpstream taken = await FakeUpstream.StartAsync("taken");

        (int exitCode, string output) = await GatewayProcess.RunAsync([], taken.Address.ToString());

        exitCode.Should().Be(2);
        output.TrimEnd().Should().EndWith($"Failed to bind to address {taken.Address.ToString().TrimEnd('/')}: address already in use.");
    }

    [TestMethod]
    public async Task Two_accounts_of_one_name_or_number_are_refused()
    {
        await using FakeUpstream first = await FakeUpstream.StartAsync("same");
        await using FakeUpstream second = await FakeUpstream.StartAsync("same");
        Dictionary<string, string?> settings = FakeUpstream.SettingsOf(first, second);
        settings["Gateway:Accounts:1:Id"] = "1";

        (int exitCode, string output) = await GatewayProcess.RunAsync(settings);

        exitCode.Should().Be(2);
        output.Should().Contain("Two of Gateway:Accounts have the Id '1'; each needs one of its own.").And.Contain("Two of Gateway:Accounts have the Name 'same'");
    }
}
