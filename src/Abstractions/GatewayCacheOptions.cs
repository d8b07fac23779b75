using EmbeddedCache.Hosting;
using Microsoft.Extensions.Options;

namespace EmbeddedCache;

/// <summary>
/// The defaults of a <see cref="GatewayCache"/>. They are read when the cache is made; in a host a cache follows them when their configuration changes.
/// </summary>
public sealed class GatewayCacheOptions
{
    /// <summary>
    /// How long a session sticks to its account when <see cref="IGatewayCache.SetSessionAccountAsync"/> or
    /// <see cref="IGatewayCache.RefreshSessionAsync"/> is not told otherwise. Positive; by default 1 hour.
    /// </summary>
    [AllowedTime]
    public TimeSpan SessionTimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the calls of an account with a model are counted after the last one. Positive; by default 24 hours.</summary>
    [AllowedTime]
    public TimeSpan ModelLoadTimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long the conversations of a client are remembered after one of them was saved or found. Positive; by default 5 minutes,
    /// about as long as providers keep a cached prompt.
    /// </summary>
    [AllowedTime]
    public TimeSpan ConversationTimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many non-empty segments of a chain are used, the first ones: what comes behind them is ignored, and so is what is past 64 KB
    /// of UTF-8. At least 1; by default 4,096. A longer conversation keeps its binding; a hostile one costs no more than this.
    /// </summary>
    [AllowedInteger(1)]
    public int MaxChainSegments { get; set; } = 4_096;

    internal void Validate()
    {
        ValidateOptionsResult result = new GatewayCacheOptionsValidator().Validate(name: null, this);
        if (result.Failed)
        {
            throw new ArgumentOutOfRangeException("options", result.FailureMessage);
        }
    }
}
