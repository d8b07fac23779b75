using EmbeddedCache.Stores;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedCache.Tests;

[TestClass]
public sealed class GatewayCacheTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, 250, TimeSpan.Zero);

    private readonly RecordingStore _store = new();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly GatewayCache _cache;

    public GatewayCacheTests() => _cache = new GatewayCache(_store, timeProvider: _time);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [TestMethod]
    public async Task A_session_sticks_to_its_account_until_it_is_deleted()
    {
        (await _cache.GetSessionAccountAsync(1, "hash")).Should().BeNull();
        (await _cache.RefreshSessionAsync(1, "hash")).Should().BeFalse();
        await _cache.SetSessionAccountAsync(1, "hash", 42);
        (await _cache.GetSessionAccountAsync(1, "hash")).Should().Be(42);
        (await _cache.GetSessionAccountAsync(2, "hash")).Should().BeNull("it is another group");
        await _cache.SetSessionAccountAsync(1, "hash", -7);
        (await _cache.GetSessionAccountAsync(1, "hash")).Should().Be(-7);
        (await _cache.RefreshSessionAsync(1, "hash")).Should().BeTrue();
        (await _cache.DeleteSessionAccountAsync(1, "hash")).Should().BeTrue();
        (await _cache.DeleteSessionAccountAsync(1, "hash")).Should().BeFalse();
        (await _cache.GetSessionAccountAsync(1, "hash")).Should().BeNull();
    }

    [TestMethod]
    public async Task Keys_values_and_lives_are_the_wire_format()
    {
        await _cache.SetSessionAccountAsync(-3, "abc", 42);
        await _cache.SetSessionAccountAsync(5, "abc", 42, TimeSpan.FromMinutes(2));
        await _cache.GetSessionAccountAsync(5, "abc");
        await _cache.RefreshSessionAsync(5, "abc");
        await _cache.RefreshSessionAsync(5, "abc", TimeSpan.FromMilliseconds(1));
        await _cache.DeleteSessionAccountAsync(5, "abc");
        await _cache.SaveConversationAsync(ConversationScope.Gemini(1, "p"), "s:1-u:2", "id:x", -9);
        await _cache.FindConversationAsync(ConversationScope.Anthropic(1, "p"), "s:1-u:2");
        await _cache.FindConversationAsync(ConversationScope.For(LlmApi.OpenAIChat, 1, "tenant", "model"), "u:1-a:2");
        await _cache.IncrementModelCallsAsync(8, "m");
        await _cache.GetModelLoadAsync([8, 9, 8], "m");

        _store.Calls.Should().Equal(
            "Set sticky_session:-3:abc 42 01:00:00",
            "Set sticky_session:5:abc 42 00:02:00",
            "Get sticky_session:5:abc",
            "Expire sticky_session:5:abc 01:00:00",
            "Expire sticky_session:5:abc 00:00:00.0010000",
            "Delete sticky_session:5:abc",
            "Save gemini:trie:1:p s:1-u:2 id:x:-9 00:05:00",
            "Find anthropic:trie:1:p s:1-u:2 00:05:00",
            "Find conversation:1:N87dVyQ3NjNSuaIVM83isg u:1-a:2 00:05:00",
            "Increment ag:model_load:8:m 1.00:00:00",
            $"Set ag:model_last_used:8:m {Noon.ToUnixTimeSeconds()} 1.00:00:00",
            "GetMany ag:model_load:8:m ag:model_last_used:8:m ag:model_load:9:m ag:model_last_used:9:m");
    }

    [TestMethod]
    public async Task Lives_come_from_the_options()
    {
        var cache = new GatewayCache(_store, new GatewayCacheOptions
        {
            SessionTimeToLive = TimeSpan.FromSeconds(1),
            ConversationTimeToLive = TimeSpan.FromSeconds(2),
            ModelLoadTimeToLive = TimeSpan.FromSeconds(3),
        });
        await cache.SetSessionAccountAsync(1, "h", 1);
        await cache.SaveConversationAsync(ConversationScope.Gemini(1, "p"), "a", "s", 1);
        await cache.IncrementModelCallsAsync(1, "m");

        _store.Calls.Should().HaveCount(4).And.SatisfyRespectively(
            call => call.Should().EndWith(" 00:00:01"),
            call => call.Should().EndWith(" 00:00:02"),
            call => call.Should().EndWith(" 00:00:03"),
            call => call.Should().EndWith(" 00:00:03"));
    }

    [TestMethod]
    public async Task A_conversation_is_found_by_its_longest_known_prefix()
    {
        var scope = ConversationScope.Anthropic(1, "client");
        await _cache.SaveConversationAsync(scope, "s:1-u:2", "first:session", 10);
        await _cache.SaveConversationAsync(scope, "s:1-u:2-a:3-u:4", "second", 20);

        ConversationMatch match = (await _cache.FindConversationAsync(scope, "s:1-u:2-a:3-u:4-a:5-u:6"))!.Value;
        (match.SessionId, match.AccountId, match.MatchedLength).Should().Be(("second", 20, "s:1-u:2-a:3-u:4".Length));
        match = (await _cache.FindConversationAsync(scope, "s:1-u:2-a:3-u:44"))!.Value;
        (match.SessionId, match.AccountId, match.MatchedLength).Should().Be(("first:session", 10, "s:1-u:2".Length));

        (await _cache.FindConversationAsync(scope, "s:1-u:22")).Should().BeNull();
        (await _cache.FindConversationAsync(ConversationScope.Anthropic(1, "other"), "s:1-u:2")).Should().BeNull();
        (await _cache.FindConversationAsync(ConversationScope.Anthropic(2, "client"), "s:1-u:2")).Should().BeNull();
        (await _cache.FindConversationAsync(ConversationScope.Gemini(1, "client"), "s:1-u:2")).Should().BeNull();
    }

    [TestMethod]
    public async Task Two_matches_are_equal_when_session_account_and_length_are()
    {
        var scope = ConversationScope.Gemini(1, "client");
        await _cache.SaveConversationAsync(scope, "a", "s", 1);
        await _cache.SaveConversationAsync(scope, "b", "s", 1);
        await _cache.SaveConversationAsync(scope, "c", "t", 1);
        ConversationMatch first = (await _cache.FindConversationAsync(scope, "a"))!.Value;

        first.Should().Be((await _cache.FindConversationAsync(scope, "b"))!.Value);
        (first == (await _cache.FindConversationAsync(scope, "c"))!.Value).Should().BeFalse();
        first.GetHashCode().Should().Be((await _cache.FindConversationAsync(scope, "b"))!.Value.GetHashCode());
        default(ConversationMatch).SessionId.Should().BeEmpty();
    }

    [TestMethod]
    public async Task An_empty_chain_matches_nothing_and_saves_nothing_without_a_round_trip()
    {
        var scope = ConversationScope.Gemini(1, "client");
        (await _cache.FindConversationAsync(scope, string.Empty)).Should().BeNull();
        await _cache.SaveConversationAsync(scope, string.Empty, "s", 1);

        _store.Calls.Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_value_that_is_no_session_is_no_match()
    {
        var scope = ConversationScope.Gemini(1, "client");
        await _store.SavePathAsync(new CacheKey("gemini:trie:", 1, "client"), "a", "no account", TimeSpan.FromMinutes(1));

        (await _cache.FindConversationAsync(scope, "a-b")).Should().BeNull();
    }

    [TestMethod]
    public async Task A_chain_past_the_cap_is_used_up_to_the_cap()
    {
        var cache = new GatewayCache(_store, new GatewayCacheOptions { MaxChainSegments = 3 });
        var scope = ConversationScope.Gemini(1, "client");
        await cache.SaveConversationAsync(scope, "a-b-c-d-e", "s", 1);

        _store.Calls.Should().ContainSingle().Which.Should().StartWith("Save gemini:trie:1:client a-b-c s:1");
        (await cache.FindConversationAsync(scope, "a-b-c-x"))!.Value.MatchedLength.Should().Be(5);
        (await cache.FindConversationAsync(scope, "a-b")).Should().BeNull();
    }

    [TestMethod]
    public async Task Calls_are_counted_and_the_last_one_is_remembered_to_the_second()
    {
        (await _cache.IncrementModelCallsAsync(1, "m")).Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(90));
        (await _cache.IncrementModelCallsAsync(1, "m")).Should().Be(2);
        (await _cache.IncrementModelCallsAsync(1, "other")).Should().Be(1);

        IReadOnlyDictionary<long, ModelLoad> loads = await _cache.GetModelLoadAsync([1, 2, 1], "m");
        loads.Should().HaveCount(2);
        loads[1].Should().Be(new ModelLoad(2, new DateTimeOffset(2026, 11, 22, 12, 1, 30, TimeSpan.Zero)));
        loads[2].Should().Be(new ModelLoad(0, null));
    }

    [TestMethod]
    public async Task No_accounts_have_no_load_and_cost_no_round_trip()
    {
        (await _cache.GetModelLoadAsync([], "m")).Should().BeEmpty();
        _store.Calls.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow(long.MaxValue)]
    [DataRow(long.MinValue)]
    public async Task Seconds_that_no_calendar_has_are_no_last_use(long seconds)
    {
        await _store.SetAsync(new CacheKey("ag:model_last_used:", 1, "m"), seconds, TimeSpan.FromMinutes(1));
        (await _cache.GetModelLoadAsync([1], "m"))[1].LastUsedAt.Should().BeNull();
    }

    [TestMethod]
    public async Task Hits_allocate_nothing_of_their_own()
    {
        await using var store = new InMemoryCacheStore();
        var cache = new GatewayCache(store);
        var scope = ConversationScope.Anthropic(1, "client");
        await cache.SetSessionAccountAsync(1, "hash", 1);
        await cache.SaveConversationAsync(scope, "s:1-u:2", "session", 1);

        AllocatedBytes(() => Completed(cache.GetSessionAccountAsync(1, "hash"))).Should().Be(0);
        AllocatedBytes(() => Completed(cache.RefreshSessionAsync(1, "hash"))).Should().Be(0);
        AllocatedBytes(() => Completed(cache.FindConversationAsync(scope, "s:1-u:2-a:3-u:4"))).Should().Be(0);
        AllocatedBytes(() => Completed(cache.FindConversationAsync(scope, "s:9"))).Should().Be(0);
    }

    private static bool Completed<T>(ValueTask<T> task) => task.IsCompletedSuccessfully;

    private static long AllocatedBytes(Func<bool> operation)
    {
        for (int i = 0; i < 100; i++)
        {
            operation().Should().BeTrue();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            operation();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
