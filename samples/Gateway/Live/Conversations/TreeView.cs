namespace Gateway.Live.Conversations;

/// <summary>A client's conversations as the page gets them.</summary>
internal sealed record TreeView(string Client, string Api, string Model, long Requests, IReadOnlyList<NodeView> Nodes);
