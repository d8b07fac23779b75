using System.Net;

namespace Gateway.Security;

/// <summary>Tells requests that another site makes a browser send from those of the gateway's own page.</summary>
internal static class BrowserOrigin
{
    /// <summary>
    /// Whether a browser sends this for a page from elsewhere. A page may do that to any server that the browser's machine reaches; it
    /// cannot read the answer, but an account would pay for it. A name other than <c>localhost</c> counts as elsewhere even when it is the
    /// request's own host: whoever owns a name can point it to this machine.
    /// </summary>
    public static bool IsForeign(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return false;
        }

        bool isOwn = Uri.TryCreate(origin, UriKind.Absolute, out Uri? from)
            && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
            && IsOwn(from.Host);
        return !isOwn;
    }

    /// <summary>
    /// Whether a request was sent to a name other than <c>localhost</c>. A page at a name that was pointed to this machine counts as the request's own
    /// origin to the browser, which then sends no <c>Origin</c> with what it reads.
    /// </summary>
    public static bool IsForeignHost(HttpRequest request) => !IsOwn(request.Host.Host.Trim('[', ']'));

    private static bool IsOwn(string host) => host == "localhost" || IPAddress.TryParse(host, out _);
}
