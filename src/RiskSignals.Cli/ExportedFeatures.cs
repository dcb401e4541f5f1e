using System.Globalization;
using RiskSignals.Features;
using RiskSignals.Storage;

namespace RiskSignals.Cli;

/// <summary>Reads files of 'risk features export'.</summary>
internal static class ExportedFeatures
{
    /// <summary>The rows of a file, read as they are asked for.</summary>
    /// <exception cref="FormatException">The file is no such export; the message names the line.</exception>
    public static IEnumerable<KeptRow> Rows(string path)
    {
        string[]? names = null;
        var fields = new List<string>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (CsvLine.Split(line, fields) is { } expected)
            {
                throw new FormatException($"{path} line {number}: expected {expected}; export it again.");
            }

            if (names is null)
            {
                names = [.. fields];
                RequireHeader(path, names);
            }
            else if (fields.Count != names.Length)
            {
                throw new FormatException($"{path} line {number} has {fields.Count} fields, its header {names.Length}; export it again.");
            }
            else
            {
                yield return Row(path, number, names, fields);
            }
        }

        if (names is null)
        {
            throw new FormatException($"{path} is empty; name a file of 'risk features export'.");
        }
    }

    private static void RequireHeader(string path, string[] names)
    {
        if (!names.Take(FeatureCheck.KeyColumns.Count).SequenceEqual(FeatureCheck.KeyColumns, StringComparer.Ordinal))
        {
            throw new FormatException($"{path} does not begin with {string.Join(',', FeatureCheck.KeyColumns)}; name a file of 'risk features export'.");
        }

        foreach (var name in names.Skip(FeatureCheck.KeyColumns.Count))
        {
            FeatureCatalog.IndexOf(name);
        }
    }

    private static KeptRow Row(string path, int number, string[] names, List<string> fields)
    {
        var asOf = Arguments.Day(fields[2], error => throw new FormatException($"{path} line {number}: {error}"));
        var values = new float[names.Length];
        for (var i = FeatureCheck.KeyColumns.Count; i < names.Length; i++)
        {
            values[i] = fields[i].Length == 0 ? float.NaN
                : float.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
                : throw new FormatException($"{path} line {number}: {names[i]} is '{fields[i]}'; expected a number, or nothing if missing.");
        }

        return new(fields[0], fields[1], asOf, row => Difference(row, names, values));
    }

    private static string? Difference(FeatureRow row, string[] names, float[] values)
    {
        var count = 0;
        string? first = null;
        for (var i = FeatureCheck.KeyColumns.Count; i < names.Length; i++)
        {
            var value = row[names[i]];
            if (BitConverter.SingleToUInt32Bits(value) != BitConverter.SingleToUInt32Bits(values[i]) && !(float.IsNaN(value) && float.IsNaN(values[i])))
            {
                first ??= string.Create(CultureInfo.InvariantCulture, $"{names[i]} was {values[i]:R}, is {value:R}");
                count++;
            }
        }

        return count > 1 ? $"{first}, and {count - 1} more features differ" : first;
    }
}
