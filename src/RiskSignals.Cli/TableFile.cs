using System.IO.Compression;
using RiskSignals.Storage;
using RiskSignals.Training.Tables;

namespace RiskSignals.Cli;

/// <summary>Reads a CSV file of any columns; a name that ends in .gz is unpacked on the way.</summary>
internal static class TableFile
{
    /// <exception cref="FormatException">A line is not as the first one promises; the message names the line.</exception>
    /// <exception cref="IOException">The file is absent or can't be read.</exception>
    public static RawTable Read(string path)
    {
        var name = Path.GetFileName(path);
        using var file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        var (columns, rows, fields, number) = (Array.Empty<string>(), new List<string[]>(), new List<string>(), 0);

        // Most texts of a table repeat; each is kept once.
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (CsvLine.Split(line, fields) is { } expected)
            {
                throw new FormatException($"{name}, line {number}: {expected} is expected.");
            }

            if (number == 1)
            {
                columns = [.. fields.Select(field => field.Trim())];
                if (columns.Distinct(StringComparer.Ordinal).Count() != columns.Length)
                {
                    throw new FormatException($"{name}, line 1 names a column twice; give each its own name.");
                }

                continue;
            }

            if (fields.Count != columns.Length)
            {
                throw new FormatException($"{name}, line {number} has {fields.Count} values for {columns.Length} columns; values are parted by commas.");
            }

            rows.Add([.. fields.Select(field => texts.TryGetValue(field, out var known) ? known : texts[field] = field)]);
        }

        return new(name, columns, rows);
    }
}
