using System.Net;
using EmbeddedCache;
using Gateway.Apis;
using Gateway.Security;

namespace Gateway.Routing;

/// <summary>A request, and what the cache knows requests by.</summary>
internal sealed class GatewayRequest
{
    // What the cache takes as a name.
    private const int MaxModelLength = 1_024;

    private GatewayRequest(Api api, Caller caller, ReadOnlyMemory<byte> body, string chain, string model, bool streamed, string ip, string userAgent, long received)
    {
        Api = api;
        Received = received;
        CallerName = caller.Name;
        GroupId = caller.GroupId;
        Body = body;
        Model = model;
        Streamed = streamed;
        Chain = chain;
        string sessionHash = EmbeddedCache.SessionHash.Compute(body.Span, new RequestOrigin(ip, userAgent, caller.Id));
        SessionHash = sessionHash.Length == 0 ? sessionHash : api.SessionPrefix + sessionHash;

        // Here a key stands for its user.
        PrefixHash = EmbeddedCache.PrefixHash.Compute(caller.Id, caller.Id, ip, userAgent, api.Name, model);
        Scope = api.Scope(GroupId, PrefixHash);
    }

    public Api Api { get; }

    /// <summary>When it was there, body and all: a timestamp of the clock.</summary>
    public long Received { get; }

    public string CallerName { get; }

    public long GroupId { get; }

    public ReadOnlyMemory<byte> Body { get; }

    public string Model { get; }

    public bool Streamed { get; }

    /// <summary>The session it belongs to; empty when nothing tells.</summary>
    public string SessionHash { get; }

    /// <summary>The conversation: a segment a message.</summary>
    public string Chain { get; }

    /// <summary>Keeps the conversations of one client from those of others.</summary>
    public string PrefixHash { get; }

    public ConversationScope Scope { get; }

    /// <exception cref="FormatException">The body is not such a request; the message says where.</exception>
    public static GatewayRequest Read(Api api, Caller caller, HttpContext context, ReadOnlyMemory<byte> body, long received)
    {
        string chain = api.DigestChain(body.Span);
        (string model, bool streamed) = api.ModelOf(context.Request, body.Span);
        if (model.Length is 0 or > MaxModelLength)
        {
            throw new FormatException($"model: it has {model.Length} characters; it must have 1 to {MaxModelLength}.");
        }

        if (model.Any(char.IsControl))
        {
            throw new FormatException("model: it has a control character.");
        }

        // One client, whether the server listens on IPv4 alone or on both.
        IPAddress? address = context.Connection.RemoteIpAddress;
        string ip = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? string.Empty;
        return new GatewayRequest(api, caller, body, chain, model, streamed, ip, context.Request.Headers.UserAgent.ToString(), received);
    }
}
