using System.Text;

namespace EmbeddedCache.Fingerprints;

/// <summary>
/// What is known of real clients, as data: the names under which they send their session, and the texts that only describe the
/// environment. A row says which client sends the text, in which versions, and when it was last seen. docs/clients.md has the same rows.
/// </summary>
internal static class KnownClients
{
    /// <summary>Headers that name the session, the strongest first.</summary>
    public static readonly Row[] SessionHeaders =
    [
        new("x-claude-code-session-id", "Claude Code", "2.1.8x to 2.1.331", "2026-11-25"),
        new("session-id", "Codex", "0.169", "2026-11-25"),
        new("session_id", "Codex, pi", "Codex before 0.169", "2026-11-25"),
        new("thread-id", "Codex", "0.169", "2026-11-25"),
        new("conversation_id", "Codex", "before 0.169", "2026-11-25"),
        new("x-session-id", "OpenCode, Kilo", "OpenCode 1.18", "2026-11-25"),
        new("x-session-affinity", "OpenCode, Kilo", "OpenCode 1.18", "2026-11-25"),
    ];

    /// <summary>Members of the body that name the session, the strongest first; headers are stronger.</summary>
    public static readonly Row[] SessionFields =
    [
        new(ClaudeUserId, "Claude Code", "1.0 and 2.0: ends in _session_ and a UUID; 2.1: JSON with session_id", "2026-11-25"),
        new("prompt_cache_key", "Codex, pi, Copilot", "Codex 0.169", "2026-11-25"),
        new("conversation", "OpenAI's client libraries", "a string, or an object with an id", "2026-11-25"),
    ];

    /// <summary>How user texts begin that only describe the environment. Clients rewrite them when a session goes on.</summary>
    public static readonly Row[] EnvironmentTexts =
    [
        new("<environment_context>", "Codex", "0.169", "2026-11-25"),
        new("<session_context>", "Gemini CLI", "0.61", "2026-11-25"),
        new("This is the Qwen Code. We are", "Qwen Code", "0.15.10", "2026-11-25"),
        new("This is the Gemini CLI. We are", "Gemini CLI", "before 0.61", "2026-11-25"),
        new("# AGENTS", "Codex", "before 0.169", "2026-11-25"),
    ];

    /// <summary>Answers that a client writes by itself, to an environment text.</summary>
    public static readonly Row[] CannedAnswers =
    [
        new("Got it. Thanks for the context!", "Qwen Code, Gemini CLI", "Qwen Code 0.15.10", "2026-11-25"),
    ];

    /// <summary>The one member whose text is not a session's name but holds one.</summary>
    public const string ClaudeUserId = "metadata.user_id";

    /// <summary>A text, and who sends it.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="Client">The clients that send it.</param>
    /// <param name="Version">Their versions, or the form that these give it.</param>
    /// <param name="Seen">The day of the last recording.</param>
    internal sealed record Row(string Text, string Client, string Version, string Seen)
    {
        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Text);
    }
}
