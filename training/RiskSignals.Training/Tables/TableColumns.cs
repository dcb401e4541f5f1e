using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Training.Tables;

/// <summary>How a column's texts become features.</summary>
public enum ColumnForm
{
    /// <summary>One feature, the number itself.</summary>
    Number,

    /// <summary>One feature a category, 1 where the row has it.</summary>
    OneHot,

    /// <summary>One feature: the place of the category by how often it occurs, 0 for the most frequent.</summary>
    Rank,
}

/// <summary>One column and what was learnt of it.</summary>
/// <param name="Column">Its name in the file.</param>
/// <param name="Form">How it becomes features.</param>
/// <param name="Categories">Those seen in training, the most frequent first; empty for numbers.</param>
/// <param name="Special">Values that stand for something of their own.</param>
public sealed record TableColumn(string Column, ColumnForm Form, IReadOnlyList<string> Categories, IReadOnlyList<SpecialCode> Special)
{
    /// <summary>The names of its features.</summary>
    public IEnumerable<string> Features() => Form switch
    {
        ColumnForm.OneHot => Categories.Select(category => $"{Column}_is_{category}"),
        ColumnForm.Rank => [$"{Column}_rank"],
        _ => [Column],
    };
}

/// <summary>
/// How the columns of a table become features: learnt from training rows alone and never from their outcomes, kept beside the bundle as
/// <c>columns.json</c>, and needed to score other rows of such a table.
/// </summary>
public sealed record TableColumns(IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The name of the file beside a bundle.</summary>
    public const string FileName = "columns.json";

    // Above it, one feature a category would be mostly zeros.
    private const int OneHotMax = 12;

    // Rarer categories than the first so many share the last place.
    private const int RanksMax = 64;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>SHA-256 over <see cref="ToJson"/>: the bundle names it as the definition of its features.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexString(SHA256.HashData(ToJson()));

    /// <summary>The features, as a model needs to know them; no column says which way risk goes.</summary>
    [JsonIgnore]
    public IReadOnlyList<ModelFeature> ModelFeatures =>
        [.. Columns.SelectMany(column => column.Features()).Select(name => new ModelFeature(name, RiskDirection.None, "number", "", IsReason: false))];

    /// <summary>Looks at the training rows of a table.</summary>
    /// <exception cref="FormatException">A column is named that isn't there, is protected, or no column is left.</exception>
    public static TableColumns Learn(RawTable raw, TableChoice choice, IReadOnlyList<int> rows)
    {
        RequireNamed(raw, choice);
        string?[] others = [choice.Label, choice.Id, choice.Group, choice.AsOf, .. choice.Drop];
        var columns = raw.Columns.Where(column => !others.Contains(column, StringComparer.Ordinal)).ToArray();
        if (columns.Length == 0)
        {
            throw new FormatException($"{raw.File} leaves no column to learn from; drop fewer.");
        }

        RequireAllowed(raw, columns);
        var learnt = new TableColumns([.. columns.Select(column => Learn(raw, choice, column, rows))]);
        RequireAllowed(raw, learnt.ModelFeatures.Select(feature => feature.Name));
        return learnt;
    }

    /// <summary>Columns of the table that may never enter a score, for a benchmark that leaves them out.</summary>
    public static IReadOnlyList<string> Protected(RawTable raw, TableChoice choice)
    {
        string?[] others = [choice.Label, choice.Id, choice.Group, choice.AsOf, .. choice.Drop];
        return [.. raw.Columns.Where(column => !others.Contains(column, StringComparer.Ordinal) && !IsAllowed(column))];
    }

    /// <summary>The features of some rows; a category not seen in training has no flag set, and the last rank.</summary>
    /// <exception cref="FormatException">A cell is no number; the message names line, column and value.</exception>
    public FeatureMatrix Encode(RawTable raw, IReadOnlyList<int> rows)
    {
        var columns = new List<float[]>();
        foreach (var column in Columns)
        {
            var place = raw.Place(column.Column, FileName);
            columns.AddRange(column.Form switch
            {
                ColumnForm.OneHot => column.Categories.Select(category => Each(rows, row => raw.Rows[row][place].Trim() == category ? 1 : 0)),
                ColumnForm.Rank => [Ranks(raw, rows, place, column.Categories)],
                _ => [Each(rows, row => Number(raw, row, place))],
            });
        }

        return new([.. Columns.SelectMany(column => column.Features())], [.. columns]);
    }

    /// <summary>The special values of each feature.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<float>> SpecialValues() => Columns.Where(column => column.Special.Count > 0)
        .ToDictionary(column => column.Column, column => (IReadOnlyList<float>)[.. column.Special.Select(one => one.Code)]);

    /// <summary>The bytes of <c>columns.json</c>.</summary>
    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">They are no such file.</exception>
    public static TableColumns Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<TableColumns>(json, Options) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new FormatException($"{FileName} can't be read: {error.Message} Restore the file that training wrote.", error);
        }
    }

    /// <summary>A cell as a number; NaN where it is missing.</summary>
    /// <exception cref="FormatException">It is neither; the message names line, column and value.</exception>
    internal static float Number(RawTable raw, int row, int place)
    {
        var text = raw.Rows[row][place];
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) ? value
            : RawTable.IsMissing(text) ? float.NaN
            : throw raw.Bad(row, place, "a finite number, or nothing, is expected; list the column with --categorical, or drop it with --drop");
    }

    private static TableColumn Learn(RawTable raw, TableChoice choice, string column, IReadOnlyList<int> rows)
    {
        var special = choice.Special.GetValueOrDefault(column, []);
        if (!choice.Categorical.Contains(column, StringComparer.Ordinal))
        {
            return new(column, ColumnForm.Number, [], special);
        }

        var place = raw.Place(column, "--categorical");
        string[] seen =
        [
            .. rows.Select(row => raw.Rows[row][place].Trim()).Where(text => !RawTable.IsMissing(text))
                .GroupBy(text => text, StringComparer.Ordinal)
                .OrderByDescending(some => some.Count()).ThenBy(some => some.Key, StringComparer.Ordinal)
                .Select(some => some.Key),
        ];
        return seen.Length <= OneHotMax
            ? new(column, ColumnForm.OneHot, seen, [])
            : new(column, ColumnForm.Rank, [.. seen.Take(RanksMax - 1)], []);
    }

    private static float[] Ranks(RawTable raw, IReadOnlyList<int> rows, int place, IReadOnlyList<string> categories)
    {
        var ranks = categories.Select((category, rank) => (category, rank)).ToDictionary(one => one.category, one => one.rank, StringComparer.Ordinal);
        return Each(rows, row => raw.Rows[row][place].Trim() is var text && RawTable.IsMissing(text)
            ? float.NaN
            : ranks.GetValueOrDefault(text, categories.Count));
    }

    private static float[] Each(IReadOnlyList<int> rows, Func<int, float> value) => [.. rows.Select(value)];

    private static void RequireNamed(RawTable raw, TableChoice choice)
    {
        foreach (var (named, option) in choice.Categorical.Select(column => (column, "--categorical"))
            .Concat(choice.Drop.Select(column => (column, "--drop")))
            .Concat(choice.Special.Keys.Select(column => (column, "--special"))))
        {
            raw.Place(named, option);
        }

        if (choice.Special.Keys.Intersect(choice.Categorical, StringComparer.Ordinal).FirstOrDefault() is { } both)
        {
            throw new FormatException($"Column '{both}' is in --categorical and in --special; a category needs no special code, list it once.");
        }
    }

    private static void RequireAllowed(RawTable raw, IEnumerable<string> names)
    {
        string[] refused = [.. names.Where(name => !IsAllowed(name))];
        if (refused.Length > 0)
        {
            throw new FormatException(
                $"{raw.File}: {string.Join(", ", refused)} may never enter a score (protected, about health or gambling, or a rule's input); " +
                $"leave out with --drop {string.Join(',', refused)}.");
        }
    }

    private static bool IsAllowed(string name)
    {
        try
        {
            new ModelFeature(name, RiskDirection.None, "number", "", IsReason: false).RequireAllowed();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
