using System.Globalization;

namespace EmbeddedCache.Soak;

/// <summary>
/// Whether the memory of the process stays where it is. What is live after a collection hardly varies, so it is compared: the least of
/// the last third of the time with the least of the one before. The first third fills the stores.
/// </summary>
internal sealed class MemoryWatch
{
    // A leak of 100 bytes a call, on the slowest store alone, is more than twice what this allows between the two thirds.
    private const double BytesPerCall = 20;

    // Pools, connections and what the last fault left.
    private const long Slack = 1_000_000;

    // Beside what is live, what the collector keeps for later.
    private const double WorkingSetFactor = 1.5;
    private const long WorkingSetSlack = 64_000_000;

    private readonly List<(double Part, long Calls, long Live, long WorkingSet)> _looks = [];

    public string Now => _looks.Count == 0 ? string.Empty : Text(_looks[^1]);

    /// <param name="part">How much of the time has passed, from 0 to 1.</param>
    /// <param name="calls">How many calls there were on each store at least.</param>
    public void Look(double part, long calls)
    {
        long live = GC.GetTotalMemory(forceFullCollection: true);
        _looks.Add((part, calls, live, Environment.WorkingSet));
    }

    public IEnumerable<string> Faults()
    {
        (double Part, long Calls, long Live, long WorkingSet)[] middle = [.. _looks.Where(static look => look.Part is > 0.33 and <= 0.67)];
        (double Part, long Calls, long Live, long WorkingSet)[] end = [.. _looks.Where(static look => look.Part > 0.67)];
        if (middle.Length == 0 || end.Length == 0)
        {
            yield break;
        }

        long calls = end.Max(static look => look.Calls) - middle.Min(static look => look.Calls);
        long more = end.Min(static look => look.Live) - middle.Min(static look => look.Live);
        if (more > Slack + (calls * BytesPerCall))
        {
            yield return $"{Megabytes(more)} MB more are live in the last third of the time than in the one before, in {calls} calls on each store";
        }

        long allowed = (long)(middle.Max(static look => look.WorkingSet) * WorkingSetFactor) + WorkingSetSlack;
        if (end.Max(static look => look.WorkingSet) > allowed)
        {
            yield return $"the working set is {Megabytes(end.Max(static look => look.WorkingSet))} MB, where {Megabytes(allowed)} are the most";
        }
    }

    public override string ToString() => _looks.Count < 2
        ? "It ended before the memory could be judged."
        : $"Memory at first: {Text(_looks[0])}; in the middle: {Text(_looks[_looks.Count / 2])}; at last: {Text(_looks[^1])}.";

    private static string Text(in (double Part, long Calls, long Live, long WorkingSet) look) =>
        $"{Megabytes(look.Live)} MB live, working set {Megabytes(look.WorkingSet)} MB";

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("F1", CultureInfo.InvariantCulture);
}
