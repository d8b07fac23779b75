namespace EmbeddedCache.Soak.Tests;

/// <summary>What a <see cref="LyingStore"/> does now and then instead of what it should.</summary>
public enum Lie
{
    None,
    ForgetsASet,
    AnswersAnOlderInteger,
    ForgetsAPath,
    AnswersAnothersPath,
    AnswersALongerPath,
    KeepsWhatWasDeleted,
    KeepsWhatHasExpired,
    LosesAnIncrement,
    CountsTwice,
    ForgetsACounter,
    ThrowsAnotherException,
    FailsForNoReason,
    IsSlow,
}
