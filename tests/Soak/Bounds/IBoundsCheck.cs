namespace EmbeddedCache.Soak.Bounds;

/// <summary>One bound, and what is done to break it.</summary>
internal interface IBoundsCheck
{
    Task<BoundsTable> RunAsync(CancellationToken cancellationToken);
}
