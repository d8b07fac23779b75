namespace EmbeddedCache.Soak.Lanes;

/// <summary>What happens to a server, or to the way there.</summary>
internal enum Fault
{
    /// <summary>kill -9, and started again.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT.</summary>
    Freeze,

    /// <summary>CLIENT KILL.</summary>
    Disconnect,

    /// <summary>SCRIPT FLUSH.</summary>
    Flush,

    /// <summary>A network that cuts connections and refuses new ones.</summary>
    Cut,

    /// <summary>A network that carries nothing.</summary>
    Drop,

    /// <summary>A network that is slow.</summary>
    Slow,

    /// <summary>A server that is out of memory.</summary>
    Full,

    /// <summary>A server that became a replica.</summary>
    ReadOnly,
}
