using CsCheck;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>Every member of the cache and of the stores, with hostile text: a clear error or an answer, and the same from every store.</summary>
[TestClass]
public sealed class GatewayFuzzTests
{
    private static readonly int Programs = Figures.AreFull ? 3_000 : 250;

    private static readonly Gen<(int What, string Name, string Other, string Chain, long Id)> Step =
        Gen.Select(Gen.Int[0, 9], HostileText.Any, HostileText.Any, HostileText.Chain, Gen.OneOf(Gen.OneOf(0L, 1L, -1L), Gen.OneOf(long.MinValue, long.MaxValue)));

    [TestMethod]
    public async Task Hostile_text_gets_a_clear_error_or_the_same_answer_from_every_store()
    {
        await using TestStores stores = await TestStores.StartAsync();
        using var secrets = new SecretScan();
        var caches = stores.All.ToDictionary(static store => store.Key, store => new GatewayCache(store.Value, logger: secrets));
        await Step.List[1, 12].SampleAsync(
            async steps =>
            {
                foreach ((int what, string name, string other, string chain, long id) in steps)
                {
                    string expected = await CallAsync(caches[TestStores.Memory], what, name, other, chain, id, secrets);
                    foreach ((string store, GatewayCache cache) in caches.Where(static cache => cache.Key != TestStores.Memory))
                    {
                        Assert.AreEqual(expected, await CallAsync(cache, what, name, other, chain, id, secrets), $"{store}, call {what}");
                    }
                }
            },
            iter: Programs,
            threads: 1);
        secrets.Found.Should().BeEmpty();
    }

    [TestMethod]
    public async Task Hostile_keys_and_paths_get_the_same_answer_from_every_store()
    {
        await using TestStores stores = await TestStores.StartAsync();
        using var secrets = new SecretScan();
        await Gen.Select(Gen.Int[0, 9], HostileText.Valid, HostileText.Valid, HostileText.Chain.Where(IsValid), Gen.Long).List[1, 12].SampleAsync(
            async steps =>
            {
                foreach ((int what, string space, string name, string path, long value) in steps)
                {
                    // Of integers and of tries, so that neither meets the other's.
                    var key = new CacheKey((what < 6 ? "i" : "t") + space, value % 3, name);
                    string? expected = null;
                    foreach ((string store, ICacheStore one) in stores.All)
                    {
                        string got = await CallAsync(one, what, key, path, value, secrets);
                        Assert.AreEqual(expected ??= got, got, $"{store}, call {what}");
                    }
                }
            },
            iter: Programs,
            threads: 1);
    }

    private static bool IsValid(string text) => !text.Where((_, i) => char.IsSurrogate(text, i) && !IsInPair(text, i)).Any();

    private static bool IsInPair(string text, int i) =>
        (i + 1 < text.Length && char.IsSurrogatePair(text, i)) || (i > 0 && char.IsSurrogatePair(text, i - 1));

    private static async Task<string> CallAsync(GatewayCache cache, int what, string name, string other, string chain, long id, SecretScan secrets) => what switch
    {
        0 => await Outcome.OfAsync(name, secrets, () => cache.GetSessionAccountAsync(id, name)),
        1 => await Outcome.OfAsync(name, secrets, () => DoneAsync(cache.SetSessionAccountAsync(id, name, id))),
        2 => await Outcome.OfAsync(name, secrets, () => cache.RefreshSessionAsync(id, name)),
        3 => await Outcome.OfAsync(name, secrets, () => cache.DeleteSessionAccountAsync(id, name)),
        4 => await Outcome.OfAsync(name, secrets, () => cache.IncrementModelCallsAsync(id, name)),
        5 => await Outcome.OfAsync(name, secrets, async () => (await cache.GetModelLoadAsync([id, id, 1], name))[id].CallCount),
        6 or 7 => await Outcome.OfAsync(chain, secrets, () => DoneAsync(cache.SaveConversationAsync(ConversationScope.Gemini(id, other), chain, name, id))),
        _ => await Outcome.OfAsync(chain, secrets, async () => await Outcome.Show(await cache.FindConversationAsync(ConversationScope.Gemini(id, other), chain))),
    };

    private static async Task<string> CallAsync(ICacheStore store, int what, CacheKey key, string path, long value, SecretScan secrets) => what switch
    {
        0 => await Outcome.OfAsync(key.Name, secrets, () => store.GetAsync(key)),
        1 => await Outcome.OfAsync(key.Name, secrets, () => DoneAsync(store.SetAsync(key, value, TimeSpan.FromMinutes(5)))),
        2 => await Outcome.OfAsync(key.Name, secrets, () => store.ExpireAsync(key, TimeSpan.FromMinutes(5))),
        3 => await Outcome.OfAsync(key.Name, secrets, () => store.DeleteAsync(key)),
        4 => await Outcome.OfAsync(key.Name, secrets, async () => string.Join(',', await store.GetManyAsync([key, key with { Id = 7 }]))),
        5 => await Outcome.OfAsync(key.Name, secrets, async () => (await store.GetTimeToLiveAsync(key)) is null),
        6 or 7 => await Outcome.OfAsync(path, secrets, () => DoneAsync(store.SavePathAsync(key, path, $"{path}:{value}", TimeSpan.FromMinutes(5)))),
        8 => await Outcome.OfAsync(path, secrets, () => store.RemovePathAsync(key, path)),
        _ => await Outcome.OfAsync(path, secrets, async () => await Outcome.Show(await store.FindLongestPrefixAsync(key, path, TimeSpan.FromMinutes(5)))),
    };

    private static async ValueTask<string> DoneAsync(ValueTask task)
    {
        await task;
        return "done";
    }
}
