namespace EmbeddedCache.TestServers;

/// <summary>A server that runs.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Name">What it is, for output.</param>
/// <param name="ConnectionString">How to reach it.</param>
public sealed record TestServer(TestServerKind Kind, string Name, string ConnectionString)
{
    public override string ToString() => Name;
}
