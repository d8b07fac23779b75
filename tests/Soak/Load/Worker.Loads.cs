using EmbeddedCache.Soak.Checks;

namespace EmbeddedCache.Soak.Load;

/// <content>Model loads.</content>
internal sealed partial class Worker
{
    private const int Accounts = 3;
    private const string Model = "model";
    private readonly Counter[] _counters;

    private long AccountOf(int counter) => (_index * Accounts) + counter;

    private async Task IncrementAsync(int counter)
    {
        _counters[counter].Try();
        (long count, Call call) = await CallAsync(Operation.Increment, () => _cache.IncrementModelCallsAsync(AccountOf(counter), Model));
        if (!call.Failed && !_counters[counter].AllowsIncrement(count, call, _lane.Epoch, _lane.Rules.Forgets))
        {
            Violate(Operation.Increment, $"answered {count}; {_counters[counter]}");
        }
    }

    private async Task LoadAsync()
    {
        long[] accounts = [.. Enumerable.Range(0, Accounts).Select(AccountOf)];
        (IReadOnlyDictionary<long, ModelLoad>? loads, Call call) = await CallAsync(Operation.Load, () => _cache.GetModelLoadAsync(accounts, Model));
        for (int counter = 0; counter < Accounts && loads is not null; counter++)
        {
            long count = loads[AccountOf(counter)].CallCount;
            if (call.Failed ? count != 0 : !_counters[counter].AllowsRead(count, call, _lane.Epoch, _lane.Rules.Forgets))
            {
                Violate(Operation.Load, $"answered {count}{(call.Failed ? " though the store had failed" : string.Empty)}; {_counters[counter]}");
            }
        }
    }
}
