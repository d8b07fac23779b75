using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>Connection strings. What is wrong with one is never quoted: a password with a comma would be part of it.</summary>
internal static class ConnectionText
{
    public const string Form = "host:port,option=value without commas in a value";

    public static bool TryParse(string text, [NotNullWhen(true)] out ConfigurationOptions? configuration)
    {
        try
        {
            configuration = ConfigurationOptions.Parse(text);
            return configuration.EndPoints.Count > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            configuration = null;
            return false;
        }
    }
}
