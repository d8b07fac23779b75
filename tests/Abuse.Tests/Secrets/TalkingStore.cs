using System.Reflection;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>A store whose every failure tells a secret.</summary>
public class TalkingStore : DispatchProxy
{
    public static ICacheStore Make() => Create<ICacheStore, TalkingStore>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        throw new InvalidOperationException($"{targetMethod!.Name} failed at {SecretScan.Marker}.");
}
