using System.Reflection;

namespace Gateway.Configuration;

/// <summary>Finds settings that nobody reads: a name with a slip must not be passed over in silence.</summary>
internal static class UnknownSettings
{
    /// <summary>A sentence for each setting of a section that its options do not have, and so on inside them.</summary>
    public static IEnumerable<string> Of(IConfigurationSection section, Type options)
    {
        PropertyInfo[] known = options.GetProperties();
        foreach (IConfigurationSection child in section.GetChildren())
        {
            Type? type = known.FirstOrDefault(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))?.PropertyType;
            IEnumerable<string> faults =
                type is null ? [$"There is no setting {child.Path}; here stand {string.Join(", ", known.Select(static property => property.Name))}."]
                : type.IsGenericType && type.GetGenericArguments()[0] is { Namespace: var space } item && space == options.Namespace ? child.GetChildren().SelectMany(entry => Of(entry, item))
                : type.Namespace == options.Namespace ? Of(child, type)
                : [];
            foreach (string fault in faults)
            {
                yield return fault;
            }
        }
    }
}
