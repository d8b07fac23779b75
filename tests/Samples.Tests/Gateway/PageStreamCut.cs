using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EmbeddedCache.Samples.Tests;

/// <summary>Cuts the page's streams as a network does: in the middle, without an end.</summary>
internal sealed class PageStreamCut : IStartupFilter
{
    private readonly ConcurrentQueue<HttpContext> _streams = new();
    private readonly ConcurrentQueue<string?> _lastEventIds = new();

    /// <summary>What each stream that was asked for said that it had seen.</summary>
    public IReadOnlyList<string?> LastEventIds => [.. _lastEventIds];

    public void Now()
    {
        while (_streams.TryDequeue(out HttpContext? stream))
        {
            stream.Abort();
        }
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (context.Request.Path == "/live/events")
            {
                _lastEventIds.Enqueue(context.Request.Headers["Last-Event-ID"].FirstOrDefault());
                _streams.Enqueue(context);
            }

            await rest(context);
        });
        next(app);
    };
}
