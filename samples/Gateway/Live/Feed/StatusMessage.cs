namespace Gateway.Live.Feed;

/// <summary>The data of the event <c>status</c>: the store and the accounts at one moment.</summary>
internal sealed record StatusMessage(StoreStatus Store, IReadOnlyList<AccountStatus> Accounts);
