using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>A store and its clock, for one check or one run.</summary>
public sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly bool _leaveOpen;

    /// <summary>A store and its clock.</summary>
    /// <param name="store">The store. It need not be empty: the kit uses keys of its own and removes them.</param>
    /// <param name="clock">Its clock; null for real time.</param>
    /// <param name="leaveOpen">Whether the store is somebody else's to dispose, for example one connection of many checks.</param>
    public StoreUnderTest(ICacheStore store, ConformanceClock? clock = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        Store = store;
        Clock = clock ?? ConformanceClock.RealTime();
        _leaveOpen = leaveOpen;
    }

    /// <summary>The store.</summary>
    public ICacheStore Store { get; }

    /// <summary>The store's clock.</summary>
    public ConformanceClock Clock { get; }

    /// <summary>Disposes the store when it can be, unless it is to be left open.</summary>
    /// <returns>A task that ends when that is done.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_leaveOpen)
        {
            return;
        }

        if (Store is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else if (Store is IDisposable synchronous)
        {
            synchronous.Dispose();
        }
    }
}
