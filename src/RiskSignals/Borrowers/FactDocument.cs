using System.Globalization;
using System.Text;

namespace RiskSignals.Borrowers;

/// <summary>Describes the import files from the same definitions that read them.</summary>
public static class FactDocument
{
    /// <summary>docs/files.md, as text.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append(
            """
            # The import files

            `risk import DIR` reads one CSV file per kind of fact from a folder. Any of them may be absent; the columns may stand in any order.
            This page is generated from the definitions that read the files.

            - UTF-8, comma-separated, a header line, quotes where a value holds a comma or a quote; a row is one line.
            - Money is a whole number of minor units of the named currency: `12550` stands for 125.50.
            - A day is written `2024-03-31`, a moment `2024-03-31T06:00:00Z`. An empty field stands for absent.
            - Nothing is overwritten. A row is identified by its key and `known_on`: the same row again changes nothing; a correction is a
              row with the same key and a later `known_on`; another content under the same key and `known_on` is refused.
            - A view as of a day uses, of each key, the newest row known by the end of that day (UTC).


            """);
        foreach (var kind in FactKinds.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {kind.Name}.csv\n\n");
            text.Append(CultureInfo.InvariantCulture, $"One row is {kind.Meaning}. Key: {string.Join(", ", kind.KeyFields.Select(name => $"`{name}`"))}.\n\n");
            text.Append("| Column | Meaning | Must be |\n|---|---|---|\n");
            foreach (var field in kind.Fields)
            {
                var known = field.References is { } other && other != kind.Name ? $", known in {other}" : "";
                text.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {field.Meaning} | {field.Expected}{known} |\n");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }
}
