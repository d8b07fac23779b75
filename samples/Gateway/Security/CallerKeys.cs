using System.Security.Cryptography;
using System.Text;
using Gateway.Apis;
using Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace Gateway.Security;

/// <summary>The keys of those who may call. It holds their digests only.</summary>
internal sealed class CallerKeys(IOptions<GatewayOptions> options)
{
    private const string Bearer = "Bearer ";
    private static readonly Caller Anyone = new(0, "anyone", 0);

    private readonly (byte[] Digest, Caller Caller)[] _callers =
        [.. options.Value.Callers.Select(static caller => (SHA256.HashData(Encoding.UTF8.GetBytes(caller.Key)), new Caller(caller.Id, caller.Name, caller.Group)))];

    /// <summary>Whether a key is needed at all.</summary>
    public bool AreRequired => _callers.Length > 0;

    /// <summary>Whose key a request carries; null for nobody's. Without any keys configured, everybody is one caller.</summary>
    public Caller? Identify(HttpRequest request, Api api)
    {
        if (!AreRequired)
        {
            return Anyone;
        }

        // Digests are of one length, and every one is compared to its end: time tells nothing of a key.
        byte[] presented = SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(request, api)));
        Caller? found = null;
        foreach ((byte[] digest, Caller caller) in _callers)
        {
            found = CryptographicOperations.FixedTimeEquals(digest, presented) ? caller : found;
        }

        return found;
    }

    // Every provider's clients can send a bearer token as well. A key in the query would end up in logs, so it is not looked at.
    private static string KeyOf(HttpRequest request, Api api)
    {
        string own = request.Headers[api.KeyHeader].ToString();
        string key = own.Length > 0 ? own : request.Headers.Authorization.ToString();
        return key.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? key[Bearer.Length..].Trim() : key;
    }
}
