namespace Gateway.Simulation;

/// <summary>An event of a stream.</summary>
/// <param name="Data">Its data, one line.</param>
/// <param name="Name">Its name; null where the API gives none.</param>
/// <param name="IsPiece">Whether it carries a piece of the answer's text, which a model takes a while to write.</param>
internal readonly record struct ServerSentEvent(string Data, string? Name = null, bool IsPiece = false);
