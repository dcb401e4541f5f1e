using System.Globalization;

namespace RiskSignals.Simulation.Tests;

/// <summary>The files of a simulated lender, read as plain text: no reader of the product is used.</summary>
internal sealed class WrittenFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planted").FullName;

    private readonly Dictionary<string, Row[]> read = [];

    public WrittenFiles(SimulationParameters parameters) => Summary = SimulationFiles.Write(Parameters = parameters, folder);

    public SimulationParameters Parameters { get; }

    public SimulationSummary Summary { get; }

    public Row[] this[string name]
    {
        get
        {
            if (!read.TryGetValue(name, out var rows))
            {
                var lines = File.ReadAllLines(Path.Combine(folder, name + ".csv"));
                var columns = lines[0].Split(',').Select((column, index) => (column, index)).ToDictionary(pair => pair.column, pair => pair.index);
                read[name] = rows = [.. lines[1..].Select(line => new Row(columns, line.Split(',')))];
            }

            return rows;
        }
    }

    public string Text(string name) => File.ReadAllText(Path.Combine(folder, name + ".csv"));

    public IEnumerable<string> Names() =>
        Directory.GetFiles(folder, "*.csv", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)[..^4]);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>A line of a CSV file by column.</summary>
internal sealed record Row(Dictionary<string, int> Columns, string[] Values)
{
    public string this[string column] => Values[Columns[column]];

    public DateOnly Day(string column) => DateOnly.ParseExact(Values[Columns[column]][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public long Whole(string column) => long.Parse(Values[Columns[column]], CultureInfo.InvariantCulture);
}

/// <summary>An instalment of a loan as first agreed.</summary>
/// <param name="Missed">Whether less was paid by the end of 7 days of grace than was due so far.</param>
/// <param name="MissedBefore">Whether that held of an earlier one of the loan.</param>
/// <param name="DaysOpen">Days from the due day until all that was due by then was paid, 0 to 60.</param>
internal sealed record DueInstalment(string BorrowerId, string LoanId, DateOnly DueOn, bool Missed, bool MissedBefore, int DaysOpen)
{
    /// <summary>All instalments whose grace ended within the files and before a new schedule or a write-off, from the written payments alone.</summary>
    public static DueInstalment[] Of(WrittenFiles files, Row[]? payments = null)
    {
        var reversed = files["payment_reversals"].Select(row => row["payment_id"]).ToHashSet();
        var paid = (payments ?? files["payments"])
            .Where(row => !reversed.Contains(row["payment_id"]))
            .GroupBy(row => row["payment_id"])
            .Select(versions => versions.Last())
            .ToLookup(row => row["loan_id"]);
        var changedOn = files["schedules"].Where(row => row["version"] != "1")
            .Concat(files["loan_events"].Where(row => row["kind"] == "written_off"))
            .GroupBy(row => row["loan_id"]).ToDictionary(rows => rows.Key, rows => rows.Min(row => row.Day("known_on")));
        var found = new List<DueInstalment>();
        foreach (var schedule in files["instalments"].Where(row => row["version"] == "1").GroupBy(row => row["loan_id"]))
        {
            var end = changedOn.GetValueOrDefault(schedule.Key, files.Parameters.EndOnExcl);
            var due = 0L;
            var missedBefore = false;
            foreach (var row in schedule)
            {
                due += row.Whole("amount");
                var dueOn = row.Day("due_on");
                if (dueOn.AddDays(7) >= end)
                {
                    break;
                }

                var missed = Paid(dueOn.AddDays(7)) < due;
                var open = 0;
                while (open < 60 && Paid(dueOn.AddDays(open)) < due)
                {
                    open++;
                }

                found.Add(new(row["borrower_id"], schedule.Key, dueOn, missed, missedBefore, open));
                missedBefore |= missed;
            }

            long Paid(DateOnly by) => paid[schedule.Key].Where(row => row.Day("effective_on") <= by).Sum(row => row.Whole("amount"));
        }

        return [.. found];
    }
}
