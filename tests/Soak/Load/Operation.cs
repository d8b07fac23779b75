namespace EmbeddedCache.Soak.Load;

/// <summary>What a worker does.</summary>
internal enum Operation
{
    Set,
    Get,
    Refresh,
    Delete,
    Save,
    Find,
    Remove,
    Increment,
    Load,
}
