using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmbeddedCache.Benchmarks;

/// <summary>What a run came to, as the <c>--json</c> file holds it.</summary>
internal sealed record RatioReport(MachineFacts Machine, bool Loose, IReadOnlyList<RatioRow> Rows)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    [JsonIgnore]
    public bool IsBroken => Rows.Any(static row => row.Verdict == Verdict.Broken);

    public static async Task<RatioReport> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        await JsonSerializer.DeserializeAsync<RatioReport>(stream, Json, cancellationToken) ?? throw new JsonException("The file holds null.");

    public Task WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(stream, this, Json, cancellationToken);
}
