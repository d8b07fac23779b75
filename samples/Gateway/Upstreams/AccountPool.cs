using Gateway.Apis;
using Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace Gateway.Upstreams;

/// <summary>The accounts, in the order of the configuration.</summary>
internal sealed class AccountPool(IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly TimeSpan _coolDown = options.Value.CoolDown;
    private readonly TimeSpan _maxCoolDown = options.Value.MaxCoolDown;

    public IReadOnlyList<Account> All { get; } = [.. options.Value.Accounts.Select(static account => new Account(account))];

    /// <summary>The accounts that serve an API and are not cooling down.</summary>
    public IEnumerable<Account> Ready(Api api)
    {
        DateTimeOffset now = time.GetUtcNow();
        return All.Where(account => account.Serves(api) && account.CoolingUntil(now) is null);
    }

    /// <summary>The account whose rest is over first, and how long that takes yet; null when none serves the API.</summary>
    public (Account Account, TimeSpan Wait)? ReadyFirst(Api api)
    {
        DateTimeOffset now = time.GetUtcNow();
        return All.Where(account => account.Serves(api))
            .Select(account => ((Account Account, TimeSpan Wait)?)(account, (account.CoolingUntil(now) ?? now) - now))
            .MinBy(static account => account!.Value.Wait);
    }

    /// <summary>An account failed. It rests as long as it asked for, or the configured time; never longer than the configured limit.</summary>
    public void Failed(Account account, TimeSpan? retryAfter)
    {
        TimeSpan rest = retryAfter ?? _coolDown;
        account.Failed(time.GetUtcNow() + (rest < _maxCoolDown ? rest : _maxCoolDown));
    }
}
