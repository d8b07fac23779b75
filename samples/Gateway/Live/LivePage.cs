using Gateway.Live.Feed;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Live;

/// <summary>The page at <c>/</c> that shows what the gateway decides, while it decides it.</summary>
internal static class LivePage
{
    // Another site cannot make a browser send it without asking first, which is not answered here.
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
        services.TryAddSingleton<PageAccess>();
        services.TryAddSingleton<StatusReader>();
        services.TryAddSingleton<LiveStream>();
        services.AddHostedService<StatusWatch>();
        return services;
    }

    /// <summary>Lets in what <see cref="PageAccess"/> lets in.</summary>
    public static TBuilder RequirePageAccess<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(static async (context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<PageAccess>().Refuse(context.HttpContext.Request) ?? await next(context));

    /// <summary>Maps <c>/</c> and <c>/live/</c>.</summary>
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
        page.MapPost("/live/access", static (PageAccess access, HttpContext context) => access.Admit(context));

        RouteGroupBuilder data = page.MapGroup(string.Empty).RequirePageAccess();
        data.MapGet("/live/events", static (LiveStream stream, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, string? after, CancellationToken cancellationToken) =>
            stream.Open(lastEventId ?? after, cancellationToken));
        data.MapGet("/live/trees/{client}", static IResult (string client, LiveFeed feed) =>
            feed.Tree(client) is { } tree ? TypedResults.Json(tree, LiveJson.Default.TreeView) : TypedResults.NotFound());
        data.MapPost("/live/clear", static IResult (LiveFeed feed, HttpRequest request) =>
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
