using System.Globalization;
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
    private const string Anyone = "anyone";

    private readonly (byte[] Digest, Caller Caller)[] _callers =
        [.. options.Value.Callers.Select(static caller => (SHA256.HashData(Encoding.UTF8.GetBytes(caller.Key)), new Caller(caller.Id, caller.Name, caller.Group, caller.Id.ToString(CultureInfo.InvariantCulture))))];

    /// <summary>Whether a key is needed at all.</summary>
    public bool AreRequired => _callers.Length > 0;

    /// <summary>Whose key a request carries; null for an unknown one. Without any keys configured, each key that is presented is a tenant of its own.</summary>
    public Caller? Identify(HttpRequest request, Api api)
    {
        string key = KeyOf(request, api);
        byte[] presented = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        if (!AreRequired)
        {
            return new Caller(0, Anyone, 0, key.Length == 0 ? Anyone : Convert.ToHexString(presented));
        }

        // Digests are of one length, and every one is compared to its end: time tells nothing of a key.
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
