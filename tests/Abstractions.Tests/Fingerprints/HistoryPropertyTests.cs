using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>Random conversations, changed as clients change them from one request to the next.</summary>
[TestClass]
public sealed class HistoryPropertyTests
{
    private static readonly LlmApi[] Apis = Enum.GetValues<LlmApi>();

    [TestMethod]
    public void A_chain_does_not_depend_on_how_and_dressed_in_what_a_conversation_is_sent() =>
        Gen.Select(RandomHistory.Any, Gen.Int, Gen.Int).Sample((history, one, other) =>
            Apis.All(api => ChainOf(history, api, one) is { Length: > 0 } chain && chain == ChainOf(history, api, other)));

    [TestMethod]
    public void The_chain_of_a_request_begins_with_the_chain_of_each_that_it_continues() =>
        Gen.Select(RandomHistory.Any, Gen.Int[1, 6], Gen.Int, Gen.Int).Sample((history, turns, one, other) =>
            Apis.All(api => Chain.IsPrefix(ChainOf(history.Start(Math.Min(turns, history.Turns.Length)), api, one), ChainOf(history, api, other))));

    [TestMethod]
    public void Two_conversations_that_differ_in_a_text_have_different_chains() =>
        Gen.Select(RandomHistory.Any, Gen.Int, Gen.Int).Sample((history, seed, place) =>
        {
            RandomHistory.Turn[] turns = [.. history.Turns];
            int changed = (place & int.MaxValue) % turns.Length;
            turns[changed] = turns[changed] with { Said = turns[changed].Said + "!" };
            return Apis.All(api => ChainOf(history, api, seed) != ChainOf(new RandomHistory(turns), api, seed));
        });

    private static string ChainOf(RandomHistory history, LlmApi api, int seed) => RequestFingerprint.Read(api, history.Write(api, seed)).Chain;
}
