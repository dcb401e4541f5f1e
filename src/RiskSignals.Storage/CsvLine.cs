using System.Text;

namespace RiskSignals.Storage;

/// <summary>One line of a fact file: comma-separated, a field in double quotes may hold commas and doubled quotes.</summary>
/// <remarks>
/// A row is always one line, because no field may hold a line break. A quote that is never closed therefore costs its own line and no other.
/// </remarks>
public static class CsvLine
{
    /// <summary>Splits a line into its fields.</summary>
    /// <param name="fields">Cleared, then filled.</param>
    /// <returns>Null, or what is wrong with the quotes.</returns>
    public static string? Split(string line, List<string> fields)
    {
        fields.Clear();
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                var field = new StringBuilder();
                at++;
                while (true)
                {
                    var quote = line.IndexOf('"', at);
                    if (quote < 0)
                    {
                        return "a closing quote on the same line";
                    }

                    field.Append(line, at, quote - at);
                    at = quote + 1;
                    if (at >= line.Length || line[at] != '"')
                    {
                        break;
                    }

                    field.Append('"');
                    at++;
                }

                fields.Add(field.ToString());
                if (at < line.Length && line[at] != ',')
                {
                    return "a comma or the end of the line after a closing quote";
                }
            }
            else
            {
                var comma = line.IndexOf(',', at);
                var end = comma < 0 ? line.Length : comma;
                fields.Add(line[at..end]);
                at = end;
                if (fields[^1].Contains('"'))
                {
                    return "quotes around the whole field, those inside doubled";
                }
            }

            if (at >= line.Length)
            {
                return null;
            }

            at++;
        }
    }
}
