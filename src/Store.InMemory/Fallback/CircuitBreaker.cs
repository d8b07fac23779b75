namespace EmbeddedCache.Stores;

/// <summary>
/// Says when failures are too many. A leaking bucket: each failure puts ten in, each success takes one out. A healthy store costs one
/// read of an integer an operation. It only counts; when to try again, and what a try is, is for the store to say.
/// </summary>
internal sealed class CircuitBreaker(int failureThreshold)
{
    private const int SuccessesPerFailure = 10;

    private readonly int _capacity = (int)Math.Min((long)failureThreshold * SuccessesPerFailure, int.MaxValue / 2);
    private int _level;

    public void Succeeded()
    {
        int level = Volatile.Read(ref _level);
        if (level > 0)
        {
            // One of two that meet here may count for both: it makes the breaker a little quicker, and nothing wrong.
            Interlocked.CompareExchange(ref _level, level - 1, level);
        }
    }

    /// <returns>Whether that was one too many.</returns>
    public bool Failed()
    {
        int level = Interlocked.Add(ref _level, SuccessesPerFailure);
        if (level < _capacity)
        {
            return false;
        }

        Volatile.Write(ref _level, _capacity);
        return true;
    }

    public void Reset() => Volatile.Write(ref _level, 0);
}
