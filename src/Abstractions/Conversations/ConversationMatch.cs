using EmbeddedCache.Internal;
using EmbeddedCache.Stores;

namespace EmbeddedCache;

/// <summary>The earlier conversation that a request continues.</summary>
public readonly struct ConversationMatch : IEquatable<ConversationMatch>
{
    // The stored text "{sessionId}:{accountId}", so that a match costs no allocation until somebody asks for the session id.
    private readonly string? _value;
    private readonly int _sessionIdLength;

    private ConversationMatch(string value, int sessionIdLength, long accountId, int matchedLength)
    {
        _value = value;
        _sessionIdLength = sessionIdLength;
        AccountId = accountId;
        MatchedLength = matchedLength;
    }

    /// <summary>The id of the session it was saved under. Not empty; cut out of the stored text at each call.</summary>
    public string SessionId => _value is null ? string.Empty : _value[.._sessionIdLength];

    /// <summary>The account it went to.</summary>
    public long AccountId { get; }

    /// <summary>How much of the chain is known, in characters: <c>chain[..MatchedLength]</c> is the saved chain.</summary>
    public int MatchedLength { get; }

    /// <summary>Whether both are the same session, account and length.</summary>
    public static bool operator ==(ConversationMatch left, ConversationMatch right) => left.Equals(right);

    /// <summary>Whether session, account or length differ.</summary>
    public static bool operator !=(ConversationMatch left, ConversationMatch right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ConversationMatch other) =>
        AccountId == other.AccountId
        && MatchedLength == other.MatchedLength
        && _value.AsSpan(0, _sessionIdLength).SequenceEqual(other._value.AsSpan(0, other._sessionIdLength));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ConversationMatch other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(string.GetHashCode(_value.AsSpan(0, _sessionIdLength)), AccountId, MatchedLength);

    internal static ConversationMatch? From(PathMatch match) =>
        SessionValue.TryParse(match.Value, out int sessionIdLength, out long accountId)
            ? new ConversationMatch(match.Value, sessionIdLength, accountId, match.Length)
            : null;
}
