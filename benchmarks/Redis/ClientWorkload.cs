using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EmbeddedCache.Stores;
using StackExchange.Redis;

namespace EmbeddedCache.Benchmarks.Redis;

/// <summary>The calls of a busy gateway, 128 of them at any time, through the cache and with the bare client.</summary>
internal sealed class ClientWorkload : IAsyncDisposable
{
    private const int InFlight = 128;
    private const int Sessions = 1_000;
    private const int Models = 64;

    // Ten messages: the shorter the find on the server, the more of a call is the client's.
    private const int Messages = 10;

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly RedisCacheStore _store;
    private readonly GatewayCache _cache;
    private readonly IDatabase _database;
    private readonly string[] _hashes;
    private readonly string[] _models;
    private readonly string _prefixHash;
    private readonly ConversationScope _scope;
    private readonly Conversation _conversation = Conversation.Make(Messages, MatchPlace.End);
    private readonly byte[] _find = NameOf("find-path.lua");
    private readonly byte[] _increment = NameOf("increment.lua");

    private ClientWorkload(RedisTarget target)
    {
        _store = target.Store();
        _cache = new GatewayCache(_store);
        _database = target.Database;
        _hashes = [.. Enumerable.Range(0, Sessions).Select(i => $"{target.Run}{i:D10}")];
        _models = [.. Enumerable.Range(0, Models).Select(i => $"model-{target.Run}-{i}")];
        _prefixHash = target.Run[..16];
        _scope = ConversationScope.Gemini(1, _prefixHash);
    }

    public static async Task<ClientWorkload> CreateAsync(RedisTarget target)
    {
        var workload = new ClientWorkload(target);
        foreach (string hash in workload._hashes)
        {
            target.Own($"sticky_session:1:{hash}");
            await workload._cache.SetSessionAccountAsync(1, hash, Conversation.AccountId);
        }

        target.Own($"gemini:trie:1:{workload._prefixHash}");
        foreach (string path in workload._conversation.Saved)
        {
            await workload._cache.SaveConversationAsync(workload._scope, path, Conversation.SessionId, Conversation.AccountId);
        }

        foreach (string model in workload._models)
        {
            target.Own($"ag:model_load:1:{model}");
            target.Own($"ag:model_last_used:1:{model}");
            await workload._cache.IncrementModelCallsAsync(1, model);
        }

        return workload;
    }

    public Contender Get() => Ours(async (worker, calls) =>
    {
        for (int call = 0; call < calls; call++)
        {
            if (await _cache.GetSessionAccountAsync(1, _hashes[(worker + call) % Sessions]) != Conversation.AccountId)
            {
                throw Wrong();
            }
        }
    });

    public Contender BareGet() => Bare(async (worker, calls) =>
    {
        for (int call = 0; call < calls; call++)
        {
            RedisValue account = await _database.StringGetAsync($"sticky_session:{1}:{_hashes[(worker + call) % Sessions]}");
            if ((long?)account != Conversation.AccountId)
            {
                throw Wrong();
            }
        }
    });

    public Contender Find() => Ours(async (_, calls) =>
    {
        for (int call = 0; call < calls; call++)
        {
            if (await _cache.FindConversationAsync(_scope, _conversation.Chain) is not { AccountId: Conversation.AccountId })
            {
                throw Wrong();
            }
        }
    });

    public Contender BareFind() => Bare(async (_, calls) =>
    {
        for (int call = 0; call < calls; call++)
        {
            RedisResult answer = await _database.ScriptEvaluateAsync(_find, [$"gemini:trie:{1}:{_prefixHash}"], [_conversation.Chain, 300_000]);
            if (((string?)answer)?.EndsWith(Conversation.Value, StringComparison.Ordinal) != true)
            {
                throw Wrong();
            }
        }
    });

    public Contender Increment() => Ours(async (worker, calls) =>
    {
        for (int call = 0; call < calls; call++)
        {
            if (await _cache.IncrementModelCallsAsync(1, _models[(worker + call) % Models]) < 1)
            {
                throw Wrong();
            }
        }
    });

    // Two commands on their way at once, as the cache's are: a script that counts and renews in one, and a SET.
    public Contender BareIncrement() => Bare(async (worker, calls) =>
    {
        for (int call = 0; call < calls; call++)
        {
            string model = _models[(worker + call) % Models];
            Task<RedisResult> count = _database.ScriptEvaluateAsync(_increment, [$"ag:model_load:{1}:{model}"], [(long)Day.TotalMilliseconds]);
            await _database.StringSetAsync($"ag:model_last_used:{1}:{model}", DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Day);
            if ((long)await count < 1)
            {
                throw Wrong();
            }
        }
    });

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static Contender Ours(Func<int, int, Task> loop) => Contender.OfAsync("this cache", calls => InParallel(loop, calls));

    private static Contender Bare(Func<int, int, Task> loop) => Contender.OfAsync("bare client", calls => InParallel(loop, calls));

    private static Task InParallel(Func<int, int, Task> loop, int calls) =>
        Task.WhenAll(Enumerable.Range(0, InFlight).Select(worker => Task.Run(() => loop(worker, (calls + worker) / InFlight))));

    private static InvalidOperationException Wrong() => new("A call gave a wrong answer.");

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Redis names scripts by their SHA-1.")]
    private static byte[] NameOf(string script)
    {
        using Stream text = typeof(RedisCacheStore).Assembly.GetManifestResourceStream(script)!;
        return SHA1.HashData(text);
    }
}
