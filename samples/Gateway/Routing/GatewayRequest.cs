using System.Text;
using EmbeddedCache;
using Gateway.Apis;
using Gateway.Security;

namespace Gateway.Routing;

/// <summary>A request, and what the cache knows requests by.</summary>
internal sealed class GatewayRequest
{
    private const int MaxModelLength = 1_024;
    private const int ClientLength = 8;

    private GatewayRequest(Api api, Caller caller, ReadOnlyMemory<byte> body, RequestFingerprint fingerprint, string model, bool streamed, long received)
    {
        Api = api;
        Received = received;
        CallerName = caller.Name;
        GroupId = caller.GroupId;
        Body = body;
        Model = model;
        Streamed = streamed;
        Chain = fingerprint.Chain;
        SessionHash = fingerprint.SessionHash(caller.Tenant);
        Scope = ConversationScope.For(api.Kind, caller.GroupId, caller.Tenant, model);
        Client = ShortHash.Compute(Encoding.UTF8.GetBytes($"{api.Name}:{caller.Tenant}:{model}")).PadLeft(ClientLength, '0')[..ClientLength];
    }

    public Api Api { get; }

    /// <summary>When it was there, body and all: a timestamp of the clock.</summary>
    public long Received { get; }

    public string CallerName { get; }

    public long GroupId { get; }

    public ReadOnlyMemory<byte> Body { get; }

    public string Model { get; }

    public bool Streamed { get; }

    /// <summary>The session it belongs to; null when the client names none.</summary>
    public string? SessionHash { get; }

    /// <summary>The conversation: a segment a block of content.</summary>
    public string Chain { get; }

    /// <summary>Where its conversation is looked up.</summary>
    public ConversationScope Scope { get; }

    /// <summary>A short name of that, for the page.</summary>
    public string Client { get; }

    /// <exception cref="FormatException">The body is not such a request; the message says where.</exception>
    public static GatewayRequest Read(Api api, Caller caller, HttpContext context, ReadOnlyMemory<byte> body, long received)
    {
        string? modelInPath = api.ModelInPath(context.Request);
        if (modelInPath is not null)
        {
            Check(modelInPath);
        }

        var fingerprint = RequestFingerprint.Read(api.Kind, body.Span, name => context.Request.Headers[name], modelInPath);
        string model = fingerprint.Model ?? throw new FormatException("model: the request names none; it must be a string.");
        Check(model);
        return new GatewayRequest(api, caller, body, fingerprint, model, api.IsStreamed(context.Request, body.Span), received);
    }

    private static void Check(string model)
    {
        if (model.Length is 0 or > MaxModelLength)
        {
            throw new FormatException($"model: it has {model.Length} characters; it must have 1 to {MaxModelLength}.");
        }

        if (model.Any(char.IsControl))
        {
            throw new FormatException("model: it has a control character.");
        }
    }
}
