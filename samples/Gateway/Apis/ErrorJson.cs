using System.Text.Json.Serialization;

namespace Gateway.Apis;

internal sealed record AnthropicError(string Type, AnthropicErrorDetail Error);

internal sealed record AnthropicErrorDetail(string Type, string Message);

internal sealed record OpenAIError(OpenAIErrorDetail Error);

internal sealed record OpenAIErrorDetail(string Message, string Type, string? Param, string? Code);

internal sealed record GeminiError(GeminiErrorDetail Error);

internal sealed record GeminiErrorDetail(int Code, string Message, string Status);

/// <summary>The errors of the APIs, written without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AnthropicError))]
[JsonSerializable(typeof(OpenAIError))]
[JsonSerializable(typeof(GeminiError))]
internal sealed partial class ErrorJson : JsonSerializerContext;
