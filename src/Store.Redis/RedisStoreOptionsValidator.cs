using Microsoft.Extensions.Options;

namespace EmbeddedCache.Stores;

/// <summary>What single settings may be is generated from their attributes; what they may be together stands here.</summary>
internal sealed partial class RedisStoreOptionsValidator : IValidateOptions<RedisStoreOptions>
{
    private static readonly Ranges SingleSettings = new();

    public ValidateOptionsResult Validate(string? name, RedisStoreOptions options)
    {
        if (FaultOfConnection(name, options) is { } fault)
        {
            return ValidateOptionsResult.Fail(fault);
        }

        string prefix = PrefixOf(name);
        if (options.KeyPrefix is null)
        {
            return ValidateOptionsResult.Fail($"{prefix}{nameof(options.KeyPrefix)} is null: a text is needed, an empty one for none.");
        }

        return Enum.IsDefined(options.PathLayout)
            ? SingleSettings.Validate(name, options)
            : ValidateOptionsResult.Fail($"{prefix}{nameof(options.PathLayout)} is {options.PathLayout}: {string.Join(" or ", Enum.GetNames<PathLayout>())} is needed.");
    }

    /// <summary>What is wrong with the way to the server; null for nothing. Its values may hold secrets, and are named nowhere.</summary>
    public static string? FaultOfConnection(string? name, RedisStoreOptions options)
    {
        string setting = PrefixOf(name) + nameof(options.ConnectionString);
        int sources = (options.ConnectionString is null ? 0 : 1) + (options.ConfigurationOptions is null ? 0 : 1)
            + (options.ConnectionMultiplexer is null ? 0 : 1) + (options.ConnectionMultiplexerFactory is null ? 0 : 1);
        return sources switch
        {
            0 when name is not null => $"{setting} is not set: a connection string such as localhost:6379 is needed.",
            1 when options.ConnectionString is { } text && !ConnectionText.TryParse(text, out _) => $"{setting} cannot be read: {ConnectionText.Form} is needed.",
            1 => null,
            _ => $"Set exactly one of {nameof(options.ConnectionString)}, {nameof(options.ConfigurationOptions)}, {nameof(options.ConnectionMultiplexer)} and "
                + $"{nameof(options.ConnectionMultiplexerFactory)}; {sources} are set.",
        };
    }

    // The name is where the options stand, with the separator behind it.
    private static string PrefixOf(string? name) => string.IsNullOrEmpty(name) ? $"{nameof(RedisStoreOptions)}." : name.TrimStart(':');

    [OptionsValidator]
    private sealed partial class Ranges : IValidateOptions<RedisStoreOptions>;
}
