using System.Collections.Concurrent;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance;

/// <summary>Calls a store from many threads and notes when each call began and when it was answered.</summary>
internal sealed class HistoryRecorder(ICacheStore store, ProgramKeys keys)
{
    private readonly ConcurrentQueue<HistoryCall> _history = new();
    private long _moment;

    public IReadOnlyList<HistoryCall> History => [.. _history];

    /// <summary>Makes one thread's calls, one after the other.</summary>
    public async Task CallAsync(int thread, IReadOnlyList<Operation> operations)
    {
        foreach (Operation operation in operations)
        {
            long called = Interlocked.Increment(ref _moment);
            IReadOnlyList<Answer> answers = await operation.OnAsync(store, keys);
            long answered = Interlocked.Increment(ref _moment);
            Note(thread, operation, answers, called, answered);
        }
    }

    // A GetMany is a read of each of its keys on its own. A refused one tells only that one of them was a trie, and a second read of the
    // same key tells little more than the first: reads change nothing, so both may be left out, and histories stay short.
    private void Note(int thread, Operation operation, IReadOnlyList<Answer> answers, long called, long answered)
    {
        if (operation is Operation.GetMany && answers.Contains(Answer.Refused))
        {
            return;
        }

        foreach ((int key, Answer answer) in operation.Keys.Zip(answers).DistinctBy(pair => pair.First))
        {
            _history.Enqueue(new HistoryCall(thread, key, operation, answer, called, answered));
        }
    }
}
