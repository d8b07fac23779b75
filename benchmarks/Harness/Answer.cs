namespace EmbeddedCache.Benchmarks;

/// <summary>Every answer of every contender is looked at: a fast wrong answer is no figure, and an unused one may be optimized away.</summary>
internal static class Answer
{
    public static void Check(bool right)
    {
        if (!right)
        {
            throw new InvalidOperationException("A contender gave a wrong answer.");
        }
    }

    /// <summary>What a call in memory answered, which completes at once.</summary>
    public static T Of<T>(ValueTask<T> call)
    {
        Check(call.IsCompletedSuccessfully);
        return call.Result;
    }

    /// <summary>Checks that a call in memory completed at once.</summary>
    public static void Done(ValueTask call) => Check(call.IsCompletedSuccessfully);
}
