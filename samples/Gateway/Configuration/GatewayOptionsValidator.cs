using Gateway.Apis;
using Microsoft.Extensions.Options;

namespace Gateway.Configuration;

/// <summary>Says in a sentence each what is wrong with the configuration. Keys are named by their setting, never by their value.</summary>
internal sealed class GatewayOptionsValidator(IConfiguration configuration) : IValidateOptions<GatewayOptions>
{
    private const int MinCallerKeyLength = 16;
    private const int MaxNameLength = 64;
    private const long MaxBodyBytes = 1024 * 1024 * 1024;
    private static readonly TimeSpan MaxWordDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var faults = new List<string>(UnknownSettings.Of(configuration.GetSection(GatewayOptions.Section), typeof(GatewayOptions)));
        Check(options.MaxBodyBytes is >= 1 and <= MaxBodyBytes, $"Gateway:MaxBodyBytes is {options.MaxBodyBytes}; it must be 1 to {MaxBodyBytes}.");
        CheckTime("CoolDown", options.CoolDown, Day);
        CheckTime("MaxCoolDown", options.MaxCoolDown, Day);
        CheckTime("ConnectTimeout", options.ConnectTimeout, TimeSpan.FromHours(1));
        CheckTime("AnswerTimeout", options.AnswerTimeout, Day);
        Check(
            options.Simulation.WordDelay >= TimeSpan.Zero && options.Simulation.WordDelay <= MaxWordDelay,
            $"Gateway:Simulation:WordDelay is {options.Simulation.WordDelay}; it must be 0 to {MaxWordDelay}.");
        Check(options.CoolDown <= options.MaxCoolDown, $"Gateway:CoolDown ({options.CoolDown}) is longer than Gateway:MaxCoolDown ({options.MaxCoolDown}).");

        for (int i = 0; i < options.Accounts.Count; i++)
        {
            CheckAccount($"Gateway:Accounts:{i}", options.Accounts[i]);
        }

        for (int i = 0; i < options.Callers.Count; i++)
        {
            CheckCaller($"Gateway:Callers:{i}", options.Callers[i]);
        }

        CheckDistinct("Gateway:Accounts", "Id", options.Accounts.Select(static account => $"{account.Id}"));
        CheckDistinct("Gateway:Accounts", "Name", options.Accounts.Select(static account => account.Name));
        CheckDistinct("Gateway:Callers", "Id", options.Callers.Select(static caller => $"{caller.Id}"));
        Check(
            options.Callers.Select(static caller => caller.Key).Distinct(StringComparer.Ordinal).Count() == options.Callers.Count,
            "Two of Gateway:Callers have the same Key; each needs one of its own.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }

        void CheckTime(string setting, TimeSpan value, TimeSpan most) =>
            Check(value > TimeSpan.Zero && value <= most, $"Gateway:{setting} is {value}; it must be more than 0 and at most {most}.");

        void CheckAccount(string where, AccountOptions account)
        {
            Check(account.Id != 0, $"{where}:Id is missing or 0; give the account a number that it keeps.");
            CheckName($"{where}:Name", account.Name);
            Check(
                Uri.TryCreate(account.BaseUrl, UriKind.Absolute, out Uri? url) && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" },
                $"{where}:BaseUrl is not an address such as https://api.example.com, with no query and no user.");
            Check(IsVisible(account.Key), $"{where}:Key must be visible ASCII characters, at least one.");
            Check(account.Apis.Count > 0, $"{where}:Apis is empty; it takes any of {Api.Names}.");
            foreach (string api in account.Apis)
            {
                Check(Api.Of(api) is not null, $"{where}:Apis has '{api}'; it takes any of {Api.Names}.");
            }
        }

        void CheckCaller(string where, CallerOptions caller)
        {
            Check(caller.Id != 0, $"{where}:Id is missing or 0; give the caller a number that it keeps.");
            CheckName($"{where}:Name", caller.Name);
            Check(
                caller.Key.Length >= MinCallerKeyLength && IsVisible(caller.Key),
                $"{where}:Key must be at least {MinCallerKeyLength} visible ASCII characters.");
        }

        void CheckName(string setting, string value) =>
            Check(
                value.Length is > 0 and <= MaxNameLength && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'),
                $"{setting} is '{value}'; it must be 1 to {MaxNameLength} of the characters A-Z a-z 0-9 . _ -");

        void CheckDistinct(string setting, string member, IEnumerable<string> values)
        {
            foreach (string value in values.GroupBy(static value => value, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => group.Key))
            {
                Check(value is "" or "0", $"Two of {setting} have the {member} '{value}'; each needs one of its own.");
            }
        }
    }

    private static bool IsVisible(string key) => key.Length > 0 && key.All(static c => c is > ' ' and <= '~');
}
