using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Gateway.Live.Feed;

/// <summary>The feed as server-sent events. An event's id is the feed's, a dot and the sequence number.</summary>
internal sealed class LiveStream(LiveFeed feed, StatusReader status, IOptions<LivePageOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    /// <summary>Opens the stream; refused while <see cref="LiveFeed.MaxWatchers"/> are open.</summary>
    /// <param name="lastEventId">The last event that the watcher saw, when it was here before.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public IResult Open(string? lastEventId, CancellationToken cancellationToken) => feed.Watch(SequenceOf(lastEventId)) is { } subscription
        ? TypedResults.ServerSentEvents(ReadAsync(subscription, cancellationToken))
        : TypedResults.Json($"{LiveFeed.MaxWatchers} pages are open already.", statusCode: StatusCodes.Status503ServiceUnavailable);

    private async IAsyncEnumerable<SseItem<string>> ReadAsync(Subscription watched, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A stream has no end of its own, and must not hold up the host's.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using Subscription subscription = watched;
        if (subscription.Missed is { } missed)
        {
            foreach (LiveDecision live in missed)
            {
                yield return Item("decision", live.Sequence, JsonSerializer.Serialize(new DecisionMessage(live, subscription.State.Totals), LiveJson.Default.DecisionMessage));
            }

            yield return Item("status", null, JsonSerializer.Serialize(await status.ReadAsync(either.Token), LiveJson.Default.StatusMessage));
        }
        else
        {
            var snapshot = new SnapshotMessage(
                time.GetUtcNow(), History.BucketSeconds, History.BucketCount, options.Value.IsCaller is not null, subscription.State, await status.ReadAsync(either.Token));
            yield return Item("snapshot", subscription.State.Sequence, JsonSerializer.Serialize(snapshot, LiveJson.Default.SnapshotMessage));
        }

        while (true)
        {
            LiveEvent next;
            try
            {
                next = await subscription.Events.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                yield break;
            }

            yield return Item(next.Type, next.Sequence, next.Data.Value);
        }
    }

    private SseItem<string> Item(string type, long? sequence, string data) => new(data, type)
    {
        EventId = sequence is { } number ? string.Create(CultureInfo.InvariantCulture, $"{feed.Id}.{number}") : null,
        ReconnectionInterval = ReconnectAfter,
    };

    private long? SequenceOf(string? eventId)
    {
        int dot = eventId?.LastIndexOf('.') ?? -1;
        return dot > 0 && eventId.AsSpan(0, dot).SequenceEqual(feed.Id) && long.TryParse(eventId.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? sequence
            : null;
    }
}
