using System.Net;
using System.Net.Http.Headers;

namespace Gateway.Upstreams;

/// <summary>What an account answered: its status and headers; the body is still on its way. Null inside when it answered nothing.</summary>
internal sealed class UpstreamAnswer(Account account, HttpResponseMessage? response, TimeProvider time) : IDisposable
{
    public Account Account { get; } = account;

    public bool IsSuccess => response is { IsSuccessStatusCode: true };

    /// <summary>Whether it is the account that failed, so that another may do better; any other answer is the caller's.</summary>
    public bool IsFailure => response is null || IsOfTheKey || response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>
    /// Whether there is an answer to show the caller. What an account says of its key is not: the key is not the caller's, and some
    /// providers repeat part of it.
    /// </summary>
    public bool CanBePassedOn => response is not null && !IsOfTheKey;

    /// <summary>The status, for the log; 0 for none.</summary>
    public int Status => (int)(response?.StatusCode ?? 0);

    /// <summary>How long the account asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter
    {
        get
        {
            RetryConditionHeaderValue? header = response?.Headers.RetryAfter;
            TimeSpan? wait = header?.Delta ?? header?.Date - time.GetUtcNow();
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        }
    }

    private bool IsOfTheKey => response?.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>Passes it on, each piece as it comes.</summary>
    public async Task PassOnAsync(HttpContext context)
    {
        HttpResponseMessage answer = response ?? throw new InvalidOperationException("The account answered nothing.");
        context.Response.StatusCode = (int)answer.StatusCode;
        ForwardedHeaders.Copy(answer, context.Response.Headers);
        try
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await using Stream body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            await body.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // The account broke off. The caller must not take what came for the whole.
            context.Abort();
        }
    }

    public void Dispose()
    {
        response?.Dispose();
        Account.Done();
    }
}
