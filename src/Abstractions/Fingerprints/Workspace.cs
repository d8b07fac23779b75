namespace EmbeddedCache;

/// <summary>
/// What a fingerprint works with, kept by each thread for its next one: to rent and give back every buffer took a sixth of the time of a
/// body of half a kilobyte.
/// </summary>
internal sealed class Workspace : IDisposable
{
    [ThreadStatic]
    private static Workspace? _idle;

    private Workspace() => Canonical = new CanonicalJson(Hash);

    public GatheredHash Hash { get; } = new();

    public CanonicalJson Canonical { get; }

    public ChainSegments Segments { get; } = new();

    public PooledBuffer<SaidText> Texts { get; } = new(128);

    public PooledBuffer<byte> Text { get; } = new(256);

    public static Workspace Take()
    {
        Workspace workspace = _idle ?? new Workspace();
        _idle = null;
        return workspace;
    }

    /// <summary>Empties everything and keeps it for the thread's next fingerprint.</summary>
    public void Dispose()
    {
        Hash.Release();
        Canonical.Release();
        Segments.Release();
        Texts.Release();
        Text.Release();
        _idle = this;
    }
}
