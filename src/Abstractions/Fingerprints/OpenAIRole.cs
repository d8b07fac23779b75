namespace EmbeddedCache;

/// <summary>Who speaks in an OpenAI message, as the label of its segment.</summary>
internal static class OpenAIRole
{
    public static char Label(JsonText role)
    {
        if (role.Is("assistant"u8))
        {
            return 'a';
        }

        if (role.Is("tool"u8) || role.Is("function"u8))
        {
            return 't';
        }

        return role.Is("system"u8) || role.Is("developer"u8) ? 's' : 'u';
    }
}
