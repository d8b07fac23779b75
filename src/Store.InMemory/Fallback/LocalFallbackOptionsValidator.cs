using Microsoft.Extensions.Options;

namespace EmbeddedCache.Stores;

[OptionsValidator]
internal sealed partial class LocalFallbackOptionsValidator : IValidateOptions<LocalFallbackOptions>;
