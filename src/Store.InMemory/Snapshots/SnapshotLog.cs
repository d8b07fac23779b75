using Microsoft.Extensions.Logging;

namespace EmbeddedCache.Stores;

/// <summary>What is said about snapshots. Never a key, a value or a path.</summary>
internal static partial class SnapshotLog
{
    [LoggerMessage(EventId = 201, EventName = "SnapshotLoaded", Level = LogLevel.Information, Message = "Read {Entries} entries from the snapshot in {Milliseconds:F0} ms.")]
    public static partial void Loaded(ILogger logger, long entries, double milliseconds);

    [LoggerMessage(EventId = 202, EventName = "SnapshotMissing", Level = LogLevel.Information, Message = "There is no snapshot yet; the store begins empty.")]
    public static partial void Missing(ILogger logger);

    [LoggerMessage(EventId = 203, EventName = "SnapshotRejected", Level = LogLevel.Error, Message = "The snapshot is not used, because {Reason}. The store begins empty, and the file is kept beside with the ending .rejected.")]
    public static partial void Rejected(ILogger logger, string reason);

    [LoggerMessage(EventId = 204, EventName = "SnapshotNotLoaded", Level = LogLevel.Error, Message = "The snapshot could not be read; the store begins empty.")]
    public static partial void NotLoaded(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 205, EventName = "SnapshotNotSetAside", Level = LogLevel.Warning, Message = "The snapshot that is not used could not be kept beside; the next one replaces it.")]
    public static partial void NotSetAside(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 206, EventName = "SnapshotWritten", Level = LogLevel.Debug, Message = "Wrote {Entries} entries to the snapshot in {Milliseconds:F0} ms.")]
    public static partial void Written(ILogger logger, long entries, double milliseconds);

    [LoggerMessage(EventId = 207, EventName = "SnapshotNotWritten", Level = LogLevel.Error, Message = "The snapshot could not be written; the former one stays.")]
    public static partial void NotWritten(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 208, EventName = "SnapshotInUse", Level = LogLevel.Error, Message = "Another store holds the lock of SnapshotPath: it is neither read nor written until that one ends. Each store needs a path of its own.")]
    public static partial void InUse(ILogger logger);
}
