using Gateway.Apis;
using Gateway.Configuration;

namespace Gateway.Upstreams;

/// <summary>An upstream account, and how it is doing.</summary>
internal sealed class Account(AccountOptions options)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _apis = [.. options.Apis];
    private DateTimeOffset? _coolingUntil;
    private int _inFlight;
    private long _answers;
    private long _failures;

    public long Id { get; } = options.Id;

    public string Name { get; } = options.Name;

    public Uri BaseUrl { get; } = new(options.BaseUrl.TrimEnd('/'));

    public string Key { get; } = options.Key;

    public bool Simulated { get; } = options.Simulated;

    public int InFlight => Volatile.Read(ref _inFlight);

    public long Answers => Interlocked.Read(ref _answers);

    public long Failures => Interlocked.Read(ref _failures);

    public bool Serves(Api api) => _apis.Contains(api.Name);

    /// <summary>Until when it rests; null when it does not.</summary>
    public DateTimeOffset? CoolingUntil(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _coolingUntil > now ? _coolingUntil : null;
        }
    }

    public void Sent() => Interlocked.Increment(ref _inFlight);

    /// <summary>The request is done with, answer and all, however it ended.</summary>
    public void Done() => Interlocked.Decrement(ref _inFlight);

    public void Answered() => Interlocked.Increment(ref _answers);

    /// <summary>Lets it rest until then; a longer rest is not cut short.</summary>
    public void Failed(DateTimeOffset coolUntil)
    {
        Interlocked.Increment(ref _failures);
        lock (_gate)
        {
            _coolingUntil = _coolingUntil > coolUntil ? _coolingUntil : coolUntil;
        }
    }

    public override string ToString() => Name;
}
