using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Gateway.Live.Feed;

/// <summary>While somebody watches: tells how the store and the accounts are when that changed, and that the stream lives.</summary>
internal sealed partial class StatusWatch(LiveFeed feed, StatusReader reader, IOptions<LivePageOptions> options, TimeProvider time, ILogger<StatusWatch> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string last = string.Empty;
        bool failed = false;
        long beat = time.GetTimestamp();
        using var timer = new PeriodicTimer(options.Value.StatusInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!feed.IsWatched)
            {
                last = string.Empty;
                continue;
            }

            try
            {
                string status = JsonSerializer.Serialize(await reader.ReadAsync(stoppingToken), LiveJson.Default.StatusMessage);
                if (status != last)
                {
                    feed.Tell("status", last = status);
                }

                failed = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The page goes on with what it knows.
                if (!failed)
                {
                    LogStatusFailed(exception);
                }

                failed = true;
            }

            if (time.GetElapsedTime(beat) >= options.Value.HeartbeatInterval)
            {
                beat = time.GetTimestamp();
                feed.Tell("heartbeat", JsonSerializer.Serialize(new HeartbeatMessage(time.GetUtcNow(), feed.Sequence), LiveJson.Default.HeartbeatMessage));
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "StatusFailed", Message = "The page cannot read how the store and the accounts are.")]
    private partial void LogStatusFailed(Exception exception);
}
