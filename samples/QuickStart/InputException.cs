namespace QuickStart;

/// <summary>A file is missing or malformed; the message is one line that says which, where and why.</summary>
internal sealed class InputException(string message) : Exception(message)
{
    public static InputException At(string file, long line, string why) => new($"{file}, line {line}: {why}");

    /// <summary>Opens a file, or says why that is not possible.</summary>
    public static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{file}: {exception.Message}");
        }
    }
}
