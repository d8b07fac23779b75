using System.Text;

namespace EmbeddedCache.Tests.Fingerprints;

[TestClass]
public sealed class ShortHashTests
{
    [TestMethod]
    [DataRow(0UL, "0")]
    [DataRow(35UL, "z")]
    [DataRow(36UL, "10")]
    [DataRow(ulong.MaxValue, "3w5e11264sgsf")]
    public void A_hash_is_written_in_base_36_without_leading_zeros(ulong hash, string expected)
    {
        byte[] text = new byte[ShortHash.MaxLength];
        int length = ShortHash.Format(hash, text);

        Encoding.ASCII.GetString(text, 0, length).Should().Be(expected);
    }

    [TestMethod]
    public void No_bytes_have_the_hash_that_xxHash_documents()
    {
        // XXH64 of nothing, seed 0, is EF46DB3751D8E999.
        ShortHash.Compute([]).Should().Be("3mzsru4d4ty1l");
    }
}
