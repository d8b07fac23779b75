using System.Text.Json;
using CsCheck;
using EmbeddedCache.Internal;
using EmbeddedCache.Stores;

namespace EmbeddedCache.Tests;

[TestClass]
public sealed class WireFormatTests
{
    [TestMethod]
    public void Session_values_are_read_as_the_original_reads_them()
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "session-value.json")));
        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
        {
            string value = vector.GetProperty("Value").GetString()!;
            bool ok = SessionValue.TryParse(value, out int length, out long accountId);
            ok.Should().Be(vector.GetProperty("Ok").GetBoolean(), "of '{0}'", value);
            if (ok)
            {
                value[..length].Should().Be(vector.GetProperty("SessionID").GetString());
                accountId.Should().Be(vector.GetProperty("AccountID").GetInt64());
            }
        }
    }

    [TestMethod]
    [DataRow("u:5\0")]
    [DataRow("u:\u22125")]
    [DataRow("u:+")]
    [DataRow("u:-")]
    [DataRow("u:--5")]
    [DataRow("u:5\n")]
    [DataRow("u:1,000")]
    public void What_Go_does_not_take_for_a_number_is_none(string value) =>
        SessionValue.TryParse(value, out _, out _).Should().BeFalse();

    [TestMethod]
    public void Every_session_value_is_read_back_as_it_was_written() =>
        Gen.Select(Gen.String[1, 20], Gen.Long).Sample((sessionId, accountId) =>
        {
            string value = SessionValue.Format(sessionId, accountId);
            SessionValue.TryParse(value, out int length, out long read).Should().BeTrue();
            value[..length].Should().Be(sessionId);
            read.Should().Be(accountId);
        });

    [TestMethod]
    public void A_key_has_one_text_and_formats_into_a_span_of_just_that_size() =>
        Gen.Select(Gen.String[0, 12], Gen.Long, Gen.String[0, 12]).Sample((space, id, name) =>
        {
            var key = new CacheKey(space, id, name);
            string text = $"{space}{id}:{name}";
            key.ToString().Should().Be(text);
            text.Length.Should().BeLessThanOrEqualTo(key.MaxLength);

            Span<char> exact = new char[text.Length];
            key.TryFormat(exact, out int written).Should().BeTrue();
            exact[..written].ToString().Should().Be(text);
            key.TryFormat(new char[text.Length - 1], out written).Should().BeFalse();
            written.Should().Be(0);
            $"{key}".Should().Be(text);
        });

    [TestMethod]
    public void A_chain_is_cut_behind_its_last_segment_within_the_cap() =>
        Gen.Select(Gen.OneOf("a", "bc", string.Empty).List[0, 20], Gen.Int[1, 8]).Sample((segments, cap) =>
        {
            string chain = string.Join('-', segments);
            string cut = ChainCap.Apply(chain, cap);

            chain.Should().StartWith(cut);
            cut.Split('-', StringSplitOptions.RemoveEmptyEntries).Should()
                .Equal(chain.Split('-', StringSplitOptions.RemoveEmptyEntries).Take(cap));
        });

    [TestMethod]
    public void A_chain_within_the_cap_is_the_same_string()
    {
        string chain = string.Join('-', Enumerable.Repeat("u:1", 4_096));
        ChainCap.Apply(chain, 4_096).Should().BeSameAs(chain);
        ChainCap.Apply(chain + "-u:2", 4_096).Should().Be(chain);
    }

    [TestMethod]
    public void A_chain_of_very_long_segments_is_cut_behind_the_last_whole_one_that_fits()
    {
        string kilobyte = new('x', 1_023);
        string fits = string.Join('-', Enumerable.Repeat(kilobyte, 64));
        ChainCap.Apply(fits, 4_096).Should().BeSameAs(fits);
        ChainCap.Apply(fits + "-u:1", 4_096).Should().Be(fits);
        ChainCap.Apply(fits + "-u:1", 1).Should().Be(kilobyte, "the cap of segments holds as well");
        ChainCap.Apply(fits + "-u:1", 8_192).Should().Be(fits, "and this one whatever the other");
        ChainCap.Apply(new string('世', 21_844) + "-abc", 4_096).Should().Be(new string('世', 21_844) + "-abc");
        ChainCap.Apply(new string('世', 21_846), 4_096).Should().BeEmpty("three bytes each");
    }

    [TestMethod]
    public async Task Of_a_chain_that_is_too_long_what_fits_is_saved_and_found()
    {
        await using var store = new RecordingStore();
        var cache = new GatewayCache(store);
        ConversationScope scope = ConversationScope.Gemini(1, "p");
        string chain = string.Join('-', Enumerable.Repeat(new string('x', 9_999), 100));

        await cache.SaveConversationAsync(scope, chain, "s", 7);

        (await cache.FindConversationAsync(scope, chain + "-more"))!.Value.MatchedLength.Should().Be(59_999);
        (await cache.FindConversationAsync(scope, new string('x', 1_000_000))).Should().BeNull("nothing of it is looked up");
    }
}
