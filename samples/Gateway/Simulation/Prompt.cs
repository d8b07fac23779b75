namespace Gateway.Simulation;

/// <summary>What a simulated model reads of a request, whichever API's it is.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Streamed">Whether the answer is to be streamed.</param>
/// <param name="Parts">The parts of the conversation: what the system says, if anything, and each message.</param>
/// <param name="LastText">The text that was said last.</param>
/// <param name="IsToolResult">Whether that is the result of a tool.</param>
/// <param name="Tools">The tools offered.</param>
internal sealed record Prompt(string Model, bool Streamed, IReadOnlyList<PromptPart> Parts, string LastText, bool IsToolResult, IReadOnlyList<Tool> Tools);
