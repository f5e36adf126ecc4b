using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LbController.Cli.Output;

/// <summary>
/// Writes tables for people. On a terminal that is too narrow the last column, which holds the words, is broken into lines; elsewhere a
/// row is one line, for grep.
/// </summary>
internal sealed class TableWriter(Terminal terminal)
{
    private const string Gap = "  ";
    private const int NarrowestText = 24;

    public void Write(Report report)
    {
        for (var i = 0; i < report.Tables.Length; i++)
        {
            if (i > 0)
            {
                terminal.Out.WriteLine();
            }

            Write(report.Tables[i], hasTitle: report.Tables.Length > 1);
        }
    }

    private void Write(ReportTable table, bool hasTitle)
    {
        if (hasTitle)
        {
            terminal.Out.WriteLine(Coloured(Words(table.Name).ToUpperInvariant() + (table.Rows.Count > 0 ? $" ({table.Rows.Count})" : ""), "1"));
        }

        if (table.Rows.Count == 0)
        {
            terminal.Out.WriteLine(table.WhenEmpty);
            return;
        }

        var shown = table.Rows.Take(table.MostShown).Select(row => row.Select(Text).ToArray()).ToList();
        var header = table.Fields.Select(field => Words(field).ToUpperInvariant()).ToArray();
        var widths = header.Select((name, i) => Math.Max(name.Length, shown.Max(row => row[i].Length))).ToArray();
        WriteRow(header, widths, "2");
        foreach (var row in shown)
        {
            WriteRow(row, widths, table.IsBad ? "31" : "");
        }

        if (table.Rows.Count > shown.Count)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {table.Rows.Count - shown.Count} more: --all shows them, -o json too"));
        }
    }

    private void WriteRow(string[] cells, int[] widths, string colour)
    {
        var last = cells.Length - 1;
        var indent = widths.Take(last).Sum(width => width + Gap.Length);
        var first = new StringBuilder();
        for (var i = 0; i < last; i++)
        {
            first.Append(cells[i].PadRight(widths[i])).Append(Gap);
        }

        var lines = Lines(cells[last], indent);
        terminal.Out.WriteLine(Coloured((first + lines[0]).TrimEnd(), colour));
        foreach (var line in lines.Skip(1))
        {
            terminal.Out.WriteLine(Coloured(new string(' ', Math.Min(indent, HangingIndent(indent))) + line, colour));
        }
    }

    private int HangingIndent(int indent) => terminal.Width - indent >= NarrowestText ? indent : 4;

    private List<string> Lines(string text, int indent)
    {
        if (terminal.Width is not { } width || indent + text.Length <= width)
        {
            return [text];
        }

        // Too little room beside the other columns: the words go below them.
        var isBelow = width - indent < NarrowestText;
        var room = isBelow ? width - 4 : width - indent;
        var lines = isBelow ? [""] : new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }

    private string Coloured(string text, string code) => terminal.HasColours && code.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;

    private static string Text(JsonNode? cell) => cell switch
    {
        null => "-",
        JsonArray list => list.Count == 0 ? "-" : string.Join(", ", list.Select(Text)),
        _ when cell.GetValueKind() == JsonValueKind.True => "yes",
        _ when cell.GetValueKind() == JsonValueKind.False => "no",
        _ => cell.ToString() is { Length: > 0 } text ? text : "-",
    };

    /// <summary><c>lastError</c> as <c>last error</c>.</summary>
    private static string Words(string field) =>
        string.Concat(field.Select(letter => char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
}
