using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Gateway;

/// <summary>Why the gateway does not start, where whoever started it can mend that.</summary>
internal static class StartFailure
{
    /// <summary>A sentence for each reason; null for what is no setting's fault.</summary>
    public static IReadOnlyList<string>? Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException { InnerExceptions: var all } when all.All(static inner => inner is OptionsValidationException) => [.. all.SelectMany(static inner => Explain(inner)!)],

        // A value that is no number or no time.
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } => [exception.Message],
        IOException { InnerException: AddressInUseException } => [exception.Message],
        _ => null,
    };
}
