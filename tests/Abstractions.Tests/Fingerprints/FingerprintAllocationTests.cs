namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>What a fingerprint leaves to the garbage collector: its result, and next to nothing else.</summary>
[TestClass]
[DoNotParallelize]
public sealed class FingerprintAllocationTests
{
    // The object, its session id, and the string's own header.
    private const int Budget = 512;

    private delegate string Fingerprint(ReadOnlySpan<byte> body);

    [TestMethod]
    [DataRow(LlmApi.Anthropic)]
    [DataRow(LlmApi.OpenAIChat)]
    [DataRow(LlmApi.OpenAIResponses)]
    [DataRow(LlmApi.Gemini)]
    public void A_fingerprint_allocates_its_answer(LlmApi api)
    {
        byte[] body = new RandomHistory([.. Enumerable.Range(0, 500).Select(i => new RandomHistory.Turn($"said {i}", $"answered\n{i}", 2))]).Write(api, 1);
        string chain = RequestFingerprint.Read(api, body).Chain;

        Allocated(bytes => RequestFingerprint.Read(api, bytes).Chain, body).Should().BeLessThan((sizeof(char) * chain.Length) + Budget);
    }

    [TestMethod]
    public void What_a_body_needs_beside_it_is_at_most_its_own_size()
    {
        foreach ((string kind, byte[] body) in HostileBodies.All(1_000_000))
        {
            foreach ((string name, Fingerprint fingerprint) in new (string, Fingerprint)[]
            {
                ("history", bytes => RequestFingerprint.Read(LlmApi.Anthropic, bytes).Chain),
                ("sub2api's chain", Sub2ApiFingerprints.AnthropicChain),
                ("sub2api's session hash", bytes => Sub2ApiFingerprints.SessionHash(bytes)),
            })
            {
                // A chain of sub2api's is as long as there are messages, and that is the answer.
                string answer = string.Empty;
                long allocated = Allocated(bytes => answer = Answer(fingerprint, bytes), body, rounds: 2) - (4L * sizeof(char) * answer.Length);
                allocated.Should().BeLessThan(body.Length + (128 * 1024), "for the {0} of {1}", name, kind);
            }
        }
    }

    [TestMethod]
    public async Task Threads_keep_little_of_large_bodies()
    {
        byte[] body = HostileBodies.Text("\\n", 8_000_000);
        long before = Kept();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => RequestFingerprint.Read(LlmApi.Anthropic, body), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        (Kept() - before).Should().BeLessThan(8 * 1024 * 1024);

        static long Kept()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return GC.GetTotalMemory(forceFullCollection: true);
        }
    }

    [TestMethod]
    public void A_body_that_is_refused_gives_its_buffers_back_too()
    {
        byte[] body = [.. LargeBody.Anthropic(1_000, 1_000_000), (byte)'!'];

        // The message and the stack trace are a few kilobytes; the buffers would be hundreds.
        Allocated(bytes => Answer(value => RequestFingerprint.Read(LlmApi.Anthropic, value).Chain, bytes), body).Should().BeLessThan(16 * 1024);
    }

    private static string Answer(Fingerprint fingerprint, ReadOnlySpan<byte> body)
    {
        try
        {
            return fingerprint(body);
        }
        catch (FormatException)
        {
            return string.Empty;
        }
    }

    // The least of several, because a collection may empty the pool between two of them.
    private static long Allocated(Fingerprint fingerprint, byte[] body, int rounds = 10)
    {
        long least = long.MaxValue;
        for (int i = 0; i < rounds; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            fingerprint(body);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
