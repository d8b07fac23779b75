namespace EmbeddedCache.Conformance;

/// <summary>
/// One call of a history, as seen from outside: what was called on one key, what it answered, and when, on a counter that all threads share.
/// </summary>
internal sealed record HistoryCall(int Thread, int Key, Operation Operation, Answer Answer, long Called, long Answered)
{
    private string Caller => Thread switch
    {
        ConcurrentProgram.Before => "before",
        ConcurrentProgram.After => "after",
        _ => $"thread {Thread}",
    };

    public override string ToString() => $"[{Called,3} to {Answered,3}] {Caller}: {Operation} -> {Answer}";
}
