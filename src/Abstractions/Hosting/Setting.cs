using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace EmbeddedCache.Hosting;

/// <summary>What a setting is called towards a person: its path in the configuration, or its type and property when it came from code.</summary>
internal static class Setting
{
    public static string PathOf(IConfiguration section, string name) =>
        section is IConfigurationSection { Path: { } path } ? ConfigurationPath.Combine(path, name) : name;

    /// <summary>What to give a generated validator as the name of options that stand in a section.</summary>
    public static string PrefixOf(IConfiguration section) => PathOf(section, string.Empty) is { Length: > 0 } prefix ? prefix : ConfigurationPath.KeyDelimiter;

    /// <summary>The generated validators call a property <c>{name of the options}.{property}</c>, or <c>{type}.{property}</c> when there is no name.</summary>
    public static string NameOf(ValidationContext context)
    {
        string name = context.DisplayName;
        int dot = name.LastIndexOf('.');
        return dot > 0 && name[dot - 1] == ':' ? name.Remove(dot, 1).TrimStart(':') : name;
    }
}
