namespace Gateway.Simulation;

/// <summary>What a simulated model reads of a request, whichever API's it is.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Streamed">Whether the answer is to be streamed.</param>
/// <param name="Sizes">The size of each part of the conversation, in characters: one for each segment of the digest chain.</param>
/// <param name="LastText">The text that was said last.</param>
/// <param name="IsToolResult">Whether that is the result of a tool.</param>
/// <param name="Tools">The tools offered.</param>
internal sealed record Prompt(string Model, bool Streamed, IReadOnlyList<int> Sizes, string LastText, bool IsToolResult, IReadOnlyList<Tool> Tools);
