using System.Text;
using EmbeddedCache;
using EmbeddedCache.Stores;
using Gateway.Apis;

namespace Gateway.Simulation;

/// <summary>An account at a provider that does not exist: it has a key, a prompt cache, and bad days.</summary>
internal sealed class SimulatedAccount(string name, string key, TimeProvider time) : IAsyncDisposable
{
    private const double CharactersPerToken = 4;

    private readonly InMemoryCacheStore _store = new(timeProvider: time);
    private DateTimeOffset _failsUntil;
    private int _requests;

    public string Name { get; } = name;

    public string Key { get; } = key;

    /// <summary>Where it answers.</summary>
    public string Address { get; set; } = string.Empty;

    /// <summary>How many requests reached it with its key.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Whether it fails every request now.</summary>
    public bool IsFailing => time.GetUtcNow() < _failsUntil;

    /// <summary>Lets it fail every request from now on, for a while.</summary>
    public void Fail(TimeSpan duration) => _failsUntil = time.GetUtcNow() + duration;

    public void Asked() => Interlocked.Increment(ref _requests);

    /// <summary>Answers a prompt. What it has seen of it within the last five minutes comes from its prompt cache.</summary>
    /// <param name="api">The API asked.</param>
    /// <param name="prompt">What it says.</param>
    public async Task<Reply> AnswerAsync(Api api, Prompt prompt)
    {
        string chain = string.Join('-', prompt.Parts.Select(static part => part.Hash));
        string id = ShortHash.Compute(Encoding.UTF8.GetBytes(Name + prompt.Model + chain));

        // A provider's prompt cache is what the gateway's is: the longest known prefix of a conversation.
        var cache = new GatewayCache(_store, timeProvider: time);
        ConversationScope scope = ConversationScope.For(api.Kind, 0, Name, prompt.Model);
        ConversationMatch? known = await cache.FindConversationAsync(scope, chain);
        await cache.SaveConversationAsync(scope, chain, id, 1);

        int seen = known is { } match ? chain.AsSpan(0, match.MatchedLength).Count('-') + 1 : 0;
        ToolCall? call = SimulatedModel.CallOf(prompt);
        IReadOnlyList<string> words = call is null ? SimulatedModel.Say(prompt, Name) : [];
        int output = Tokens(call is null ? words.Sum(static word => word.Length) : call.Name.Length + call.Arguments.Length);
        return new Reply(id, prompt.Model, words, call, prompt.Parts.Sum(Tokens), prompt.Parts.Take(seen).Sum(Tokens), output);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static int Tokens(PromptPart part) => Tokens(part.Size);

    private static int Tokens(int characters) => (int)Math.Ceiling(characters / CharactersPerToken);
}
