using System.Text;
using EmbeddedCache.Fingerprints;

namespace EmbeddedCache;

/// <summary>Where a client may name the session of a request: headers first, then members of the body.</summary>
/// <remarks>
/// <see cref="Default"/> follows the clients of docs/clients.md. To teach it another one, add to its lists:
/// <code>
/// var signals = new SessionSignals { Headers = [.. SessionSignals.Default.Headers, "x-my-session"] };
/// RequestFingerprint.Read(api, body, header, model, signals);
/// </code>
/// An instance is immutable; make it once.
/// </remarks>
public sealed class SessionSignals
{
    /// <summary>The signals of the known clients.</summary>
    public static SessionSignals Default { get; } = new();

    /// <summary>The headers, the strongest first.</summary>
    /// <exception cref="ArgumentException">A name is null or empty.</exception>
    public IReadOnlyList<string> Headers
    {
        get;
        init => field = Checked(value, static name => name.Length > 0);
    } = [.. KnownClients.SessionHeaders.Select(static row => row.Text)];

    /// <summary>
    /// Members at the top of the body (<c>prompt_cache_key</c>), or one level below (<c>metadata.session</c>), the strongest first. Their
    /// value is a string, or an object with the string <c>id</c>. The value of <c>metadata.user_id</c> is a session's name only in the
    /// forms of Claude Code: a JSON text with <c>session_id</c>, or a text that ends in <c>_session_</c> and a UUID.
    /// </summary>
    /// <exception cref="ArgumentException">A name is null or empty, or more than one level below the top.</exception>
    public IReadOnlyList<string> BodyFields
    {
        get;
        init
        {
            field = Checked(value, static name => name.Split('.') is { Length: 1 or 2 } parts && parts.All(static part => part.Length > 0));
            Fields = [.. field.Select(static name => new Field(name))];
        }
    } = [.. KnownClients.SessionFields.Select(static row => row.Text)];

    /// <summary>The members as they are looked up.</summary>
    internal Field[] Fields { get; private init; } = [.. KnownClients.SessionFields.Select(static row => new Field(row.Text))];

    private static string[] Checked(IReadOnlyList<string> names, Func<string, bool> isValid)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string? name in names)
        {
            if (name is null || !isValid(name))
            {
                throw new ArgumentException($"'{name}' is not the name of a header, of a member of the body, or of a member of such a member.", nameof(names));
            }
        }

        return [.. names];
    }

    /// <summary>A member of the body that names the session.</summary>
    internal sealed class Field
    {
        public Field(string path)
        {
            string[] names = path.Split('.');
            Name = Encoding.UTF8.GetBytes(names[0]);
            Member = names.Length > 1 ? Encoding.UTF8.GetBytes(names[1]) : null;
            IsClaudeUserId = path == KnownClients.ClaudeUserId;
        }

        public byte[] Name { get; }

        /// <summary>The name one level below; null when the value at the top is meant.</summary>
        public byte[]? Member { get; }

        /// <summary>Whether the text is not the session's name but holds it.</summary>
        public bool IsClaudeUserId { get; }
    }
}
