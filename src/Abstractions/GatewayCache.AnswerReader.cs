using EmbeddedCache.Internal;
using EmbeddedCache.Stores;

namespace EmbeddedCache;

public sealed partial class GatewayCache
{
    /// <summary>What becomes of the answers that a store does not give at once.</summary>
    private sealed class AnswerReader(GatewayCache cache)
        : IAnswerReader<long?, long?>, IAnswerReader<bool, bool>, IAnswerReader<long, long>, IAnswerReader<PathMatch?, ConversationMatch?>
    {
        public long? Read(long? answer, in StoreCallFacts facts)
        {
            cache._diagnostics.Found(facts.Operation, answer is not null);
            return answer;
        }

        public bool Read(bool answer, in StoreCallFacts facts)
        {
            cache._diagnostics.Found(facts.Operation, answer);
            return answer;
        }

        public long Read(long answer, in StoreCallFacts facts)
        {
            cache._diagnostics.Succeeded(facts.Operation);
            return answer;
        }

        public ConversationMatch? Read(PathMatch? answer, in StoreCallFacts facts) => cache.MatchOf(answer, facts.Path!, facts.Operation);

        public Exception? Fail(Exception exception, in StoreCallFacts facts, out long? result)
        {
            result = null;
            return Fail(exception, facts);
        }

        public Exception? Fail(Exception exception, in StoreCallFacts facts, out bool result)
        {
            result = false;
            return Fail(exception, facts);
        }

        public Exception? Fail(Exception exception, in StoreCallFacts facts, out long result)
        {
            result = 0;
            return Fail(exception, facts);
        }

        // A find that fails is a miss.
        public Exception? Fail(Exception exception, in StoreCallFacts facts, out ConversationMatch? result)
        {
            result = null;
            if (!IsFailure(facts.Operation, exception, facts.CancellationToken))
            {
                return exception;
            }

            cache._diagnostics.Failed(facts.Operation, exception);
            return null;
        }

        private Exception Fail(Exception exception, in StoreCallFacts facts) =>
            IsFailure(facts.Operation, exception, facts.CancellationToken) ? cache.Failed(facts.Operation, exception) : exception;
    }
}
