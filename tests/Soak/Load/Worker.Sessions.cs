using EmbeddedCache.Soak.Checks;

namespace EmbeddedCache.Soak.Load;

/// <content>Sticky sessions, every fifth of which lives for less than a second.</content>
internal sealed partial class Worker
{
    private readonly Place[] _sessions;

    private static bool IsShort(int session) => session % 5 == 0;

    private static TimeSpan ShortLifeOf(int session) => TimeSpan.FromMilliseconds(50 + (session * 37 % 900));

    private static string HashOf(int session) => $"session-{session}";

    private async Task SetAsync(int session)
    {
        Place place = _sessions[session];
        long value = place.Next();
        (_, Call call) = await CallAsync(Operation.Set, async () =>
        {
            await _cache.SetSessionAccountAsync(_index, HashOf(session), value, place.TimeToLive);
            return true;
        });
        place.Written(value, call);
    }

    private async Task GetAsync(int session)
    {
        (long? value, Call call) = await CallAsync(Operation.Get, () => _cache.GetSessionAccountAsync(_index, HashOf(session)));
        Check(Operation.Get, _sessions[session], value ?? Place.Nothing, call);
    }

    private async Task RefreshAsync(int session)
    {
        Place place = _sessions[session];
        (bool wasThere, Call call) = await CallAsync(Operation.Refresh, () => _cache.RefreshSessionAsync(_index, HashOf(session), place.TimeToLive));
        if (!call.Failed && !wasThere)
        {
            Check(Operation.Refresh, place, Place.Nothing, call);
        }
        else
        {
            place.Renewed(call);
        }
    }

    private async Task DeleteAsync(int session)
    {
        Place place = _sessions[session];
        (bool wasThere, Call call) = await CallAsync(Operation.Delete, () => _cache.DeleteSessionAccountAsync(_index, HashOf(session)));

        // One that is sent again, because its connection broke, finds nothing the second time.
        if (!wasThere && !_lane.Rules.IsRemote)
        {
            Check(Operation.Delete, place, Place.Nothing, call);
        }

        place.Written(Place.Nothing, call);
    }
}
