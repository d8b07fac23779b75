using System.Buffers;
using System.Text;

namespace EmbeddedCache.Fingerprints;

/// <summary>What of a text belongs to the conversation: not the reminders that clients put in and take out, nor what describes the environment.</summary>
internal static class HistoryText
{
    private static ReadOnlySpan<byte> Reminder => "<system-reminder>"u8;

    private static ReadOnlySpan<byte> ReminderEnd => "</system-reminder>"u8;

    public static bool HasReminder(ReadOnlySpan<byte> text) => text.IndexOf(Reminder) >= 0;

    /// <summary>Takes the reminders out, in place; what is left is at the start. A reminder without an end is text.</summary>
    public static Span<byte> WithoutReminders(Span<byte> text)
    {
        int kept = 0;
        Span<byte> rest = text;
        while (rest.IndexOf(Reminder) is var start and >= 0 && rest[start..].IndexOf(ReminderEnd) is var length and >= 0)
        {
            rest[..start].CopyTo(text[kept..]);
            kept += start;
            rest = rest[(start + length + ReminderEnd.Length)..];
        }

        rest.CopyTo(text[kept..]);
        return text[..(kept + rest.Length)];
    }

    /// <summary>The text without white space at its ends: Unicode's, and the byte order mark, which JavaScript trims too.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out Rune first, out int length) == OperationStatus.Done && IsSpace(first))
        {
            text = text[length..];
        }

        while (Rune.DecodeLastFromUtf8(text, out Rune last, out int length) == OperationStatus.Done && IsSpace(last))
        {
            text = text[..^length];
        }

        return text;
    }

    /// <summary>Whether a trimmed text only describes the client's environment.</summary>
    public static bool IsEnvironment(char letter, ReadOnlySpan<byte> text)
    {
        if (letter == ChainBuilder.User)
        {
            foreach (KnownClients.Row beginning in KnownClients.EnvironmentTexts)
            {
                if (text.StartsWith(beginning.Utf8))
                {
                    return true;
                }
            }

            return false;
        }

        foreach (KnownClients.Row answer in KnownClients.CannedAnswers)
        {
            if (text.SequenceEqual(answer.Utf8))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value == '\uFEFF';
}
