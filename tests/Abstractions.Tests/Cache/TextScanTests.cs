using CsCheck;
using EmbeddedCache.Internal;

namespace EmbeddedCache.Tests.Cache;

[TestClass]
public sealed class TextScanTests
{
    // Lengths on both sides of every vector and block.
    private static readonly Gen<string> Text =
        Gen.OneOf(Gen.Char['a', 'z'], Gen.Const('-'), Gen.Char['\u0100', '\u7FFF']).Array[0, 300].Select(static characters => new string(characters));

    [TestMethod]
    public void Text_without_surrogates_and_above_gets_no_second_look_and_its_separators_are_counted() => Text.Sample(text =>
    {
        TextScan.MayHaveSurrogates(text).Should().BeFalse();
        TextScan.MayHaveSurrogates(text, out int separators).Should().BeFalse();
        separators.Should().Be(text.Count(static character => character == '-'));
    });

    [TestMethod]
    public void A_surrogate_is_seen_wherever_it_stands() =>
        Gen.Select(Text, Gen.Int[0, 300], Gen.Char['\uD800', '\uDFFF']).Sample((text, place, surrogate) =>
        {
            string with = text.Insert(Math.Min(place, text.Length), surrogate.ToString());
            TextScan.MayHaveSurrogates(with).Should().BeTrue();
            TextScan.MayHaveSurrogates(with, out int separators).Should().BeTrue();
            separators.Should().Be(text.Count(static character => character == '-'));
        });

    [TestMethod]
    public void Separators_are_counted_in_text_that_fills_its_counters()
    {
        string text = new('-', 5_000_003);
        TextScan.MayHaveSurrogates(text, out int separators).Should().BeFalse();
        separators.Should().Be(text.Length);
    }
}
