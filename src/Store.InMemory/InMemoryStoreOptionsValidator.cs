using Microsoft.Extensions.Options;

namespace EmbeddedCache.Stores;

[OptionsValidator]
internal sealed partial class InMemoryStoreOptionsValidator : IValidateOptions<InMemoryStoreOptions>;
