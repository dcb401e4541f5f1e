using System.Globalization;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tables;

/// <summary>A table whose rows have an outcome, an id, a borrower and a day, whichever of these the file gives.</summary>
public sealed class FlatTable
{
    private FlatTable(RawTable raw, TableChoice choice, bool[] outcomes, string[] ids, string[] groups, DateOnly[] asOf) =>
        (Raw, Choice, Outcomes, Ids, Groups, AsOf) = (raw, choice, outcomes, ids, groups, asOf);

    public RawTable Raw { get; }

    public TableChoice Choice { get; }

    public IReadOnlyList<bool> Outcomes { get; }

    /// <summary>One a row, each once.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Whose row it is: kept on one side of every split.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>All the same day when the file gives none.</summary>
    public IReadOnlyList<DateOnly> AsOf { get; }

    public int Rows => Raw.Rows.Count;

    /// <summary>Reads outcomes, ids and days.</summary>
    /// <exception cref="FormatException">A cell is not what its column must hold, or an id repeats; the message names line, column and value.</exception>
    public static FlatTable Of(RawTable raw, TableChoice choice)
    {
        if (raw.Rows.Count == 0)
        {
            throw new FormatException($"{raw.File} has no rows below its names; give a table with rows.");
        }

        var label = raw.Place(choice.Label, "--label");
        bool[] outcomes = [.. Enumerable.Range(0, raw.Rows.Count).Select(row => TableColumns.Number(raw, row, label) switch
        {
            0 => false,
            1 => true,
            _ => throw raw.Bad(row, label, "an outcome of 0 or 1 is expected"),
        })];
        var numbered = Enumerable.Range(0, raw.Rows.Count).Select(row => (row + 2).ToString(CultureInfo.InvariantCulture)).ToArray();
        var ids = Texts(raw, choice.Id, "--id") ?? numbered;
        RequireOnce(raw, choice, ids);
        return new(raw, choice, outcomes, ids, Texts(raw, choice.Group, "--group") ?? ids, Days(raw, choice));
    }

    /// <summary>Some rows as a training table.</summary>
    /// <param name="columns">Learnt from training rows.</param>
    /// <param name="rows">Which rows, by number.</param>
    public TrainingTable Encode(TableColumns columns, IReadOnlyList<int> rows) => new(
        columns.Encode(Raw, rows),
        columns.ModelFeatures,
        [.. rows.Select(row => Outcomes[row])],
        [.. rows.Select(row => Groups[row])],
        [.. rows.Select(row => AsOf[row])],
        special: columns.SpecialValues(),
        definedBy: columns.Hash);

    private static string[]? Texts(RawTable raw, string? column, string askedBy) => column is null
        ? null
        : raw.Place(column, askedBy) is var place ? [.. raw.Rows.Select(row => row[place].Trim())] : null;

    private static DateOnly[] Days(RawTable raw, TableChoice choice)
    {
        if (choice.AsOf is null)
        {
            return new DateOnly[raw.Rows.Count];
        }

        var place = raw.Place(choice.AsOf, "--as-of");
        return [.. Enumerable.Range(0, raw.Rows.Count).Select(row =>
            DateOnly.TryParseExact(raw.Rows[row][place].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw raw.Bad(row, place, "a day as 2024-03-31 is expected"))];
    }

    private static void RequireOnce(RawTable raw, TableChoice choice, string[] ids)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < ids.Length; row++)
        {
            if (!seen.TryAdd(ids[row], row))
            {
                throw raw.Bad(
                    row, raw.Place(choice.Id!, "--id"), $"line {seen[ids[row]] + 2} has it already; name the borrower's column with --group instead");
            }
        }
    }
}
