using System.Diagnostics;

namespace EmbeddedCache.Benchmarks.Memory;

/// <summary>A thread that does contenders' operations when it is told to. It waits by spinning, so that it begins at once.</summary>
internal sealed class SecondThread : IDisposable
{
    private const int Stopped = -1;

    private static readonly TimeSpan Promptly = TimeSpan.FromMicroseconds(10);

    private readonly Thread _thread;
    private Contender? _contender;
    private int _operations;
    private long _began;
    private bool _wasInterrupted;
    private Exception? _failure;

    public SecondThread()
    {
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public void Begin(Contender contender, int operations)
    {
        _contender = contender;
        _began = Stopwatch.GetTimestamp();
        Volatile.Write(ref _operations, operations);
    }

    /// <returns>Whether it had a processor all the time.</returns>
    public bool WaitForEnd()
    {
        while (Volatile.Read(ref _operations) > 0)
        {
            Thread.SpinWait(1);
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException("The second thread failed.", _failure);
        }

        return !_wasInterrupted;
    }

    public void Dispose()
    {
        Volatile.Write(ref _operations, Stopped);
        _thread.Join();
    }

    private void Run()
    {
        int operations;
        while ((operations = Volatile.Read(ref _operations)) != Stopped)
        {
            if (operations == 0)
            {
                Thread.SpinWait(1);
                continue;
            }

            bool late = Stopwatch.GetElapsedTime(_began) > Promptly;
            long interruptions = ThreadUsage.Interruptions();
            try
            {
                Answer.Done(_contender!.RunAsync(operations));
            }
            catch (InvalidOperationException exception)
            {
                _failure = exception;
            }

            _wasInterrupted = late || ThreadUsage.Interruptions() != interruptions;
            Interlocked.CompareExchange(ref _operations, 0, operations);
        }
    }
}
