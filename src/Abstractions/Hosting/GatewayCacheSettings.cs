namespace EmbeddedCache.Hosting;

/// <summary>The settings of <see cref="GatewayCacheOptions"/> in a configuration.</summary>
internal static class GatewayCacheSettings
{
    public static void Read(SettingsReader settings, GatewayCacheOptions options)
    {
        options.SessionTimeToLive = settings.Time(nameof(options.SessionTimeToLive)) ?? options.SessionTimeToLive;
        options.ModelLoadTimeToLive = settings.Time(nameof(options.ModelLoadTimeToLive)) ?? options.ModelLoadTimeToLive;
        options.ConversationTimeToLive = settings.Time(nameof(options.ConversationTimeToLive)) ?? options.ConversationTimeToLive;
        options.MaxChainSegments = settings.WholeNumber(nameof(options.MaxChainSegments)) ?? options.MaxChainSegments;
    }
}
