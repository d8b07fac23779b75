namespace EmbeddedCache.Internal;

/// <summary>What becomes of a store's answer, or of its failure.</summary>
internal interface IAnswerReader<TAnswer, TResult>
{
    TResult Read(TAnswer answer, in StoreCallFacts facts);

    /// <summary>Notes a failure.</summary>
    /// <returns>What the caller gets to see of it; null when <paramref name="result"/> serves instead.</returns>
    Exception? Fail(Exception exception, in StoreCallFacts facts, out TResult result);
}
