using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace EmbeddedCache.Hosting;

/// <summary>Which spans of time a setting may have: positive ones. What is wrong is said with the setting, its value and what is allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AllowedTimeAttribute : ValidationAttribute
{
    /// <summary>The longest time in seconds; by default there is no bound.</summary>
    public double MaximumSeconds { get; set; } = TimeSpan.MaxValue.TotalSeconds;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        if (value is TimeSpan time && time > TimeSpan.Zero && time.TotalSeconds <= MaximumSeconds)
        {
            return ValidationResult.Success;
        }

        string allowed = MaximumSeconds < TimeSpan.MaxValue.TotalSeconds
            ? $"a time of more than zero and at most {TimeSpan.FromSeconds(MaximumSeconds):c}"
            : "a time of more than zero";
        return new ValidationResult(string.Create(CultureInfo.InvariantCulture, $"{Setting.NameOf(validationContext)} is {value:c}: {allowed} is needed."));
    }
}
