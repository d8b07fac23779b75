namespace EmbeddedCache.Samples.Tests;

/// <summary>Three conversations at once, one of them with a tool and a fork, and what has to become of them.</summary>
internal static class Scenario
{
    /// <summary>Holds the conversations, and checks every turn.</summary>
    /// <param name="api">The API.</param>
    /// <param name="streamed">Whether the answers are streamed.</param>
    /// <param name="next">The gateway that the next request goes to.</param>
    public static async Task RunAsync(string api, bool streamed, Func<Uri> next)
    {
        // Accounts are counted by model, and conversations kept by model: no other scenario has a part in this one.
        string name = $"{Guid.NewGuid():N}";
        string model = $"model-{name}";
        var rivers = Conversation.Start(api, model);
        var mountains = Conversation.Start(api, model);
        var deserts = Conversation.Start(api, model);

        Turn first = await rivers.SayAsync(next(), $"{name}: tell me about rivers.", streamed);
        Turn second = await mountains.SayAsync(next(), $"{name}: tell me about mountains.", streamed);
        Turn third = await deserts.SayAsync(next(), $"{name}: tell me about deserts.", streamed);
        new[] { first.Match, second.Match, third.Match }.Should().AllBe("new");
        new[] { first.Account, second.Account, third.Account }.Should().OnlyHaveUniqueItems("each new conversation goes to the least busy account");
        first.Text.Should().Contain(first.Account).And.Contain("rivers");
        first.CachedTokens.Should().Be(0);

        // All further turns come in an order that has nothing to do with the first.
        Check(await deserts.SayAsync(next(), "Which is the driest?", streamed), third, "conversation 1/3");
        Turn longer = Check(await rivers.SayAsync(next(), "Which is the longest?", streamed), first, "conversation 1/3");
        Check(await mountains.SayAsync(next(), "Which is the highest?", streamed), second, "conversation 1/3");
        longer.CachedTokens.Should().Be(first.InputTokens, "the account has seen all of the first request");

        Conversation fork = rivers.Fork();

        Turn call = Check(await rivers.SayAsync(next(), "How is the weather in Khartoum?", streamed), first, "conversation 3/5");
        call.Tool.Should().Be((Conversation.ToolName, """{"city":"Khartoum"}"""));
        Turn result = Check(await rivers.ReturnAsync(next(), "Dry and hot.", streamed), first, "conversation 5/7");
        result.Text.Should().Contain("Dry and hot.");
        result.CachedTokens.Should().Be(call.InputTokens);
        Check(await rivers.SayAsync(next(), "Then I stay here.", streamed), first, "conversation 7/9");

        Turn forked = Check(await fork.SayAsync(next(), "And which is the shortest?", streamed), first, "conversation 3/5");
        forked.CachedTokens.Should().Be(longer.InputTokens, "a fork shares its stem");
        Check(await fork.SayAsync(next(), "And the widest?", streamed), first, "conversation 5/7");
    }

    private static Turn Check(Turn turn, Turn first, string match)
    {
        (turn.Account, turn.Match).Should().Be((first.Account, match));
        return turn;
    }
}
