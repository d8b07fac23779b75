using CsCheck;

namespace EmbeddedCache.Tests;

[TestClass]
public sealed class GatewayCacheArgumentTests : IAsyncDisposable
{
    private static readonly ConversationScope Scope = ConversationScope.Gemini(1, "p");

    private readonly RecordingStore _store = new();
    private readonly GatewayCache _cache;

    public GatewayCacheArgumentTests() => _cache = new GatewayCache(_store);

    public static IEnumerable<object?[]> BadNames { get; } =
    [
        [null],
        [string.Empty],
        ["lone \uD800 surrogate"],
        ["lone low \uDC00"],
        ["at the end \uD800"],
        [new string('n', 1_025)],
    ];

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [TestMethod]
    [DynamicData(nameof(BadNames))]
    public async Task A_name_is_1_to_1024_characters_of_valid_UTF16(string name)
    {
        await ShouldRefuse("sessionHash", async () => await _cache.GetSessionAccountAsync(1, name));
        await ShouldRefuse("sessionHash", async () => await _cache.SetSessionAccountAsync(1, name, 1));
        await ShouldRefuse("sessionHash", async () => await _cache.RefreshSessionAsync(1, name));
        await ShouldRefuse("sessionHash", async () => await _cache.DeleteSessionAccountAsync(1, name));
        await ShouldRefuse("sessionId", async () => await _cache.SaveConversationAsync(Scope, "a", name, 1));
        await ShouldRefuse("model", async () => await _cache.IncrementModelCallsAsync(1, name));
        await ShouldRefuse("model", async () => await _cache.GetModelLoadAsync([1], name));
        await ShouldRefuse("prefixHash", () => Task.FromResult(ConversationScope.Gemini(1, name)));
        await ShouldRefuse("prefixHash", () => Task.FromResult(ConversationScope.Anthropic(1, name)));
        await ShouldRefuse("tenant", () => Task.FromResult(ConversationScope.For(LlmApi.Gemini, 1, name, "m")));
        await ShouldRefuse("model", () => Task.FromResult(ConversationScope.For(LlmApi.Gemini, 1, "t", name)));
        _store.Calls.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("n")]
    [DataRow("a pair 😀 and {}: - \0 characters")]
    public async Task Any_other_name_is_taken(string name)
    {
        foreach (string taken in new[] { name, name.PadRight(1_024) })
        {
            await _cache.SetSessionAccountAsync(1, taken, 7);
            (await _cache.GetSessionAccountAsync(1, taken)).Should().Be(7);
            await _cache.SaveConversationAsync(ConversationScope.For(LlmApi.OpenAIChat, 1, taken, taken), "a", taken, 8);
            (await _cache.FindConversationAsync(ConversationScope.For(LlmApi.OpenAIChat, 1, taken, taken), "a"))!.Value.SessionId.Should().Be(taken);
            (await _cache.IncrementModelCallsAsync(1, taken)).Should().Be(1);
        }
    }

    [TestMethod]
    public async Task A_chain_is_valid_UTF16_and_a_scope_is_made_by_its_factories()
    {
        await ShouldRefuse("chain", async () => await _cache.FindConversationAsync(Scope, "a-\uD800"));
        await ShouldRefuse("chain", async () => await _cache.SaveConversationAsync(Scope, "a-\uDC00-b", "s", 1));
        await ShouldRefuse("chain", async () => await _cache.FindConversationAsync(Scope, null!));
        await ShouldRefuse("chain", async () => await _cache.SaveConversationAsync(Scope, null!, "s", 1));
        await ShouldRefuse("scope", async () => await _cache.FindConversationAsync(default, "a"));
        await ShouldRefuse("scope", async () => await _cache.SaveConversationAsync(default, "a", "s", 1));
        await ShouldRefuse("accountIds", async () => await _cache.GetModelLoadAsync(null!, "m"));
        _store.Calls.Should().BeEmpty();
    }

    [TestMethod]
    public void A_lone_surrogate_is_found_wherever_it_stands_and_a_pair_never_is() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300], Gen.Char).Sample((before, behind, character) =>
        {
            string Text(string middle) => new string('a', before) + middle + new string('\uFFFD', behind);
            Action pair = () => ConversationScope.Gemini(1, Text("\U0001F600"));
            Action one = () => ConversationScope.Gemini(1, Text(character.ToString()));
            Action reversed = () => ConversationScope.Gemini(1, Text("\uDE00\uD83D"));

            pair.Should().NotThrow();
            reversed.Should().Throw<ArgumentException>().WithMessage($"*index {before}.*");
            if (char.IsSurrogate(character))
            {
                one.Should().Throw<ArgumentException>().WithMessage($"*index {before}.*");
            }
            else
            {
                one.Should().NotThrow();
            }
        });

    [TestMethod]
    [DataRow(0L)]
    [DataRow(-1L)]
    public async Task A_time_to_live_is_positive(long ticks)
    {
        var life = TimeSpan.FromTicks(ticks);
        Func<Task> set = async () => await _cache.SetSessionAccountAsync(1, "h", 1, life);
        Func<Task> refresh = async () => await _cache.RefreshSessionAsync(1, "h", life);

        (await set.Should().ThrowAsync<ArgumentOutOfRangeException>()).Which.ParamName.Should().Be("timeToLive");
        (await refresh.Should().ThrowAsync<ArgumentOutOfRangeException>()).Which.ParamName.Should().Be("timeToLive");
        _store.Calls.Should().BeEmpty();
    }

    [TestMethod]
    public void An_option_out_of_range_is_named()
    {
        ShouldRefuseOption(nameof(GatewayCacheOptions.SessionTimeToLive), new() { SessionTimeToLive = TimeSpan.Zero });
        ShouldRefuseOption(nameof(GatewayCacheOptions.ConversationTimeToLive), new() { ConversationTimeToLive = TimeSpan.FromTicks(-1) });
        ShouldRefuseOption(nameof(GatewayCacheOptions.ModelLoadTimeToLive), new() { ModelLoadTimeToLive = TimeSpan.MinValue });
        ShouldRefuseOption(nameof(GatewayCacheOptions.MaxChainSegments), new() { MaxChainSegments = 0 });
        ((Action)(() => _ = new GatewayCache(null!))).Should().Throw<ArgumentNullException>();
    }

    private static async Task ShouldRefuse(string parameter, Func<Task> call) =>
        (await call.Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(parameter);

    private void ShouldRefuseOption(string parameter, GatewayCacheOptions options)
    {
        Action make = () => _ = new GatewayCache(_store, options);
        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"GatewayCacheOptions.{parameter} is *needed*");
    }
}
