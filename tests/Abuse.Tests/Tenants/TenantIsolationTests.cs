using CsCheck;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>No client reads, renews or evicts what another one saved, whatever it calls itself.</summary>
[TestClass]
public sealed class TenantIsolationTests
{
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(100);

    // The wire format's own: what the cache puts in front of ids.
    private static readonly string[] Spaces = ["sticky_session:", "ag:model_load:", "ag:model_last_used:", "gemini:trie:", "anthropic:trie:", "conversation:"];

    private static readonly Gen<(string Space, long Id, string Name)> Key =
        Gen.Select(Gen.OneOf([.. Spaces]), Gen.OneOf(0L, 1L, 11L, -1L, long.MinValue, long.MaxValue), HostileText.Valid.Where(static name => name.Length > 0));

    // Few of each, so that many agree in all but one; and what separates them in the key is among them.
    private static readonly Gen<(LlmApi Api, long Group, string Tenant, string Model)> Scope =
        Gen.Select(Gen.OneOf(LlmApi.Anthropic, LlmApi.Gemini), Gen.OneOf(1L, 2L), Gen.OneOf("a", "a:b", "1:a", "b"), Gen.OneOf("m", "b:m", "a:m"));

    [TestMethod]
    public void Two_keys_of_the_cache_have_one_text_only_when_they_are_one_key() =>
        Gen.Select(Key, Key, HostileText.Valid).Sample(
            (one, other, prefix) =>
            {
                var first = new CacheKey(one.Space, one.Id, one.Name);
                var second = new CacheKey(other.Space, other.Id, other.Name);
                (prefix + first == prefix + second).Should().Be(first == second);

                // What stands in front of the name is read back in one way only: no name can shift where it begins.
                string rest = first.ToString()[one.Space.Length..];
                (long.Parse(rest[..rest.IndexOf(':', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture), rest[(rest.IndexOf(':', StringComparison.Ordinal) + 1)..])
                    .Should().Be((one.Id, one.Name));
                Spaces.Count(space => first.ToString().StartsWith(space, StringComparison.Ordinal)).Should().Be(1);
            },
            iter: 20_000);

    [TestMethod]
    public async Task What_one_client_does_never_reads_renews_or_evicts_what_another_one_saved()
    {
        await using TestStores stores = await TestStores.StartAsync(maxPathsPerTrie: 4);
        Gen<string> name = HostileText.Valid.Where(static name => name.Length > 0);
        await Gen.Select(Key.Where(static key => key.Space.EndsWith("trie:", StringComparison.Ordinal)), name, Gen.Int[0, 5], Gen.Int[0, 3]).SampleAsync(
            async (victim, more, disguise, api) =>
            {
                // Called like the victim, but for one thing.
                (long id, string hash) = disguise switch
                {
                    0 => (victim.Id, victim.Name + more),
                    1 => (victim.Id, more + victim.Name),
                    2 => (victim.Id, $"{victim.Id}:{victim.Name}"),
                    3 => (victim.Id ^ 1, victim.Name),
                    4 => (victim.Id, "{" + victim.Name + "}"),
                    _ => (victim.Id, victim.Space + victim.Id + ":" + victim.Name),
                };
                ConversationScope own = ScopeOf(victim.Space, victim.Id, victim.Name);
                ConversationScope other = ScopeOf(Spaces[3 + (api % 2)], id, hash);
                if (other == own)
                {
                    return;
                }

                foreach ((string store, ICacheStore one) in stores.All)
                {
                    var cache = new GatewayCache(one);
                    var key = new CacheKey(victim.Space, victim.Id, victim.Name);
                    for (int i = 0; i < 4; i++)
                    {
                        await cache.SaveConversationAsync(own, $"u:{i}", "victim", i);
                    }

                    (await one.ExpireAsync(key, ShortLife)).Should().BeTrue();
                    (await cache.FindConversationAsync(other, "u:1-u:2")).Should().BeNull("{0}: nothing is read", store);
                    for (int i = 0; i < 9; i++)
                    {
                        await cache.SaveConversationAsync(other, $"u:{i}", "attacker", 100 + i);
                        (await cache.FindConversationAsync(other, $"u:{i}-a:1"))!.Value.AccountId.Should().Be(100 + i);
                    }

                    await cache.SetSessionAccountAsync(id, hash, 666);
                    await cache.DeleteSessionAccountAsync(id, hash);
                    (await one.GetTimeToLiveAsync(key)).Should().BePositive().And.BeLessThanOrEqualTo(ShortLife, "{0}: nothing is renewed", store);
                    for (int i = 0; i < 4; i++)
                    {
                        (await cache.FindConversationAsync(own, $"u:{i}"))!.Value.AccountId.Should().Be(i, "{0}: nothing is lost or replaced", store);
                    }

                    await one.DeleteAsync(key);
                    await one.DeleteAsync(new CacheKey(Spaces[3 + (api % 2)], id, hash));
                }
            },
            iter: Figures.AreFull ? 1_000 : 60,
            threads: 1);
    }

    [TestMethod]
    public void No_two_tenants_models_groups_or_APIs_share_a_scope() =>
        Gen.Select(Scope, Scope).Sample((one, other) =>
            (one == other) == (ConversationScope.For(one.Api, one.Group, one.Tenant, one.Model) == ConversationScope.For(other.Api, other.Group, other.Tenant, other.Model)));

    private static ConversationScope ScopeOf(string space, long id, string prefixHash) =>
        space == "gemini:trie:" ? ConversationScope.Gemini(id, prefixHash) : ConversationScope.Anthropic(id, prefixHash);
}
