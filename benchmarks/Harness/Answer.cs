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
}
