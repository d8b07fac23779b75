using System.Net;
using System.Text;
using Gateway.Configuration;
using Gateway.Routing;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Upstreams;

/// <summary>Sends requests to accounts.</summary>
internal sealed partial class Upstream(AccountPool accounts, IOptions<GatewayOptions> options, TimeProvider time, ILogger<Upstream> logger) : IDisposable
{
    private readonly TimeSpan _answerTimeout = options.Value.AnswerTimeout;
    private readonly HttpMessageInvoker _remote = new(Handler(options.Value, useProxy: true));

    // A proxy of the environment is no way to this machine.
    private readonly HttpMessageInvoker _local = new(Handler(options.Value, useProxy: false));

    /// <summary>
    /// Sends a request, its body as it came, with the account's key in place of the caller's. Waits until the answer begins. An account that
    /// fails is cooled down.
    /// </summary>
    /// <returns>The answer, also when there was none in time. A caller who goes away is an <see cref="OperationCanceledException"/>.</returns>
    public async Task<UpstreamAnswer> SendAsync(Account account, GatewayRequest request, HttpContext context)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, AddressOf(account, context.Request))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ReadOnlyMemoryContent(request.Body),
        };
        ForwardedHeaders.Copy(context.Request.Headers, message);
        message.Headers.TryAddWithoutValidation(request.Api.KeyHeader, request.Api.KeyScheme + account.Key);

        using var patience = new CancellationTokenSource(_answerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        account.Sent();
        try
        {
            HttpResponseMessage response = await (account.BaseUrl.IsLoopback ? _local : _remote).SendAsync(message, either.Token);
            return Counted(new UpstreamAnswer(account, response, time));
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested && exception is HttpRequestException or OperationCanceledException)
        {
            LogNoAnswer(account.Name, exception is HttpRequestException { HttpRequestError: var error } ? $"{error}" : "no answer in time");
            return Counted(new UpstreamAnswer(account, null, time));
        }
        catch
        {
            account.Done();
            throw;
        }
    }

    public void Dispose()
    {
        _remote.Dispose();
        _local.Dispose();
    }

    private UpstreamAnswer Counted(UpstreamAnswer answer)
    {
        if (answer.IsFailure)
        {
            accounts.Failed(answer.Account, answer.RetryAfter);
        }
        else
        {
            answer.Account.Answered();
        }

        return answer;
    }

    private static Uri AddressOf(Account account, HttpRequest request)
    {
        // Gemini's clients may put their key into the query.
        QueryString query = request.Query.ContainsKey("key")
            ? new QueryBuilder(request.Query.Where(static pair => !pair.Key.Equals("key", StringComparison.OrdinalIgnoreCase))).ToQueryString()
            : request.QueryString;
        return new Uri(account.BaseUrl.AbsoluteUri.TrimEnd('/') + request.Path.ToUriComponent() + query.ToUriComponent());
    }

    private static SocketsHttpHandler Handler(GatewayOptions options, bool useProxy) => new()
    {
        UseProxy = useProxy,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.ConnectTimeout,

        // As Kestrel reads them. A header that could not be sent would count as the account's failure.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        EnableMultipleHttp2Connections = true,

        // Names are resolved again now and then.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, EventName = "NoAnswer", Message = "Account {Account} did not answer: {Reason}.")]
    private partial void LogNoAnswer(string account, string reason);
}
