namespace Gateway.Live;

/// <summary>The decisions of this process, for whoever watches.</summary>
internal sealed class LiveFeed
{
    private readonly Lock _gate = new();
    private readonly Queue<Decision> _recent = new();

    /// <summary>Tells everybody who watches. Never blocks a request.</summary>
    public void Publish(Decision decision)
    {
        lock (_gate)
        {
            _recent.Enqueue(decision);
            if (_recent.Count > 200)
            {
                _recent.Dequeue();
            }
        }
    }
}
