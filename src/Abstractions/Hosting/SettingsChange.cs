using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace EmbeddedCache.Hosting;

/// <summary>Tells the options when the configuration that they came from was loaded again.</summary>
internal sealed class SettingsChange<TOptions>(string name, IConfiguration configuration) : IOptionsChangeTokenSource<TOptions>
{
    public string Name => name;

    public IChangeToken GetChangeToken() => configuration.GetReloadToken();
}
