using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace EmbeddedCache.Hosting;

/// <summary>Which whole numbers a setting may have. What is wrong is said with the setting, its value and what is allowed.</summary>
/// <param name="minimum">The smallest.</param>
/// <param name="maximum">The largest.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AllowedIntegerAttribute(int minimum, int maximum = int.MaxValue) : ValidationAttribute
{
    /// <summary>The smallest number.</summary>
    public int Minimum { get; } = minimum;

    /// <summary>The largest number.</summary>
    public int Maximum { get; } = maximum;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        return value is int number && number >= Minimum && number <= Maximum
            ? ValidationResult.Success
            : new ValidationResult(string.Create(
                CultureInfo.InvariantCulture,
                $"{Setting.NameOf(validationContext)} is {value}: a whole number from {Minimum} to {Maximum} is needed."));
    }
}
