namespace Gateway.Configuration;

/// <summary>The section <c>Gateway</c> of the configuration.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>The upstream accounts. None: three simulated ones, in this process.</summary>
    public IList<AccountOptions> Accounts { get; } = [];

    /// <summary>Who may call. None: anybody who can reach the address, which by default is this machine.</summary>
    public IList<CallerOptions> Callers { get; } = [];

    /// <summary>The largest body taken, in bytes: 1 to 1 GiB, by default 32 MiB. Bodies are held in memory while they are on their way.</summary>
    public long MaxBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long an account rests that failed and did not say for how long: up to a day, by default 30 s.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest rest, whatever an account's <c>Retry-After</c> says: <see cref="CoolDown"/> to a day, by default 10 min.</summary>
    public TimeSpan MaxCoolDown { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long connecting to an account may take: up to an hour, by default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an account may take until its answer begins: up to a day, by default 10 min, which is what the official clients wait. An
    /// answer that is not streamed begins when it is complete.
    /// </summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The accounts that are made up when none are configured.</summary>
    public SimulationOptions Simulation { get; } = new();
}
