using System.Globalization;
using System.Text;

namespace EmbeddedCache.Soak.Bounds;

/// <summary>What was measured, and what of it is not as promised.</summary>
internal sealed class BoundsTable(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];
    private readonly List<string> _notes = [];
    private readonly List<string> _broken = [];
    private readonly List<string> _slowOrLarge = [];

    public string Title => title;

    /// <summary>What is wrong, on whatever machine this is.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>What is wrong, and may have to do with the machine or with how little was written.</summary>
    public IReadOnlyList<string> SlowOrLarge => _slowOrLarge;

    public void Add(params object[] cells) =>
        _rows.Add([.. cells.Select(static cell => cell is IFormattable number ? number.ToString(cell is double ? "N1" : "N0", CultureInfo.InvariantCulture) : $"{cell}")]);

    public void Note(string note) => _notes.Add(note);

    /// <summary>Notes what should hold, and whether it does.</summary>
    public void Expect(bool holds, string what) => Expect(holds, what, _broken);

    /// <summary>The same for times, and for the memory that the system gave the process.</summary>
    public void ExpectOfMachine(bool holds, string what) => Expect(holds, what, _slowOrLarge);

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(title);
        if (_rows.Count > 0)
        {
            int[] widths = [.. columns.Select((column, i) => Math.Max(column.Length, _rows.Max(row => row[i].Length)))];
            foreach (string[] row in _rows.Prepend(columns))
            {
                text.Append("  ").AppendLine(string.Join("  ", row.Select((cell, i) => cell.PadLeft(widths[i]))));
            }
        }

        foreach (string note in _notes)
        {
            text.Append("  ").AppendLine(note);
        }

        return text.ToString();
    }

    private void Expect(bool holds, string what, List<string> faults)
    {
        _notes.Add($"{(holds ? "held" : "BROKEN")}: {what}");
        if (!holds)
        {
            faults.Add(what);
        }
    }
}
