using System.Collections.Concurrent;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>
/// Sixty-four writers at once. That programs of several threads on one key are linearizable is looked for by the conformance suite, on every
/// store and server.
/// </summary>
[TestClass]
public sealed class ManyWritersTests
{
    private const int Writers = 64;
    private const int Turns = 12;

    [TestMethod]
    public async Task Nothing_that_64_writers_save_and_find_in_one_scope_is_lost()
    {
        await using TestStores stores = await TestStores.StartAsync();
        foreach ((string name, ICacheStore store) in stores.All)
        {
            var cache = new GatewayCache(store);
            var wrong = new ConcurrentQueue<string>();
            ConversationScope scope = ConversationScope.Anthropic(1, "everybody");

            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
            {
                string chain = "s:same";
                for (int turn = 0; turn < Turns; turn++)
                {
                    // All share a stem, and two and two write the same paths, in their own words.
                    chain += $"-u:{writer / 2}.{turn}";
                    await cache.SaveConversationAsync(scope, chain, $"session-{writer}", writer);
                    ConversationMatch? found = await cache.FindConversationAsync(scope, chain + "-a:next");
                    if (found is not { } match || match.MatchedLength != chain.Length || match.AccountId / 2 != writer / 2 || match.SessionId != $"session-{match.AccountId}")
                    {
                        wrong.Enqueue($"{name}: writer {writer}, turn {turn}: {found?.SessionId} {found?.AccountId} {found?.MatchedLength} of {chain.Length}");
                    }
                }
            })));

            wrong.Should().BeEmpty();
            for (int pair = 0; pair < Writers / 2; pair++)
            {
                string chain = "s:same";
                for (int turn = 0; turn < Turns; turn++)
                {
                    chain += $"-u:{pair}.{turn}";
                    ConversationMatch? found = await cache.FindConversationAsync(scope, chain);
                    (found?.MatchedLength, found?.AccountId / 2).Should().Be((chain.Length, pair), name);
                }
            }
        }
    }

    [TestMethod]
    public async Task Each_of_64_writers_of_one_path_is_answered_with_what_one_of_them_wrote_and_the_last_word_stays()
    {
        await using TestStores stores = await TestStores.StartAsync();
        foreach ((string name, ICacheStore store) in stores.All)
        {
            var cache = new GatewayCache(store);
            ConversationScope scope = ConversationScope.For(LlmApi.OpenAIChat, 1, "tenant", "one path");
            long[] last = new long[Writers];

            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
            {
                for (int turn = 0; turn < Turns; turn++)
                {
                    last[writer] = (writer * 1_000) + turn;
                    await cache.SaveConversationAsync(scope, "u:1", $"s{last[writer]}", last[writer]);
                    ConversationMatch? found = await cache.FindConversationAsync(scope, "u:1-u:2");
                    found!.Value.SessionId.Should().Be($"s{found.Value.AccountId}", name);
                }
            })));

            last.Should().Contain((await cache.FindConversationAsync(scope, "u:1"))!.Value.AccountId, name);
            (await cache.IncrementModelCallsAsync(1, "m")).Should().Be(1, name);
        }
    }
}
