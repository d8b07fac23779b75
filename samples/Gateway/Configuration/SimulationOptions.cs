namespace Gateway.Configuration;

/// <summary>The accounts that are made up when none are configured.</summary>
internal sealed class SimulationOptions
{
    /// <summary>How long a word of a streamed answer takes, so that one sees it stream: up to 10 s, by default 30 ms.</summary>
    public TimeSpan WordDelay { get; set; } = TimeSpan.FromMilliseconds(30);
}
