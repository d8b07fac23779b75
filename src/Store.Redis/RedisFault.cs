using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>What failures of the client and the server mean.</summary>
internal static class RedisFault
{
    // "ERR unknown command 'EVALSHA', with args beginning with: '...' 'sticky_session:...'"
    private const string QuotedArguments = ", with args";

    private static readonly string[] NotReadyCodes = ["LOADING ", "CLUSTERDOWN ", "TRYAGAIN ", "MASTERDOWN ", "BUSY "];

    private static readonly string[] CredentialCodes = ["NOAUTH", "WRONGPASS", "NOPERM"];

    /// <summary>
    /// Whether a second try can succeed: the server refused it for now, or the connection broke. In the last case the command may have
    /// been executed; then only what is <paramref name="repeatable"/> is sent again.
    /// </summary>
    public static bool MayRepeat(Exception exception, bool repeatable) => exception switch
    {
        RedisServerException => IsReadOnly(exception) || IsNotReady(exception) || HasExpiredMeanwhile(exception),
        RedisConnectionException connection =>
            repeatable || connection.CommandStatus is CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog,
        _ => false,
    };

    /// <summary>Whether the server does not know a script by its name: it was not executed, and has to be sent whole.</summary>
    public static bool IsUnknownScript(Exception exception) =>
        exception is RedisServerException && exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    public static bool IsNotReady(Exception exception) =>
        exception is RedisServerException
        && NotReadyCodes.Any(code => exception.Message.StartsWith(code, StringComparison.Ordinal));

    /// <summary>Whether a write came to a replica. A script's errors may stand behind a text of the server's own.</summary>
    public static bool IsReadOnly(Exception exception) =>
        exception is RedisServerException && exception.Message.Contains("READONLY ", StringComparison.Ordinal);

    /// <summary>Whether the client knows of nothing but replicas: it did not send a write at all, and looks again only once a minute by itself.</summary>
    public static bool IsWithoutPrimary(Exception exception) =>
        exception is RedisConnectionException && exception.Message.Contains("not eligible for replica", StringComparison.Ordinal);

    /// <summary>The exception of a call that waited for the first connection for too long; the connect goes on.</summary>
    public static CacheStoreException NotConnected(TimeSpan timeout, Exception exception) =>
        new($"Redis cannot be reached: there was no connection within {timeout.TotalSeconds:0.###} s.", exception) { Kind = CacheStoreFailure.Unreachable };

    /// <summary>The exception that callers see. Its message names no key, no server and no secret.</summary>
    /// <param name="exception">What the client threw.</param>
    /// <param name="keys">The keys it was about.</param>
    /// <param name="timeout">How long operations may take.</param>
    /// <param name="isDiscreet">Whether the client was told to keep keys out of its messages.</param>
    public static CacheStoreException Wrap(Exception exception, CacheKeys keys, TimeSpan timeout, bool isDiscreet)
    {
        string message = exception switch
        {
            TimeoutException => $"Redis did not answer within {timeout.TotalSeconds:0.###} s.",
            RedisServerException => MessageOf(exception.Message, keys),
            RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "Redis refused the credentials, or wants some.",
            RedisConnectionException when IsWithoutPrimary(exception) =>
                "Redis can be reached only as a read-only replica.",
            RedisConnectionException => "Redis cannot be reached.",
            _ => "The Redis client failed.",
        };
        return new CacheStoreException(message, Cause(exception, isDiscreet)) { Kind = KindOf(exception) };
    }

    private static CacheStoreFailure KindOf(Exception exception) => exception switch
    {
        TimeoutException => CacheStoreFailure.Timeout,
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => CacheStoreFailure.Refused,
        RedisConnectionException => CacheStoreFailure.Unreachable,
        RedisServerException when IsEntryFault(exception.Message) => CacheStoreFailure.Entry,
        RedisServerException => CacheStoreFailure.Refused,
        _ => CacheStoreFailure.Other,
    };

    // Garnet's clock goes on while a script runs, and its PEXPIRE, up to 2.2.8 at least, gives no readable answer for an entry that
    // expired since the command before. The entry and what was done to it are gone then.
    private static bool HasExpiredMeanwhile(Exception exception) =>
        exception.Message.EndsWith("Unexpected Lua error", StringComparison.Ordinal);

    private static bool IsEntryFault(string error) =>
        error.Contains("WRONGTYPE", StringComparison.Ordinal)
        || error.Contains("not an integer", StringComparison.Ordinal)
        || error.Contains("would overflow", StringComparison.Ordinal);

    private static string MessageOf(string error, CacheKeys keys)
    {
        if (error.Contains("WRONGTYPE", StringComparison.Ordinal))
        {
            return $"A key of the space {keys.Spaces} holds another kind of entry.";
        }

        if (error.Contains("not an integer", StringComparison.Ordinal) || error.Contains("would overflow", StringComparison.Ordinal))
        {
            return $"An increment of a key of the space {keys.Spaces} would overflow, or it holds no integer.";
        }

        if (error.Contains("READONLY ", StringComparison.Ordinal))
        {
            return "Redis can be reached only as a read-only replica.";
        }

        return CredentialCodes.Any(code => error.Contains(code, StringComparison.Ordinal))
            ? "Redis refused the credentials, or wants some, or this user may not run the command."
            : $"Redis refused a command on a key of the space {keys.Spaces}.";
    }

    // The cause goes with the exception, but not the keys it names: those of the call itself, and those of other calls in the queue.
    private static Exception? Cause(Exception exception, bool isDiscreet)
    {
        if (exception is RedisServerException)
        {
            int quoted = exception.Message.IndexOf(QuotedArguments, StringComparison.Ordinal);
            return quoted < 0 ? WithoutData(exception) : new RedisException(exception.Message[..quoted]);
        }

        return isDiscreet || exception is not (RedisException or RedisTimeoutException or RedisCommandException)
            ? WithoutData(exception)
            : exception switch
            {
                RedisConnectionException connection =>
                    new RedisConnectionException(connection.FailureType, connection.Flags, $"{connection.FailureType}; {connection.CommandStatus}."),
                RedisTimeoutException late => new RedisTimeoutException(late.Flags, $"{late.Commandstatus}.", late.Commandstatus),
                _ => new RedisException(exception.GetType().Name),
            };
    }

    private static Exception WithoutData(Exception exception)
    {
        exception.Data.Clear();
        return exception;
    }
}
