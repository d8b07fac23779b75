namespace Gateway.Live;

/// <summary>What the page must know of the gateway.</summary>
internal sealed class LivePageOptions
{
    /// <summary>Whether a request carries a caller's key; null where none are configured. The page then asks for one, and offers no sample traffic.</summary>
    public Func<HttpRequest, bool>? IsCaller { get; set; }

    /// <summary>How often the accounts are looked at while the page is open; by default every second.</summary>
    public TimeSpan StatusInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the store's health is checked while the page is open; by default every 5 s.</summary>
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the stream says that it lives; by default every 10 s. The page takes it for dead after 25 s of silence.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(10);
}
