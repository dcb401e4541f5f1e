using System.Globalization;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Tables;

namespace RiskSignals.Training.Adoption;

/// <summary>Which feature of the catalogue feeds each column of a model that names its columns in its own way.</summary>
public sealed class ColumnMapping
{
    private const string ColumnHeader = "column";
    private const string FeatureHeader = "feature";

    private readonly string file;
    private readonly Dictionary<string, string> featureOf;

    private ColumnMapping(string file, Dictionary<string, string> featureOf) => (this.file, this.featureOf) = (file, featureOf);

    /// <summary>For a model whose names are the catalogue's.</summary>
    public static ColumnMapping None { get; } = new("", []);

    /// <summary>Reads a table of two columns, <c>column</c> (the model's name) and <c>feature</c> (the catalogue's).</summary>
    /// <exception cref="FormatException">It has other columns, or names a column of the model twice; the message names the line.</exception>
    public static ColumnMapping Of(RawTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Columns is not [ColumnHeader, FeatureHeader])
        {
            throw new FormatException($"{table.File} has the columns {string.Join(",", table.Columns)}; '{ColumnHeader},{FeatureHeader}' is expected.");
        }

        var featureOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var row = 0; row < table.Rows.Count; row++)
        {
            if (!featureOf.TryAdd(table.Rows[row][0], table.Rows[row][1].Trim()))
            {
                throw table.Bad(row, 0, "each column of the model is mapped once");
            }
        }

        return new(table.File, featureOf);
    }

    /// <summary>The feature behind each column of a model, in the model's order. A column that isn't mapped keeps its own name.</summary>
    /// <param name="names">The model's own names; none if it gives none, whose columns are then called f0, f1, … or Column_0, Column_1, ….</param>
    /// <param name="count">The number of columns.</param>
    /// <exception cref="FormatException">The columns and the catalogue don't fit; the message tells every fault.</exception>
    public IReadOnlyList<ModelFeature> Features(IReadOnlyList<string> names, int count)
    {
        var faults = new List<string>();
        var columns = Columns(names, count);
        var features = columns.Select(column => FeatureOf(column, names.Count > 0, faults)).ToArray();
        foreach (var column in featureOf.Keys.Except(columns, StringComparer.Ordinal))
        {
            faults.Add($"{file} maps column '{column}', which the model doesn't have; its columns are {string.Join(", ", columns)}.");
        }

        foreach (var twice in columns.Zip(features).Where(one => one.Second is not null).GroupBy(one => one.Second!.Name).Where(same => same.Count() > 1))
        {
            faults.Add(
                $"Columns {string.Join(" and ", twice.Select(one => $"'{one.First}'"))} are both fed by feature '{twice.Key}'; a feature feeds one column.");
        }

        return faults.Count == 0 ? [.. features.OfType<ModelFeature>()] : throw new FormatException(string.Join(' ', faults));
    }

    /// <summary>The model's names; of a model without names, those that the mapping counts its columns by.</summary>
    private string[] Columns(IReadOnlyList<string> names, int count)
    {
        if (names.Count > 0)
        {
            return [.. names];
        }

        var prefix = featureOf.ContainsKey("Column_0") ? "Column_" : "f";
        return [.. Enumerable.Range(0, count).Select(place => prefix + place.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Null, and a fault more, if none can feed the column.</summary>
    private ModelFeature? FeatureOf(string column, bool hasNames, List<string> faults)
    {
        if (!featureOf.TryGetValue(column, out var name))
        {
            name = column;
        }

        if (!FeatureCatalog.Holds(name))
        {
            faults.Add(
                featureOf.ContainsKey(column) ? $"Column '{column}' is mapped to '{name}', which is no feature of this catalogue; docs/features.md lists them."
                : hasNames ? $"Column '{column}' of the model is no feature of this catalogue, and no mapping says which one feeds it; map it with --columns."
                : $"The model gives its columns no names, and no mapping says which feature feeds '{column}'; map each by its place with --columns.");
            return null;
        }

        try
        {
            return ModelFeature.Of(FeatureCatalog.Find(name));
        }
        catch (ArgumentException refused)
        {
            faults.Add($"Column '{column}': {refused.Message}");
            return null;
        }
    }
}
