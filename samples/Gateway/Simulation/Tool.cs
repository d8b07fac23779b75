using System.Text.Json;

namespace Gateway.Simulation;

/// <summary>A function that a request offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its JSON schema; undefined for none.</param>
internal sealed record Tool(string Name, JsonElement Parameters);
