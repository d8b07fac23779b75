namespace Gateway.Security;

/// <summary>Who calls.</summary>
/// <param name="Id">The id of the key; 0 where none are required.</param>
/// <param name="Name">What people know it by.</param>
/// <param name="GroupId">The group of the key.</param>
/// <param name="Tenant">Whose sessions and conversations are kept apart from others'. Never a key itself.</param>
internal sealed record Caller(long Id, string Name, long GroupId, string Tenant);
