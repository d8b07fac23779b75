using EmbeddedCache.Soak.Checks;

namespace EmbeddedCache.Soak.Load;

/// <content>Conversations.</content>
internal sealed partial class Worker
{
    private const int Tenants = 4;
    private readonly Tenant[] _tenants;

    private Tenant RandomTenant() => RandomTenant(_random);

    private Tenant RandomTenant(Random random) => _tenants[random.Next(Tenants)];

    private int RandomNode() => _random.Next(ConversationTree.Chains.Length);

    private async Task SaveAsync(Tenant tenant, int node)
    {
        Place place = tenant.Places[node];
        long number = place.Next();
        (_, Call call) = await CallAsync(Operation.Save, async () =>
        {
            await _cache.SaveConversationAsync(tenant.Scope, ConversationTree.Chains[node], tenant.SessionOf(node, number), number);
            return true;
        });
        place.Written(number, call);
    }

    private async Task FindAsync(Tenant tenant, int node)
    {
        (ConversationMatch? match, Call call) = await AskAsync(tenant, node);
        int matched = match is { } found ? Tenant.NodeOf(found, node) : -1;
        if (call.Failed || !IsOf(tenant, match, matched))
        {
            return;
        }

        // The longer ones are not there, and the one that matched is.
        for (int candidate = node; candidate > matched && candidate >= 0; candidate = ConversationTree.Before(candidate))
        {
            Check(Operation.Find, tenant.Places[candidate], Place.Nothing, call);
        }

        if (match is { } there)
        {
            Check(Operation.Find, tenant.Places[matched], there.AccountId, call);
        }
    }

    // Their worker may be writing: that it was saved there at some time is what can be said.
    private async Task FindOfOthersAsync(Tenant tenant, int node)
    {
        (ConversationMatch? match, Call call) = await AskAsync(tenant, node);
        int matched = match is { } found ? Tenant.NodeOf(found, node) : -1;
        if (!call.Failed && IsOf(tenant, match, matched) && match is { } there && there.AccountId > tenant.Places[matched].Tried)
        {
            Violate(Operation.Find, $"answered {there.AccountId}, which was never saved; {tenant.Places[matched]}");
        }
    }

    private async Task RemoveAsync(Tenant tenant, int node)
    {
        Place place = tenant.Places[node];
        (bool wasThere, Call call) = await CallAsync(Operation.Remove, () => _witness.RemovePathAsync(tenant.Key, ConversationTree.Chains[node]));
        if (!wasThere && !_lane.Rules.IsRemote)
        {
            Check(Operation.Remove, place, Place.Nothing, call);
        }

        place.Written(Place.Nothing, call);
    }

    // Sometimes the chain goes on, as a conversation does.
    private async ValueTask<(ConversationMatch? Match, Call Call)> AskAsync(Tenant tenant, int node)
    {
        string chain = ConversationTree.Chains[node] + (_random.Next(2) == 0 ? string.Empty : "-u:next-a:next");
        (ConversationMatch? match, Call call) = await CallAsync(Operation.Find, () => _cache.FindConversationAsync(tenant.Scope, chain));
        if (call.Failed && match is not null)
        {
            Violate(Operation.Find, "answered though the store had failed");
        }

        return (match, call);
    }

    private bool IsOf(Tenant tenant, in ConversationMatch? match, int matched)
    {
        if (match is not { } found)
        {
            return true;
        }

        bool isOf = matched >= 0 && found.AccountId > 0 && found.SessionId == tenant.SessionOf(matched, found.AccountId);
        if (!isOf)
        {
            Violate(Operation.Find, $"answered {found.SessionId} with {found.AccountId} at {found.MatchedLength} characters, which this tenant never saved there");
        }

        return isOf;
    }
}
