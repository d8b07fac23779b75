namespace Gateway.Live;

/// <summary>What the page asks the gateway's accounts.</summary>
internal interface IAccountBoard
{
    /// <summary>All accounts at this moment, in the order of the configuration.</summary>
    Task<IReadOnlyList<AccountStatus>> SnapshotAsync(CancellationToken cancellationToken);
}
