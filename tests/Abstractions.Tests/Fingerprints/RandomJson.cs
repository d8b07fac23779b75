using System.Globalization;
using System.Text;
using CsCheck;

namespace EmbeddedCache.Tests.Fingerprints;

/// <summary>Random JSON values, and the many ways to write one of them down.</summary>
internal abstract record RandomJson
{
    private static readonly string[] Pieces =
    [
        "a", "b", "z", "text", "type", " ", "0", "<", ">", "&", "\"", "\\", "/", "\n", "\t", "\r", "\b", "\f", "\u0001", "\u001f", "\u007f",
        "é", "ÿ", "世界", "\u2027", "\u2028", "\u2029", "\u202a", "—", "\ufffd", "\uffee", "😀", "👩‍👩‍👧", "\0",
    ];

    private static readonly string[] Literals = ["true", "false", "null"];

    private static readonly string[] OddNumbers =
    [
        "0", "-0", "-0.0", "0e5", "1.0", "1e5", "1E+2", "100", "9007199254740993", "-9007199254740993", "123456789012345678901234567890",
        "1e20", "1e21", "-1e21", "1.5e22", "1e23", "0.000001", "0.0000001", "1.25e-7", "5e-324", "1e-400", "1.7976931348623157e308",
        "3.14159", "0.1", "2.5", "1e-10", "999999999999999", "1000000000000000", "-999999999999999",
    ];

    public static Gen<string> AnyText { get; } =
        Gen.Int[0, Pieces.Length - 1].Array[0, 8].Select(picks => string.Concat(picks.Select(pick => Pieces[pick])));

    public static Gen<RandomJson> Any { get; } = Nested(3);

    public static Gen<RandomJson> AnyObject { get; } = Objects(Nested(2));

    /// <summary>Writes it down: with spaces, members in another order and text escaped in other ways, as the seed has it.</summary>
    public string Write(int seed, bool reorder)
    {
        var output = new StringBuilder();
        Write(output, new Random(seed), reorder);
        return output.ToString();
    }

    protected abstract void Write(StringBuilder output, Random random, bool reorder);

    private static Gen<RandomJson> Nested(int depth)
    {
        Gen<RandomJson> number = Gen.OneOf(
            Gen.Int[0, OddNumbers.Length - 1].Select(pick => OddNumbers[pick]),
            Gen.Long.Select(value => value.ToString(CultureInfo.InvariantCulture)),
            Gen.Double.Where(double.IsFinite).Select(value => value.ToString("R", CultureInfo.InvariantCulture)))
            .Select(RandomJson (text) => new Bare(text));
        Gen<RandomJson> literal = Gen.Int[0, 2].Select(RandomJson (pick) => new Bare(Literals[pick]));
        Gen<RandomJson> leaf = Gen.OneOf(AnyText.Select(RandomJson (text) => new Text(text)), number, literal);
        if (depth == 0)
        {
            return leaf;
        }

        Gen<RandomJson> inner = Nested(depth - 1);
        return Gen.OneOf(leaf, inner.Array[0, 4].Select(RandomJson (items) => new List(items)), Objects(inner));
    }

    private static Gen<RandomJson> Objects(Gen<RandomJson> values) =>
        Gen.Select(AnyText, values, (name, value) => (name, value)).Array[0, 6].Select(RandomJson (members) => new Map(members));

    private static void Spaces(StringBuilder output, Random random)
    {
        while (random.Next(4) == 0)
        {
            output.Append(" \n\r\t"[random.Next(4)]);
        }
    }

    private static void Quote(string text, StringBuilder output, Random random)
    {
        output.Append('"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            char c = rune.IsBmp ? (char)rune.Value : 'x';
            if (c is '"' or '\\' && random.Next(2) == 0)
            {
                output.Append('\\').Append(c);
            }
            else if (c == '/' && random.Next(2) == 0)
            {
                output.Append("\\/");
            }
            else if (c < ' ' || c is '"' or '\\' || random.Next(8) == 0)
            {
                int letter = "\b\f\n\r\t".IndexOf(c);
                output.Append(letter >= 0 && random.Next(2) == 0 ? $"\\{"bfnrt"[letter]}" : Escape(rune));
            }
            else
            {
                output.Append(rune.ToString());
            }
        }

        output.Append('"');
    }

    private static string Escape(Rune rune) => string.Concat(rune.ToString().Select(unit => $"\\u{(int)unit:x4}"));

    private sealed record Bare(string Value) : RandomJson
    {
        protected override void Write(StringBuilder output, Random random, bool reorder) => output.Append(Value);
    }

    private sealed record Text(string Value) : RandomJson
    {
        protected override void Write(StringBuilder output, Random random, bool reorder) => Quote(Value, output, random);
    }

    private sealed record List(RandomJson[] Items) : RandomJson
    {
        protected override void Write(StringBuilder output, Random random, bool reorder)
        {
            output.Append('[');
            for (int i = 0; i < Items.Length; i++)
            {
                output.Append(i > 0 ? "," : string.Empty);
                Spaces(output, random);
                Items[i].Write(output, random, reorder);
                Spaces(output, random);
            }

            output.Append(']');
        }
    }

    private sealed record Map((string Name, RandomJson Value)[] Members) : RandomJson
    {
        protected override void Write(StringBuilder output, Random random, bool reorder)
        {
            (string Name, RandomJson Value)[] members = [.. Members];
            if (reorder)
            {
                // Of equal names the last counts, so only the members that count may change places.
                members = [.. members.GroupBy(member => member.Name).Select(same => same.Last())];
                random.Shuffle(members);
            }

            output.Append('{');
            for (int i = 0; i < members.Length; i++)
            {
                output.Append(i > 0 ? "," : string.Empty);
                Spaces(output, random);
                Quote(members[i].Name, output, random);
                Spaces(output, random);
                output.Append(':');
                Spaces(output, random);
                members[i].Value.Write(output, random, reorder);
                Spaces(output, random);
            }

            output.Append('}');
        }
    }
}
