using EmbeddedCache.Stores;

namespace EmbeddedCache.Conformance.Tests;

[TestClass]
public sealed class LinearizabilitySearchTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private static readonly Operation Get = new Operation.Get(0);
    private static readonly Operation Increment = new Operation.Increment(0, Life);
    private static readonly Operation SetFive = new Operation.Set(0, 5, Life);
    private static readonly Operation Delete = new Operation.Delete(0);

    [TestMethod]
    public void Explains_calls_in_order() => IsLinearizable((SetFive, Answer.Done, 1, 2), (Get, Of(5), 3, 4)).Should().BeTrue();

    [TestMethod]
    public void Does_not_explain_a_stale_read() => IsLinearizable((SetFive, Answer.Done, 1, 2), (Get, Of(null), 3, 4)).Should().BeFalse();

    [TestMethod]
    public void Explains_a_read_that_overlaps_a_write_either_way()
    {
        IsLinearizable((SetFive, Answer.Done, 1, 4), (Get, Of(null), 2, 3)).Should().BeTrue();
        IsLinearizable((SetFive, Answer.Done, 1, 4), (Get, Of(5), 2, 3)).Should().BeTrue();
    }

    [TestMethod]
    public void Does_not_explain_a_write_that_is_seen_and_then_unseen() =>
        IsLinearizable((SetFive, Answer.Done, 1, 6), (Get, Of(5), 2, 3), (Get, Of(null), 4, 5)).Should().BeFalse();

    [TestMethod]
    public void Does_not_explain_a_lost_increment()
    {
        IsLinearizable((Increment, Of(1), 1, 4), (Increment, Of(1), 2, 3)).Should().BeFalse();
        IsLinearizable((Increment, Of(2), 1, 4), (Increment, Of(1), 2, 3)).Should().BeTrue();
        IsLinearizable((Increment, Of(2), 1, 2), (Increment, Of(1), 3, 4)).Should().BeFalse();
    }

    [TestMethod]
    public void Does_not_explain_two_deletions_of_one_entry() =>
        IsLinearizable((SetFive, Answer.Done, 1, 2), (Delete, new(true), 3, 6), (Delete, new(true), 4, 5)).Should().BeFalse();

    [TestMethod]
    public void Sees_which_of_two_renewals_came_last()
    {
        Operation longer = new Operation.Expire(0, 2 * Life);
        Operation left = new Operation.GetTimeToLive(0);
        IsLinearizable((SetFive, Answer.Done, 1, 4), (longer, new(true), 2, 3), (left, new(2 * Life), 5, 6)).Should().BeTrue();
        IsLinearizable((SetFive, Answer.Done, 1, 4), (longer, new(false), 2, 3), (left, new(Life), 5, 6)).Should().BeTrue();
        IsLinearizable((SetFive, Answer.Done, 1, 4), (longer, new(false), 2, 3), (left, new(2 * Life), 5, 6)).Should().BeFalse();
    }

    [TestMethod]
    public void Follows_tries()
    {
        Operation save = new Operation.Save(0, "a-b", "s1:1", Life);
        Operation remove = new Operation.Remove(0, "a-b");
        Operation find = new Operation.Find(0, "a-b-c", Life);
        IsLinearizable((save, Answer.Done, 1, 3), (remove, new(true), 2, 4), (find, Of(null), 5, 6)).Should().BeTrue();
        IsLinearizable((save, Answer.Done, 1, 3), (remove, new(true), 2, 4), (find, new(new PathMatch("s1:1", 3)), 5, 6)).Should().BeFalse();
    }

    [TestMethod]
    public void Ends_soon_on_many_calls_that_all_overlap()
    {
        // Without its memory the search would try 14! orders, which is 87 billion.
        var calls = Enumerable.Range(0, 14).Select(i => (SetFive, Answer.Done, 1L, 100L)).Append((Get, Of(6), 101, 102)).ToArray();
        IsLinearizable(calls).Should().BeFalse();
    }

    private static Answer Of(long? value) => new(value);

    private static bool IsLinearizable(params (Operation Operation, Answer Answer, long Called, long Answered)[] calls) =>
        LinearizabilitySearch.IsLinearizable(
            [.. calls.Select((call, thread) => new HistoryCall(thread, 0, call.Operation, call.Answer, call.Called, call.Answered))],
            window: default);
}
