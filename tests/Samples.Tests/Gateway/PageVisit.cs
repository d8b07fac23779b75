using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace EmbeddedCache.Samples.Tests;

/// <summary>Somebody who looks at the page.</summary>
internal sealed class PageVisit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();

    private PageVisit(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                _complaints.Enqueue($"{response.Status} {response.Url}");
            }
        };
        page.Dialog += (_, dialog) => _complaints.Enqueue($"A dialog: {dialog.Message}");
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What the browser had to complain about: errors and warnings, answers of 400 and more, dialogs.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator Rows => Page.Locator("#decisions tr");

    public ILocator Nodes => Page.Locator("#tree [role=treeitem]");

    /// <summary>Opens the page and waits until it is live.</summary>
    public static async Task<PageVisit> OpenAsync(GatewayHost gateway, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900, string? key = null, string link = "live")
    {
        IPage page = await PageBrowser.OpenAsync(new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en",
            TimezoneId = "UTC",
        });
        var visit = new PageVisit(page);
        await page.GotoAsync(gateway.Address.ToString());
        if (key is not null)
        {
            await page.Locator("#key").FillAsync(key);
            await page.Locator("#unlock button").ClickAsync();
        }

        await visit.ExpectLinkAsync(link);
        return visit;
    }

    public ILocator this[string selector] => Page.Locator(selector);

    public Task ExpectLinkAsync(string state) => Assertions.Expect(Page.Locator("#link")).ToHaveAttributeAsync("data-link", state);

    public Task ExpectTextAsync(string selector, string text) => Assertions.Expect(Page.Locator(selector)).ToHaveTextAsync(text);

    /// <summary>Whether nothing sticks out to the right of the window.</summary>
    public async Task<bool> FitsAsync() => await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth");

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
