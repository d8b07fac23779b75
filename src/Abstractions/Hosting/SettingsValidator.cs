using Microsoft.Extensions.Options;

namespace EmbeddedCache.Hosting;

/// <summary>Validates the options of one cache, and says where in the configuration they stand.</summary>
/// <param name="name">The name of the cache.</param>
/// <param name="prefix">Where its options stand, see <see cref="Setting.PrefixOf"/>; null when they come from code.</param>
/// <param name="validator">Knows what is allowed.</param>
internal sealed class SettingsValidator<TOptions>(string name, string? prefix, IValidateOptions<TOptions> validator) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? nameOfOptions, TOptions options) =>
        nameOfOptions == name ? validator.Validate(prefix, options) : ValidateOptionsResult.Skip;
}
