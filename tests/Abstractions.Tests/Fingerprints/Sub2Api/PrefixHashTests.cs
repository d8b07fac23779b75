namespace EmbeddedCache.Tests.Fingerprints.Sub2Api;

[TestClass]
public sealed class PrefixHashTests
{
    // Expected values: Python's hashlib and base64.
    [TestMethod]
    public void Any_numbers_and_any_Unicode_are_taken()
    {
        Sub2ApiFingerprints.PrefixHash(long.MinValue, long.MaxValue, "203.0.113.7", "agent/1.0 é😀", "gemini", "m").Should().Be("FsOqcOkymOQu1UWT");
        Sub2ApiFingerprints.PrefixHash(0, 0, "", "", "", "").Should().Be("ig7v2uluz7utHULL");
        Sub2ApiFingerprints.PrefixHash(1, 2, new string('a', 100_000), "b", "c", "d").Should().Be("MDo844Pt7dbxviuL");
    }

    [TestMethod]
    public void A_null_is_refused_by_name()
    {
        FluentActions.Invoking(() => Sub2ApiFingerprints.PrefixHash(1, 2, null!, "b", "c", "d")).Should().Throw<ArgumentNullException>().WithParameterName("ip");
        FluentActions.Invoking(() => Sub2ApiFingerprints.PrefixHash(1, 2, "a", null!, "c", "d")).Should().Throw<ArgumentNullException>().WithParameterName("userAgent");
        FluentActions.Invoking(() => Sub2ApiFingerprints.PrefixHash(1, 2, "a", "b", null!, "d")).Should().Throw<ArgumentNullException>().WithParameterName("platform");
        FluentActions.Invoking(() => Sub2ApiFingerprints.PrefixHash(1, 2, "a", "b", "c", null!)).Should().Throw<ArgumentNullException>().WithParameterName("model");
    }

    // Not data rows: an attribute cannot carry such text either.
    [TestMethod]
    public void Text_that_UTF8_cannot_carry_is_refused_by_name()
    {
        foreach (string broken in new[] { "\ud800", "x\udc00y", "\udc00\ud800" })
        {
            FluentActions.Invoking(() => Sub2ApiFingerprints.PrefixHash(1, 2, broken, "b", "c", "d")).Should().Throw<ArgumentException>().WithParameterName("ip");
            FluentActions.Invoking(() => Sub2ApiFingerprints.PrefixHash(1, 2, "a", broken, "c", "d")).Should().Throw<ArgumentException>().WithParameterName("userAgent");
            FluentActions.Invoking(() => Sub2ApiFingerprints.PrefixHash(1, 2, "a", "b", broken, "d")).Should().Throw<ArgumentException>().WithParameterName("platform");
            FluentActions.Invoking(() => Sub2ApiFingerprints.PrefixHash(1, 2, "a", "b", "c", broken)).Should().Throw<ArgumentException>().WithParameterName("model");
        }
    }
}
