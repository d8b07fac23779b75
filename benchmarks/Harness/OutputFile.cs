namespace EmbeddedCache.Benchmarks;

internal static class OutputFile
{
    public static FileStream Create(FileInfo file)
    {
        try
        {
            return file.Create();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The file '{file.Name}' cannot be written: {exception.Message}");
        }
    }
}
