namespace EmbeddedCache.Soak.Load;

/// <summary>
/// The conversations that every tenant has: a tree of four levels of three forks each, with five messages a level. Node n continues node
/// n / 3 - 1; the first three begin.
/// </summary>
internal static class ConversationTree
{
    private const int Forks = 3;
    private const int Levels = 4;
    private const int MessagesPerLevel = 5;

    /// <summary>The digest chain up to each node.</summary>
    public static string[] Chains { get; } = Make();

    /// <summary>The node that one continues; negative for none.</summary>
    public static int Before(int node) => (node / Forks) - 1;

    private static string[] Make()
    {
        int count = 0;
        for (int level = 0, width = Forks; level < Levels; level++, width *= Forks)
        {
            count += width;
        }

        var chains = new string[count];
        for (int node = 0; node < count; node++)
        {
            IEnumerable<string> messages = Enumerable.Range(0, MessagesPerLevel).Select(message => $"{(message % 2 == 0 ? 'u' : 'a')}:{node}x{message}");
            chains[node] = string.Join('-', messages.Prepend(Before(node) < 0 ? "s:soak" : chains[Before(node)]));
        }

        return chains;
    }
}
