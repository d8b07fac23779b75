using Microsoft.Extensions.Options;

namespace EmbeddedCache.Hosting;

[OptionsValidator]
internal sealed partial class GatewayCacheOptionsValidator : IValidateOptions<GatewayCacheOptions>;
