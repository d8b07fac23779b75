namespace Gateway.Routing;

/// <summary>The gateway answers a request itself, with an error.</summary>
/// <param name="status">The status.</param>
/// <param name="message">What the caller reads.</param>
/// <param name="retryAfter">When to try again; null for nothing to say.</param>
internal sealed class RefusedException(int status, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    public int Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
