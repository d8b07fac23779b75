using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace Gateway.Upstreams;

/// <summary>Which headers pass the gateway, and which end at it.</summary>
internal static class ForwardedHeaders
{
    /// <summary>Of an answer: the account that gave it.</summary>
    public const string Account = "x-embeddedcache-account";

    /// <summary>Of an answer: how that account was found.</summary>
    public const string Match = "x-embeddedcache-match";

    // RFC 9110, 7.6.1, and their older kin: these speak of one connection. Content-Length and Host are made anew.
    private static readonly FrozenSet<string> OfTheConnection = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    // Who the caller is towards the gateway is nothing to the account, which has a key, an organization and cookies of its own.
    private static readonly FrozenSet<string> OfTheCaller = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Cookie", "OpenAI-Organization", "OpenAI-Project", "x-api-key", "x-goog-api-key", "x-goog-user-project");

    private static readonly FrozenSet<string> OfTheAccount = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Alt-Svc", "OpenAI-Organization", "OpenAI-Project", "Server", "Set-Cookie", "anthropic-organization-id", Account, Match);

    public static void Copy(IHeaderDictionary from, HttpRequestMessage to)
    {
        string[] named = from.Connection.SelectMany(Names).ToArray();
        foreach ((string name, StringValues values) in from)
        {
            if (OfTheConnection.Contains(name) || OfTheCaller.Contains(name) || named.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            // One of the two takes it: HttpClient keeps the headers of the content apart.
            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                to.Content!.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    public static void Copy(HttpResponseMessage from, IHeaderDictionary to)
    {
        string[] named = [.. from.Headers.Connection];
        Copy(from.Headers, named, to);
        Copy(from.Content.Headers, named, to);
        to.ContentLength = from.Content.Headers.ContentLength;
    }

    private static void Copy(HttpHeaders from, string[] named, IHeaderDictionary to)
    {
        foreach ((string name, HeaderStringValues values) in from.NonValidated)
        {
            if (!OfTheConnection.Contains(name) && !OfTheAccount.Contains(name) && !named.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                to[name] = values.ToArray();
            }
        }
    }

    private static IEnumerable<string> Names(string? value) =>
        (value ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
