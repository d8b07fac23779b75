using System.Security.Cryptography;
using System.Text;
using Gateway.Security;
using Microsoft.Extensions.Options;

namespace Gateway.Live;

/// <summary>
/// Lets in what asks for the gateway's own data: with keys configured, a caller's key or the cookie that one was exchanged for; without, requests to
/// this machine's own name or address alone, so that a name that was pointed here gives a browser's other pages nothing.
/// </summary>
internal sealed class PageAccess(IOptions<LivePageOptions> options)
{
    private const string CookieName = "gateway-page";

    // A browser's stream of events carries no headers of its own, so the key is exchanged for this; it ends with the process.
    private readonly byte[] _token = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true));

    /// <summary>What refuses a request; null when it is let in.</summary>
    public IResult? Refuse(HttpRequest request)
    {
        if (options.Value.IsCaller is { } isCaller)
        {
            return HasCookie(request) || isCaller(request)
                ? null
                : TypedResults.Json("A caller's key is needed: enter it on the page, or send it in the header x-api-key.", statusCode: StatusCodes.Status401Unauthorized);
        }

        return BrowserOrigin.IsForeignHost(request) || BrowserOrigin.IsForeign(request)
            ? TypedResults.Json("While no keys are required, this is for localhost and addresses alone, and for the gateway's own page. Configure Gateway:Callers.", statusCode: StatusCodes.Status403Forbidden)
            : null;
    }

    /// <summary>Gives a caller the cookie that lets its browser in.</summary>
    public IResult Admit(HttpContext context)
    {
        if (Refuse(context.Request) is { } refusal)
        {
            return refusal;
        }

        context.Response.Cookies.Append(CookieName, Encoding.ASCII.GetString(_token), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps });
        return TypedResults.NoContent();
    }

    private bool HasCookie(HttpRequest request) =>
        request.Cookies[CookieName] is { } token && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _token);
}
