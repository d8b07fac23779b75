using EmbeddedCache.Fingerprints;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>docs/clients.md has the rows of the tables, in their order, and no others.</summary>
[TestClass]
public sealed class ClientsPageTests
{
    [TestMethod]
    public void The_page_has_the_rows_that_the_code_goes_by()
    {
        IEnumerable<string> rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "clients.md")).Where(static line => line.StartsWith("| `", StringComparison.Ordinal));

        rows.Should().Equal(KnownClients.SessionHeaders.Concat(KnownClients.SessionFields).Concat(KnownClients.EnvironmentTexts).Concat(KnownClients.CannedAnswers)
            .Select(static row => $"| `{row.Text}` | {row.Client} | {row.Version} | {row.Seen} |"));
    }
}
