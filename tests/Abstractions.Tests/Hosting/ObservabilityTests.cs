using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EmbeddedCache.Diagnostics;
using EmbeddedCache.Stores;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace EmbeddedCache.Tests;

/// <summary>The page and the dashboard use the names that there are, and Prometheus sees them as the dashboard asks for them.</summary>
[TestClass]
public sealed partial class ObservabilityTests
{
    private static readonly string[] Names =
    [
        .. typeof(DiagnosticNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!).Distinct(),
    ];

    [TestMethod]
    public void The_page_lists_every_name_and_no_other()
    {
        string page = File.ReadAllText(Docs("observability.md"));

        foreach (string name in Names)
        {
            page.Should().Contain($"`{name}`");
        }

        Name().Matches(page).Select(static match => match.Value).Distinct().Should().BeSubsetOf(Names);
    }

    [TestMethod]
    public async Task The_dashboard_asks_for_what_a_scrape_by_prometheus_has()
    {
        string scrape = await ScrapeAsync();
        var metrics = new HashSet<string>(Metric().Matches(scrape).Select(static match => match.Value));
        var labels = new HashSet<string>(Label().Matches(scrape).Select(static match => match.Groups["label"].Value)) { "job", "le", "embeddedcache_cache" };

        JsonNode dashboard = JsonNode.Parse(await File.ReadAllTextAsync(Docs("dashboard.json")))!;
        string[] queries = [.. dashboard["panels"]!.AsArray().SelectMany(static panel => panel!["targets"]!.AsArray()).Select(static target => (string)target!["expr"]!)];
        queries.Should().HaveCountGreaterThan(10);
        foreach (string query in queries)
        {
            Metric().Matches(query).Select(static match => match.Value).Where(name => !labels.Contains(name)).Should().NotBeEmpty().And.BeSubsetOf(metrics, query);
            Label().Matches(query).Select(static match => match.Groups["label"].Value)
                .Concat(By().Matches(query).SelectMany(static match => match.Groups["labels"].Value.Split(", "))).Should().BeSubsetOf(labels, query);
        }
    }

    // A host whose cache was used, and whose store failed, as an exporter shows it.
    private static async Task<string> ScrapeAsync()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        int number = ((IPEndPoint)port.LocalEndpoint).Port;
        port.Stop();

        var failing = new RecordingStore();
        await using (failing)
        {
            var services = new ServiceCollection();
            services.AddLogging().AddMetrics();
            services.AddEmbeddedCache().UseInMemory(options => options.MaxEntries = 2);
            services.AddKeyedSingleton<ICacheStore>("away", failing);
            services.AddEmbeddedCache("away");
            services.AddKeyedSingleton("behind", (provider, _) => new LocalFallbackStore(failing, meterFactory: provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()));
            await using ServiceProvider provider = services.BuildServiceProvider();
            using MeterProvider exporter = Sdk.CreateMeterProviderBuilder().AddMeter(DiagnosticNames.Meter).AddPrometheusHttpListener(options => (options.Host, options.Port) = ("127.0.0.1", number)).Build();

            IGatewayCache cache = provider.GetRequiredService<IGatewayCache>();
            ConversationScope scope = ConversationScope.Gemini(1, "p");
            await cache.SaveConversationAsync(scope, "a", "s", 1);
            await cache.FindConversationAsync(scope, "a-b");
            await cache.SetSessionAccountAsync(1, "h", 1);
            await cache.SetSessionAccountAsync(1, "i", 1);
            failing.Failure = static () => new CacheStoreException("away") { Kind = CacheStoreFailure.Timeout };
            await provider.GetRequiredKeyedService<IGatewayCache>("away").FindConversationAsync(scope, "a");

            // A write while the primary is away, told when it is back: the instruments of the fallback.
            var fallback = provider.GetRequiredKeyedService<LocalFallbackStore>("behind");
            var key = new CacheKey("s:", 1, "k");
            for (int i = 0; i < 5; i++)
            {
                await fallback.SetAsync(key, 1, TimeSpan.FromMinutes(1));
            }

            failing.Failure = null;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var client = new HttpClient();
            string scrape = string.Empty;
            while (!scrape.Contains("_replayed_", StringComparison.Ordinal))
            {
                await Task.Delay(100, patience.Token);
                scrape = await client.GetStringAsync(new Uri($"http://127.0.0.1:{number}/metrics"), patience.Token);
            }

            return scrape;
        }
    }

    private static string Docs(string file) => Path.Combine(AppContext.BaseDirectory, "docs", file);

    [GeneratedRegex(@"embeddedcache\.[a-z_.]+[a-z]|(?<=`)(error\.type|db\.system\.name)(?=`)")]
    private static partial Regex Name();

    [GeneratedRegex("embeddedcache_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"[{,](?<label>[a-z_]+)=~?""")]
    private static partial Regex Label();

    [GeneratedRegex(@" by \((?<labels>[a-z_, ]+)\)")]
    private static partial Regex By();
}
