using System.IO.Hashing;
using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>The hash beside the framework's, whole and in pieces. Its way without vectors is tried by <see cref="BlockBoundaryTests"/>.</summary>
[TestClass]
public sealed class XxHash64SumsTests
{
    [TestMethod]
    public void The_hash_is_XXH64_of_bytes_of_any_length()
    {
        byte[] bytes = new byte[1_000];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            XxHash64Sums.Hash(bytes.AsSpan(0, length)).Should().Be(XxHash64.HashToUInt64(bytes.AsSpan(0, length)), "of {0} bytes", length);
        }
    }

    [TestMethod]
    public void Text_in_pieces_has_the_hash_of_the_text() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 1_500], Gen.Int[4_000, 20_000], Gen.Int[1, 12])
            .SelectMany((small, medium, large, count) => Gen.Shuffle(new[] { small, medium, large, 0, 1, 31, 32, 33, 511, 512, 513, 8_192 }, count))
            .Sample(lengths =>
            {
                using Workspace workspace = Workspace.Take();
                byte[] text = new byte[lengths.Sum()];
                new Random(text.Length).NextBytes(text);
                int start = 0;
                foreach (int length in lengths)
                {
                    workspace.Hash.Append(text.AsSpan(start, length));
                    start += length;
                }

                workspace.Hash.IsEmpty.Should().Be(text.Length == 0);
                workspace.Hash.Finish().Should().Be(XxHash64.HashToUInt64(text));
                workspace.Hash.IsEmpty.Should().BeTrue("the next text begins anew");
            });
}
