using System.Text;

namespace EmbeddedCache.Conformance;

/// <summary>A store does not keep the contract. The message says what was expected, what came, and what was done before.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>A failure without a message of its own.</summary>
    public ConformanceException()
        : base("The store does not keep the contract.")
    {
    }

    /// <summary>A failure and what it was.</summary>
    /// <param name="message">What was expected and what came.</param>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>A failure, what it was, and its cause.</summary>
    /// <param name="message">What was expected and what came.</param>
    /// <param name="innerException">The cause.</param>
    public ConformanceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal ConformanceException(string expected, string got, string what, IEnumerable<string> operations, Exception? cause = null)
        : base(Describe(expected, got, what, operations), cause)
    {
    }

    private static string Describe(string expected, string got, string what, IEnumerable<string> operations)
    {
        var text = new StringBuilder();
        text.AppendLine(what).Append("  expected: ").AppendLine(expected).Append("  got:      ").AppendLine(got).Append("operations:");
        int number = 0;
        foreach (string operation in operations)
        {
            text.AppendLine().Append(System.Globalization.CultureInfo.InvariantCulture, $"  {++number,3}. {operation}");
        }

        return text.ToString();
    }
}
