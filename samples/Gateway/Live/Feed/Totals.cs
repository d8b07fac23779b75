namespace Gateway.Live.Feed;

/// <summary>What became of the requests: the last four sum up to the first.</summary>
/// <param name="Requests">All of them.</param>
/// <param name="Returned">Went to the account that knows them.</param>
/// <param name="New">Nothing was known of them.</param>
/// <param name="Moved">Another account had answered the conversation before.</param>
/// <param name="Unanswered">No account answered, or the caller left before.</param>
internal readonly record struct Totals(long Requests, long Returned, long New, long Moved, long Unanswered)
{
    public Totals With(Outcome outcome) => outcome switch
    {
        Outcome.Session or Outcome.Conversation => this with { Requests = Requests + 1, Returned = Returned + 1 },
        Outcome.New => this with { Requests = Requests + 1, New = New + 1 },
        Outcome.Moved => this with { Requests = Requests + 1, Moved = Moved + 1 },
        _ => this with { Requests = Requests + 1, Unanswered = Unanswered + 1 },
    };
}
