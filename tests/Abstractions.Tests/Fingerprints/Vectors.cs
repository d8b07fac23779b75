using System.Text.Json;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>The golden vectors: what the Go original computed.</summary>
internal static class Vectors
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static IReadOnlyList<T> Load<T>(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "vectors", name));
        List<T>? vectors = JsonSerializer.Deserialize<List<T>>(file, Options);
        vectors.Should().NotBeNullOrEmpty("an empty file of vectors would prove nothing");
        return vectors!;
    }
}
