using CsCheck;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class PathTrieTests
{
    // Few different segments, so that paths share stems, fork and meet; some empty, some alike, some wide, some very long.
    private static readonly Gen<string> Segment = Gen.Frequency(
        (8, Gen.OneOf("a", "b", "ab", "u:abc", "u:abcd", "s:1")),
        (2, Gen.OneOf(string.Empty, "é", "ÿ", "Ā", "世界", "😀")),
        (1, Gen.Char['a', 'c'].Array[30, 70].Select(characters => new string(characters))));

    private static readonly Gen<string> Path = Segment.List[0, 12].Select(segments => string.Join('-', segments));

    private static readonly Gen<(int Kind, string Path, string Value)> Operation =
        Gen.Select(Gen.Int[0, 9], Path, Gen.OneOf("s1:1", "s2:2", "s3:3"));

    [TestMethod]
    public void Answers_like_a_list_scan_whatever_is_saved_removed_and_looked_up() =>
        Operation.List[1, 60].Sample(operations =>
        {
            var trie = new PathTrie(int.MaxValue, new Losses());
            var naive = new NaiveTrie();
            foreach ((int kind, string path, string value) in operations)
            {
                string normal = StorePath.Normalize(path);
                switch (kind)
                {
                    case < 4:
                        AssertSame(trie, naive, path);
                        break;
                    case < 8:
                        if (normal.Length > 0)
                        {
                            trie.Save(normal, value);
                        }

                        naive.Save(path, value);
                        break;
                    default:
                        trie.Remove(normal).Should().Be(naive.Remove(path));
                        break;
                }

                foreach ((_, string any, _) in operations)
                {
                    AssertSame(trie, naive, any);
                }
            }

            trie.ToList().Should().BeEquivalentTo(naive.Paths);
        }, iter: 2_000);

    [TestMethod]
    public void Keeps_the_most_recently_used_paths_past_its_bound() =>
        Gen.Select(Gen.Int[1, 8], Operation.List[1, 60]).Sample((bound, operations) =>
        {
            var trie = new PathTrie(bound, new Losses());
            var uses = new List<KeyValuePair<string, string>>();
            foreach ((int kind, string path, string value) in operations)
            {
                string normal = StorePath.Normalize(path);
                if (kind < 4)
                {
                    TrieMatch match = trie.Find(path);
                    if (match.Value is not null)
                    {
                        trie.Use(match);
                        Use(uses, path[..match.Length], match.Value);
                    }
                }
                else if (normal.Length > 0)
                {
                    trie.Save(normal, value);
                    Use(uses, normal, value);
                    uses.RemoveRange(0, Math.Max(0, uses.Count - bound));
                }

                trie.ToList().Should().BeEquivalentTo(uses);
            }
        }, iter: 1_000);

    [TestMethod]
    public void Normalizes_paths_as_the_contract_says() =>
        Path.Sample(path => StorePath.Normalize(path).Should().Be(NaiveTrie.Normalize(path)));

    [TestMethod]
    public void Keeps_one_value_for_all_turns_of_a_conversation()
    {
        var trie = new PathTrie(100, new Losses());
        trie.Save("a-b", new string("session:1".AsSpan()));
        trie.Save("a-b-c-d", new string("session:1".AsSpan()));
        trie.Save("a-b-x", new string("session:1".AsSpan()));

        string first = trie.Find("a-b").Value!;
        trie.Find("a-b-c-d").Value.Should().BeSameAs(first);
        trie.Find("a-b-x").Value.Should().BeSameAs(first);
    }

    [TestMethod]
    public void Survives_thousands_of_forks_at_one_place()
    {
        var trie = new PathTrie(100_000, new Losses());
        for (int i = 0; i < 20_000; i++)
        {
            trie.Save($"s:stem-u:{i}", $"v:{i}");
        }

        for (int i = 0; i < 20_000; i += 2)
        {
            trie.Remove($"s:stem-u:{i}").Should().BeTrue();
        }

        trie.Count.Should().Be(10_000);
        for (int i = 0; i < 20_000; i++)
        {
            trie.Find($"s:stem-u:{i}-m:next").Value.Should().Be(i % 2 == 0 ? null : $"v:{i}");
        }
    }

    private static void AssertSame(PathTrie trie, NaiveTrie naive, string path)
    {
        TrieMatch match = trie.Find(path);
        PathMatch? found = match.Value is null ? null : new PathMatch(match.Value, match.Length);
        if (found != naive.Find(path))
        {
            Assert.Fail($"'{path}': expected {naive.Find(path)}, got {found}");
        }
    }

    private static void Use(List<KeyValuePair<string, string>> uses, string path, string value)
    {
        uses.RemoveAll(use => use.Key == path);
        uses.Add(new(path, value));
    }
}
