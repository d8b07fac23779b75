using Microsoft.Playwright;

namespace EmbeddedCache.Samples.Tests;

/// <summary>The browser that the page's tests share: the machine's own Chromium, without a window. Nothing is downloaded.</summary>
internal static class PageBrowser
{
    private const float PatienceMilliseconds = 60_000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // As root in a container there is no sandbox; the rest keeps it from talking to anybody.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-proxy-server",
    ];

    private static IPlaywright? playwright;
    private static IBrowser? browser;

    /// <summary>Where it is; null on a machine that has none.</summary>
    public static string? Executable { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(static folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Opens a tab with a profile of its own. A test that cannot, for want of a browser, is inconclusive; with CI=true it fails.</summary>
    public static async Task<IPage> OpenAsync(BrowserNewContextOptions options)
    {
        if (Executable is null)
        {
            string message = $"There is no browser in PATH ({string.Join(", ", Names)}), so the gateway's page is not covered.";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail($"CI=true. {message}");
            }

            Assert.Inconclusive(message);
        }

        if (browser is null)
        {
            Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Headless = true, Args = Flags, Timeout = 2 * PatienceMilliseconds });
        }

        IBrowserContext context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMilliseconds);
        return await context.NewPageAsync();
    }

    /// <summary>Ends it.</summary>
    public static async Task CloseAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
    }
}
