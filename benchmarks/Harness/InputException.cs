namespace EmbeddedCache.Benchmarks;

/// <summary>An argument or a file is not what it should be; the message says what is.</summary>
internal sealed class InputException(string message) : Exception(message);
