namespace Gateway.Configuration;

/// <summary>An upstream account.</summary>
internal sealed class AccountOptions
{
    /// <summary>What the cache knows it by. The same in every process that shares a store, and never given to another account.</summary>
    public long Id { get; set; }

    /// <summary>What people know it by, in logs, answers and on the page: 1 to 64 of <c>A-Z a-z 0-9 . _ -</c>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Where its API is, for example <c>https://api.anthropic.com</c>: the path of a request is put behind it.</summary>
    public string BaseUrl { get; set; } = string.Empty;

    /// <summary>Its key, which no caller and no log ever sees.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>Which APIs it serves: <c>anthropic</c>, <c>openai-chat</c>, <c>openai-responses</c>, <c>gemini</c>.</summary>
    public IList<string> Apis { get; } = [];

    /// <summary>Whether it is only an imitation; for the page.</summary>
    public bool Simulated { get; set; }
}
