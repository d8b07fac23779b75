using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>One run of one check: the store, its clock, keys that nobody else uses, and the words for what is expected.</summary>
public sealed class StoreTrial
{
    /// <summary>A time to live that does not end during a check.</summary>
    public static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    /// <summary>A time to live that does not end during a check either, and is far enough from <see cref="TenMinutes"/>.</summary>
    public static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);

    private const string KeySpace = "conformance:";

    private readonly RecordingStore _recording;
    private readonly string _run = Guid.NewGuid().ToString("N");
    private int _keys;

    internal StoreTrial(string check, StoreUnderTest subject, ConformanceOptions options)
    {
        Check = check;
        Subject = subject;
        Options = options;
        _recording = new RecordingStore(subject.Store);
    }

    /// <summary>The name of the check.</summary>
    public string Check { get; }

    /// <summary>The store under test. What is called through it is shown when the check fails.</summary>
    public ICacheStore Store => _recording;

    /// <summary>The store's clock.</summary>
    public ConformanceClock Clock => Subject.Clock;

    /// <summary>How much the generated checks do.</summary>
    public ConformanceOptions Options { get; }

    internal StoreUnderTest Subject { get; }

    /// <summary>A key that nobody has used, here or on a server that others use as well.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="tail">What its name ends with.</param>
    /// <returns>The key.</returns>
    public CacheKey NewKey(long id = 7, string tail = "") => new(KeySpace, id, $"{_run}.{Interlocked.Increment(ref _keys)}{tail}");

    /// <summary>Fails unless an answer is the expected one.</summary>
    /// <typeparam name="T">What was answered.</typeparam>
    /// <param name="expected">The expected answer.</param>
    /// <param name="got">The answer.</param>
    /// <param name="what">What was asked, in words.</param>
    /// <exception cref="ConformanceException">It is not.</exception>
    public void Expect<T>(T expected, T got, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, got))
        {
            throw Failure(Answer.Show(expected), Answer.Show(got), what);
        }
    }

    /// <summary>Fails unless a list of answers is the expected one, in its order.</summary>
    /// <typeparam name="T">What was answered.</typeparam>
    /// <param name="expected">The expected answers.</param>
    /// <param name="got">The answers.</param>
    /// <param name="what">What was asked, in words.</param>
    /// <exception cref="ConformanceException">It is not.</exception>
    public void ExpectAll<T>(IReadOnlyList<T> expected, IReadOnlyList<T>? got, string what)
    {
        if (got is null || !expected.SequenceEqual(got))
        {
            throw Failure(Answer.Show(expected), Answer.Show(got), what);
        }
    }

    /// <summary>Fails unless something holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="expected">What should hold, in words.</param>
    /// <param name="got">What there is instead.</param>
    /// <param name="what">What was asked, in words.</param>
    /// <exception cref="ConformanceException">It does not.</exception>
    public void ExpectThat(bool holds, string expected, object? got, string what)
    {
        if (!holds)
        {
            throw Failure(expected, Answer.Show(got), what);
        }
    }

    /// <summary>
    /// Fails unless an entry's time to live is the given one, counted from <paramref name="since"/>: to the millisecond on a clock that is
    /// moved, else within what the calls took and the margin.
    /// </summary>
    /// <param name="key">The entry's key.</param>
    /// <param name="timeToLive">The time to live that it was given.</param>
    /// <param name="since">The clock just before it was given.</param>
    /// <param name="what">What gave it, in words.</param>
    /// <returns>A task that ends when it was read.</returns>
    /// <exception cref="ConformanceException">It is another.</exception>
    public async Task ExpectTimeToLiveAsync(CacheKey key, TimeSpan timeToLive, TimeSpan since, string what)
    {
        TimeSpan? left = await Store.GetTimeToLiveAsync(key);
        TimeSpan least = timeToLive - (Clock.Now - since) - Clock.Margin;
        ExpectThat(left is not null, $"a time to live of about {Answer.Show(timeToLive)}", left, what);
        TimeSpan most = timeToLive + Clock.Margin;
        ExpectThat(left >= least && left <= most, $"a time to live from {Answer.Show(least)} to {Answer.Show(most)}", left, what);
        ExpectThat(left!.Value.Ticks % TimeSpan.TicksPerMillisecond == 0, "a time to live in whole milliseconds", left, what);
    }

    /// <summary>Fails unless a call ends in the given error, or in one derived from it, thrown or in its task.</summary>
    /// <typeparam name="TException">The error.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="what">What is called, in words.</param>
    /// <returns>The error.</returns>
    /// <exception cref="ConformanceException">It ends well, or in another error.</exception>
    public async Task<TException> ExpectErrorAsync<TException>(Func<Task> call, string what)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            await call();
        }
        catch (TException expected)
        {
            return expected;
        }
        catch (Exception other)
        {
            throw Failure(typeof(TException).Name, other.GetType().Name, what, other);
        }

        throw Failure(typeof(TException).Name, "no error", what);
    }

    /// <summary>
    /// Arranges something with a short time to live, and looks at it at the last moment when it must still be there. Where the clock
    /// cannot be moved and the answer came too late to tell, it begins anew with a time to live twice as long.
    /// </summary>
    /// <param name="arrange">Makes an entry with the given time to live, counted from its beginning.</param>
    /// <param name="look">Looks at it; throws when it is not there.</param>
    /// <returns>The time to live that was long enough.</returns>
    public async Task<TimeSpan> ExpectUntilDeadlineAsync(Func<TimeSpan, Task> arrange, Func<Task> look)
    {
        ArgumentNullException.ThrowIfNull(arrange);
        ArgumentNullException.ThrowIfNull(look);
        for (TimeSpan life = Clock.Tick * 10; ; life *= 2)
        {
            TimeSpan start = Clock.Now;
            try
            {
                await arrange(life);
                await Clock.AdvanceAsync(Clock.LastLook(life));
                await look();
                return life;
            }
            catch (ConformanceException) when (Clock.Now - start > life - Clock.Margin)
            {
                // Too slow to tell.
            }
        }
    }

    /// <summary>Lets time pass until whatever was given a time to live before this call is gone.</summary>
    /// <param name="timeToLive">That time to live.</param>
    /// <returns>A task that ends when it is gone.</returns>
    public Task PassAsync(TimeSpan timeToLive) => Clock.AdvanceAsync(Clock.FirstLookAfter(timeToLive));

    internal ConformanceException Failure(string expected, string got, string what, Exception? cause = null) =>
        new(expected, got, $"{Check}: {what}", _recording.Operations, cause);

    internal Task DeleteKeysAsync() => CleanUp.DeleteAsync(Subject.Store, _recording.Keys);
}
