using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace EmbeddedCache.Hosting;

/// <summary>
/// Reads settings from a section of a configuration. What cannot be read, and a setting that doesn't exist, is one sentence that names the
/// setting, its value and what is allowed.
/// </summary>
public sealed class SettingsReader
{
    private readonly IConfiguration _section;
    private readonly string _optionsName;
    private readonly Type _optionsType;
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    internal SettingsReader(IConfiguration section, string optionsName, Type optionsType)
    {
        _section = section;
        _optionsName = optionsName;
        _optionsType = optionsType;
    }

    /// <summary>A text.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <returns>Its value; null when it is not set.</returns>
    public string? Text(string name)
    {
        _known.Add(name);
        return _section[name];
    }

    /// <summary>A whole number, written with the digits 0 to 9.</summary>
    /// <inheritdoc cref="Text"/>
    /// <exception cref="OptionsValidationException">It is something else.</exception>
    public int? WholeNumber(string name) => Text(name) switch
    {
        null => null,
        { } text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) => value,
        { } text => throw Fault(name, text, "a whole number"),
    };

    /// <summary>A span of time, as <c>hh:mm:ss</c>, with fractions of a second or days in front if need be.</summary>
    /// <inheritdoc cref="Text"/>
    /// <exception cref="OptionsValidationException">It is something else. A bare number is refused: it would mean days.</exception>
    public TimeSpan? Time(string name) => Text(name) switch
    {
        null => null,
        { } text when text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value) => value,
        { } text => throw Fault(name, text, "a time such as 00:05:00 (five minutes) or 1.00:00:00 (a day)"),
    };

    /// <summary>Yes or no, as <c>true</c> or <c>false</c>.</summary>
    /// <inheritdoc cref="Text"/>
    /// <exception cref="OptionsValidationException">It is something else.</exception>
    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        { } text when bool.TryParse(text, out bool value) => value,
        { } text => throw Fault(name, text, "true or false"),
    };

    /// <summary>One of the names of an enumeration, in upper or lower case.</summary>
    /// <inheritdoc cref="Text"/>
    /// <exception cref="OptionsValidationException">It is something else.</exception>
    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum => Text(name) switch
    {
        null => null,
        { } text when Enum.GetNames<TEnum>().FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } choice => Enum.Parse<TEnum>(choice),
        { } text => throw Fault(name, text, string.Join(" or ", Enum.GetNames<TEnum>())),
    };

    /// <summary>Throws when there are settings that nobody asked for.</summary>
    internal void RejectUnknown(params IEnumerable<string> alsoKnown)
    {
        _known.UnionWith(alsoKnown);
        foreach (IConfigurationSection child in _section.GetChildren())
        {
            if (!_known.Contains(child.Key))
            {
                throw new OptionsValidationException(
                    _optionsName, _optionsType, [$"There is no setting {child.Path}; here stand {string.Join(", ", _known.Order(StringComparer.Ordinal))}."]);
            }
        }
    }

    private OptionsValidationException Fault(string name, string value, string allowed) =>
        new(_optionsName, _optionsType, [$"{Setting.PathOf(_section, name)} is '{value}': {allowed} is needed."]);
}
