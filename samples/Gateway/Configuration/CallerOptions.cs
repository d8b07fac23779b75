namespace Gateway.Configuration;

/// <summary>Somebody who may call the gateway.</summary>
internal sealed class CallerOptions
{
    /// <summary>What the cache knows the key by: it keeps the conversations of two keys apart.</summary>
    public long Id { get; set; }

    /// <summary>What people know it by, in logs: 1 to 64 of <c>A-Z a-z 0-9 . _ -</c>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The key that the caller sends: at least 16 visible ASCII characters.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>The group whose sessions and conversations it shares a space with; by default 0.</summary>
    public long Group { get; set; }
}
