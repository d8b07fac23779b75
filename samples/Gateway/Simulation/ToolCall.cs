namespace Gateway.Simulation;

/// <summary>A call of a tool.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments, JSON.</param>
internal sealed record ToolCall(string Name, string Arguments);
