using System.Runtime.InteropServices;

namespace EmbeddedCache.Stores;

/// <summary>
/// Where a snapshot stands, and how it gets there: written beside, brought to the disk, and put in its place by a rename. Whenever the
/// process ends, there is either the former snapshot or the new one, whole.
/// </summary>
/// <remarks>
/// Beside it stand <c>.tmp</c>, the snapshot that is being written; <c>.lock</c>, held by the one store that uses the path and empty; and
/// <c>.rejected</c>, the last file that could not be read. All of them are for the owner only.
/// </remarks>
internal sealed partial class SnapshotFile(string path) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int InvalidArgument = 22;

    private readonly string _path = Path.GetFullPath(path);
    private FileStream? _lock;

    /// <summary>Makes sure that no other store, in this process or another, uses the path. The system frees it however the process ends.</summary>
    /// <exception cref="IOException">Another one does.</exception>
    public void Lock() => _lock ??= Open(_path + ".lock", FileMode.OpenOrCreate, FileShare.None);

    public FileStream? OpenRead() =>
        File.Exists(_path) ? new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan) : null;

    public void SetAside() => File.Move(_path, _path + ".rejected", overwrite: true);

    /// <summary>Replaces the snapshot. When that fails the former one stays, and nothing is left of the new one.</summary>
    public void Replace(Action<Stream> write)
    {
        string temporary = _path + ".tmp";

        // What a process left that was killed. A new file is demanded, so that none of another's rights, and no link, is followed.
        File.Delete(temporary);
        try
        {
            using (FileStream file = Open(temporary, FileMode.CreateNew, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        SyncFolder(Path.GetDirectoryName(_path)!);
    }

    public void Dispose() => _lock?.Dispose();

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    /// <summary>Brings the rename to the disk. .NET opens no folders; Windows needs it not.</summary>
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = OpenFolder(folder, flags: 0);
        if (descriptor < 0)
        {
            throw Failed("opened");
        }

        try
        {
            // Some file systems know no such thing.
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw Failed("brought to the disk");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string what) =>
        new($"The folder of the snapshot could not be {what}: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
