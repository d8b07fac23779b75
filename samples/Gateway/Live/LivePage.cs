using Gateway.Live.Feed;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Live;

/// <summary>The page at <c>/</c> that shows what the gateway decides, while it decides it.</summary>
internal static class LivePage
{
    // Another site cannot make a browser send it without asking first, and nobody answers such questions here.
    private const string OwnHeader = "x-live-page";

    // Only what comes from here runs, and no text becomes markup.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Adds what the page needs. The gateway adds an <see cref="IAccountBoard"/>, and tells <see cref="LiveFeed"/> its decisions.</summary>
    public static IServiceCollection AddLivePage(this IServiceCollection services)
    {
        services.AddOptions<LivePageOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LiveFeed>();
        services.TryAddSingleton<PageFiles>();
        services.TryAddSingleton<StatusReader>();
        services.TryAddSingleton<LiveStream>();
        services.AddHostedService<StatusWatch>();
        return services;
    }

    /// <summary>Maps <c>/</c> and what stands under <c>/live/</c>.</summary>
    public static void MapLivePage(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder page = app.MapGroup(string.Empty);
        page.AddEndpointFilter(static async (context, next) =>
        {
            IHeaderDictionary headers = context.HttpContext.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.CacheControl = "no-cache";
            return await next(context);
        });

        page.MapGet("/", static (PageFiles files) => files.Get("index.html"));
        page.MapGet("/live/{file}", static (string file, PageFiles files) => files.Get(file));
        page.MapGet("/live/events", static (LiveStream stream, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, string? after, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(stream.ReadAsync(lastEventId ?? after, cancellationToken)));
        page.MapGet("/live/trees/{client}", static IResult (string client, LiveFeed feed) =>
            feed.Tree(client) is { } tree ? TypedResults.Json(tree, LiveJson.Default.TreeView) : TypedResults.NotFound());
        page.MapPost("/live/clear", static IResult (LiveFeed feed, HttpRequest request) =>
        {
            if (!request.Headers.ContainsKey(OwnHeader))
            {
                return TypedResults.BadRequest($"The header {OwnHeader} is missing: this is for the page itself.");
            }

            feed.Clear();
            return TypedResults.NoContent();
        });
    }
}
