namespace EmbeddedCache;

/// <summary>Who speaks in an OpenAI message, as the label of its segment.</summary>
internal static class OpenAIRole
{
    public static char Label(in JsonScanner scanner, JsonText role)
    {
        if (scanner.Is(role, "assistant"u8))
        {
            return 'a';
        }

        if (scanner.Is(role, "tool"u8) || scanner.Is(role, "function"u8))
        {
            return 't';
        }

        return scanner.Is(role, "system"u8) || scanner.Is(role, "developer"u8) ? 's' : 'u';
    }
}
