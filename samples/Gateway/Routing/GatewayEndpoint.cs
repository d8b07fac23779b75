using System.Globalization;
using Gateway.Apis;
using Gateway.Configuration;
using Gateway.Security;
using Microsoft.Extensions.Options;

namespace Gateway.Routing;

/// <summary>Takes requests in, and answers with an error of their API what cannot be routed.</summary>
internal sealed partial class GatewayEndpoint(CallerKeys callers, Router router, IOptions<GatewayOptions> options, TimeProvider time, ILogger<GatewayEndpoint> logger)
{
    private readonly long _maxBodyBytes = options.Value.MaxBodyBytes;

    public async Task HandleAsync(HttpContext context, Api api)
    {
        try
        {
            if (!callers.AreRequired && BrowserOrigin.IsForeign(context.Request))
            {
                throw new RefusedException(StatusCodes.Status403Forbidden, "While no keys are required, browsers may ask only from the gateway's own page. Configure Gateway:Callers.");
            }

            Caller caller = callers.Identify(context.Request, api)
                ?? throw new RefusedException(StatusCodes.Status401Unauthorized, $"The API key is missing or not known. Send it in the header {api.KeyHeader}.");
            ReadOnlyMemory<byte> body = await ReadAsync(context.Request);
            await router.RouteAsync(context, GatewayRequest.Read(api, caller, context, body, time.GetTimestamp()));
        }
        catch (RefusedException exception)
        {
            await RefuseAsync(context, api, exception.Status, exception.Message, exception.RetryAfter);
        }
        catch (FormatException exception)
        {
            await RefuseAsync(context, api, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            string message = exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"The body is larger than {_maxBodyBytes} bytes, which is the most that is taken here."
                : "The request's body could not be read.";
            await RefuseAsync(context, api, exception.StatusCode, message);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or HttpRequestException or IOException)
        {
            LogCallerLeft(api.Name);
        }
    }

    // The whole body: it is hashed from its start to its end, and sent again when an account fails. Kestrel holds it to its limit.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new RefusedException(StatusCodes.Status415UnsupportedMediaType, "Send the body without a Content-Encoding: it has to be read here.");
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static async Task RefuseAsync(HttpContext context, Api api, int status, string message, TimeSpan? retryAfter = null)
    {
        byte[] error = api.Error(status, message);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = error.Length;
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.Body.WriteAsync(error, context.RequestAborted);
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, EventName = "CallerLeft", Message = "The caller of {Api} left before the answer's end.")]
    private partial void LogCallerLeft(string api);
}
