using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Hosting;

/// <summary>
/// Makes options as usual. When a configuration that was loaded again has something wrong, it is logged once and the last good
/// options stay: a typo in a file must not take a running gateway down. At the start there are none, and the typo is an error.
/// </summary>
internal sealed partial class LastGoodOptionsFactory<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
    IEnumerable<IConfigureOptions<TOptions>> setups,
    IEnumerable<IPostConfigureOptions<TOptions>> postConfigures,
    IEnumerable<IValidateOptions<TOptions>> validations,
    ILogger<GatewayCache>? logger = null) : IOptionsFactory<TOptions>
    where TOptions : class
{
    private readonly OptionsFactory<TOptions> _factory = new(setups, postConfigures, validations);
    private readonly ILogger _logger = logger ?? NullLogger<GatewayCache>.Instance;
    private readonly ConcurrentDictionary<string, TOptions> _lastGood = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _lastFault = new(StringComparer.Ordinal);

    public TOptions Create(string name)
    {
        try
        {
            TOptions options = _factory.Create(name);
            _lastGood[name] = options;
            _lastFault.TryRemove(name, out _);
            return options;
        }
        catch (OptionsValidationException exception) when (_lastGood.TryGetValue(name, out TOptions? lastGood))
        {
            if (!_lastFault.TryGetValue(name, out string? fault) || fault != exception.Message)
            {
                _lastFault[name] = exception.Message;
                LogSettingsRejected(_logger, exception.Message);
            }

            return lastGood;
        }
    }

    [LoggerMessage(EventId = 10, EventName = "SettingsRejected", Level = LogLevel.Warning, Message = "Changed settings are not used, the former ones stay: {Fault}")]
    private static partial void LogSettingsRejected(ILogger logger, string fault);
}
