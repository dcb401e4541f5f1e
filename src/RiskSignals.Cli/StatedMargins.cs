using System.Globalization;
using RiskSignals.Storage;
using RiskSignals.Training.Adoption;

namespace RiskSignals.Cli;

/// <summary>
/// Margins that another library gave loans on days, compared with ours on features computed from the store: the same mapping, the same missing
/// values, the same trees.
/// </summary>
internal static class StatedMargins
{
    private const string MarginColumn = "margin";
    private const int DifferencesShown = 5;

    // Of log-odds. Printed with six digits they differ by less; a loan that takes another branch differs by more.
    private const double DifferenceMax = 1e-4;

    /// <exception cref="FormatException">The file can't be read, or a margin differs; the message tells the first ones.</exception>
    public static void Require(string path, AdoptedModel model, FactStore store)
    {
        var rows = Rows(path, model);
        var (equal, differing) = FeatureCheck.Compare(store, rows);
        if (differing.Count > 0)
        {
            throw new FormatException(
                $"{differing.Count} of {rows.Count} rows of {path} have another margin than the model gives here: " +
                $"{string.Join("; ", differing.Take(DifferencesShown))}. " +
                "Look at the mapping, at missing values filled in before the fit, and at the trees saved.");
        }

        Console.WriteLine($"  {Screen.Count(equal)} margins computed again, all as stated");
    }

    private static List<KeptRow> Rows(string path, AdoptedModel model)
    {
        var table = TableFile.Read(path);
        string[] expected = [.. FeatureCheck.KeyColumns, MarginColumn];
        if (!table.Columns.SequenceEqual(expected, StringComparer.Ordinal) || table.Rows.Count == 0)
        {
            throw new FormatException(
                $"{path} has {table.Rows.Count} rows of the columns {string.Join(',', table.Columns)}; rows of {string.Join(',', expected)} are expected.");
        }

        return [.. table.Rows.Select((cells, place) => Row(path, place + 2, cells, model))];
    }

    private static KeptRow Row(string path, int number, string[] cells, AdoptedModel model)
    {
        var asOf = Arguments.Day(cells[2], error => throw new FormatException($"{path} line {number}: {error}"));
        var stated = double.TryParse(cells[3], NumberStyles.Float, CultureInfo.InvariantCulture, out var margin) && double.IsFinite(margin)
            ? margin
            : throw new FormatException($"{path} line {number}: {MarginColumn} is '{cells[3]}'; expected a number.");
        return new(cells[0], cells[1], asOf, row =>
        {
            var ours = model.Margin([.. model.Features.Select(feature => row[feature.Name])]);
            return Math.Abs(ours - stated) <= DifferenceMax * Math.Max(1, Math.Abs(stated))
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"margin {stated:R} stated, {ours:R} here");
        });
    }
}
