using System.Net.ServerSentEvents;

namespace EmbeddedCache.Samples.Tests;

/// <summary>The stream of the gateway's page, read without a browser.</summary>
internal sealed class PageStream : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private PageStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _parser = SseParser.Create(body);
        _events = _parser.EnumerateAsync(_patience.Token).GetAsyncEnumerator(_patience.Token);
    }

    public string? LastEventId => _parser.LastEventId;

    public static async Task<PageStream> OpenAsync(GatewayHost gateway, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live/events");
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        HttpResponseMessage response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        return new PageStream(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event, of a type when one is given.</summary>
    public async Task<SseItem<string>> NextAsync(string? type = null)
    {
        do
        {
            (await _events.MoveNextAsync()).Should().BeTrue("the stream goes on");
        }
        while (type is not null && _events.Current.EventType != type);

        return _events.Current;
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _response.Dispose();
        _patience.Dispose();
    }
}
