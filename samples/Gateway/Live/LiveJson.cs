using System.Text.Json.Serialization;
using Gateway.Live.Conversations;
using Gateway.Live.Feed;

namespace Gateway.Live;

/// <summary>What the page gets, written without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SnapshotMessage))]
[JsonSerializable(typeof(DecisionMessage))]
[JsonSerializable(typeof(StatusMessage))]
[JsonSerializable(typeof(HeartbeatMessage))]
[JsonSerializable(typeof(TreeView))]
internal sealed partial class LiveJson : JsonSerializerContext;
