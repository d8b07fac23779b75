namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>What a fingerprint leaves to the garbage collector: its result, and next to nothing else.</summary>
[TestClass]
[DoNotParallelize]
public sealed class FingerprintAllocationTests
{
    private const int Budget = 64 * 1024;

    private delegate string Fingerprint(ReadOnlySpan<byte> body);

    [TestMethod]
    public void A_chain_stays_in_its_budget_and_does_not_grow_with_the_text() => Check(DigestChain.ForAnthropic);

    [TestMethod]
    public void A_chat_chain_stays_in_its_budget_and_does_not_grow_with_the_text() => Check(DigestChain.ForOpenAIChat);

    [TestMethod]
    public void A_session_hash_stays_in_its_budget_and_does_not_grow_with_the_text() =>
        Check(body => SessionHash.Compute(body, new RequestOrigin("203.0.113.7", "agent", 1)));

    [TestMethod]
    public void A_body_that_is_refused_gives_its_buffers_back_too()
    {
        byte[] body = [.. LargeBody.Anthropic(1_000, 1_000_000), (byte)'!'];

        // The message and the stack trace are a few kilobytes; the buffers would be hundreds.
        Allocated(
            bytes =>
            {
                try
                {
                    return DigestChain.ForAnthropic(bytes);
                }
                catch (FormatException)
                {
                    return string.Empty;
                }
            },
            body).Should().BeLessThan(16 * 1024);
    }

    private static void Check(Fingerprint fingerprint)
    {
        long one = Allocated(fingerprint, LargeBody.Anthropic(1_000, 1_000_000));
        long four = Allocated(fingerprint, LargeBody.Anthropic(1_000, 4_000_000));

        one.Should().BeLessThan(Budget);

        // Hashes differ in length by a digit now and then.
        four.Should().BeLessThan(one + 1_024);
    }

    // The least of several, because a collection may empty the pool between two of them.
    private static long Allocated(Fingerprint fingerprint, byte[] body)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            fingerprint(body);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
