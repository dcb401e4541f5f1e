using System.Globalization;
using System.Text;
using RiskSignals.Features;

namespace RiskSignals.Bench;

/// <summary>
/// The same columns by PostgreSQL and by pandas. Both are handed the rows with versions, consent, returned payments and own transfers
/// resolved as of each day, which is part of our time and not of theirs.
/// </summary>
internal static class FeaturePeers
{
    private const double Tolerance = 1e-6;

    /// <returns>Seconds of PostgreSQL over ours, for the same columns of the same rows; NaN if there is no PostgreSQL.</returns>
    public static double Compare(FeatureBatch batch, int borrowers, BenchReport report)
    {
        var columns = PeerFeatures.Names.Select(FeatureCatalog.IndexOf).ToArray();
        var ours = new Dictionary<(int, int), float[]>();
        var folder = Directory.CreateTempSubdirectory("risksignals-bench-").FullName;
        try
        {
            Write(batch, borrowers, columns, folder, ours);
            var timing = Contest.Run(5, warm: 2, ("ours", () => batch.Compute(borrowers, columns)))[0];
            report.Text("## The same columns by others");
            report.Text($"{columns.Length} columns over bank transactions of {borrowers:#,##0} borrowers at {batch.Days.Length} days, one core each: "
                + "sums, counts, ratios, shares, robust z, baseline ratios, variation, slope. PostgreSQL and pandas are handed rows with versions, consent, "
                + "returned payments and own transfers resolved as of each day; our time holds that work, theirs does not.");
            var lines = new StringBuilder("| | seconds | × ours | values equal within 1e-6 |\n|---|---|---|---|\n");
            lines.Append(CultureInfo.InvariantCulture, $"| ours, these columns | {timing.Median:0.0000} | 1 | |");
            var ratio = double.NaN;
            if (Sql(folder) is { } sql)
            {
                ratio = sql.Seconds / timing.Median;
                lines.Append(Line($"PostgreSQL {sql.Version}", sql.Seconds, ratio, Equal(sql.Found, columns.Length, ours)));
            }

            var pandas = Machine.Output(
                "/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "features.py"), folder, $"{columns.Length}").Split('\n')[^1].Split(' ');
            if (pandas.Length == 2)
            {
                var seconds = double.Parse(pandas[1], CultureInfo.InvariantCulture);
                lines.Append(Line(
                    $"pandas {pandas[0]}", seconds, seconds / timing.Median,
                    Equal(File.ReadAllText(Path.Combine(folder, "pandas.csv")), columns.Length, ours)));
            }

            report.Text(lines.ToString());
            return ratio;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Line(string name, double seconds, double ratio, (long Equal, long All) values) => string.Create(
        CultureInfo.InvariantCulture, $"\n| {name} | {seconds:0.0000} | {ratio:0.0} | {values.Equal:#,##0} of {values.All:#,##0} |");

    private static (string Version, double Seconds, string Found)? Sql(string folder)
    {
        using var server = PostgresPeer.Start();
        if (server is null)
        {
            return null;
        }

        server.Ask($"""
            CREATE TABLE bank_row (borrower int, booked int, amount bigint, measures bigint, valid_from int, valid_to int);
            CREATE TABLE as_of_day (borrower int, as_of int, began int);
            \copy bank_row FROM '{folder}/bank_row.csv' (FORMAT csv)
            \copy as_of_day FROM '{folder}/as_of_day.csv' (FORMAT csv)
            CREATE INDEX ON bank_row (borrower, booked);
            ANALYZE;
            """);
        var query = PeerFeatures.Sql();
        var seconds = Enumerable.Range(0, 3).Select(_ => server.Seconds(query)).Order().ElementAt(1);
        return (server.Version, seconds, server.Ask($"{query};\nCOPY found TO STDOUT (FORMAT csv)"));
    }

    private static (long Equal, long All) Equal(string csv, int width, Dictionary<(int, int), float[]> ours)
    {
        var (equal, all) = (0L, 0L);
        foreach (var line in csv.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Trim().Split(',');
            var row = ours[(int.Parse(fields[0], CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture))];
            for (var i = 0; i < width; i++)
            {
                var theirs = fields[i + 2].Length == 0 ? double.NaN : double.Parse(fields[i + 2], CultureInfo.InvariantCulture);
                all++;
                equal += double.IsNaN(theirs) == float.IsNaN(row[i])
                    && (double.IsNaN(theirs) || Math.Abs(theirs - row[i]) <= Tolerance * Math.Max(1, Math.Abs(theirs))) ? 1 : 0;
            }
        }

        return (equal, all);
    }

    /// <summary>The rows as the peers take them, and our values; a row whose bank data may not be used is left out.</summary>
    private static void Write(FeatureBatch batch, int borrowers, int[] columns, string folder, Dictionary<(int, int), float[]> ours)
    {
        using var rows = new StreamWriter(Path.Combine(folder, "bank_row.csv"));
        using var days = new StreamWriter(Path.Combine(folder, "as_of_day.csv"));
        var current = -1;
        var open = new Dictionary<(string Id, int Day, long Amount, ulong Mask), (int From, int To)>();
        batch.Compute(borrowers, columns, (borrower, day, prepared, values) =>
        {
            if (borrower != current)
            {
                Flush(current, open, rows);
                current = borrower;
            }

            var bank = prepared.Bank;
            if (bank.Cause != MissingCause.None)
            {
                return;
            }

            ours.Add((borrower, day.DayNumber), [.. values]);
            var read = bank.Columns;
            days.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{borrower},{day.DayNumber},{read.Day[0]}"));
            for (var i = 0; i < read.Count; i++)
            {
                var key = (read.Id(i), read.Day[i], Math.Abs(read.Amount[i]), MeasureCells.Mask(read.Cell[i]));
                open[key] = open.TryGetValue(key, out var seen) ? (seen.From, day.DayNumber) : (day.DayNumber, day.DayNumber);
            }
        });
        Flush(current, open, rows);
        File.WriteAllText(Path.Combine(folder, "columns.csv"), PeerFeatures.Table());
    }

    /// <summary>
    /// A row is valid from the first to the last day it was seen on. Should it have been out of sight on a day between, the peers' values
    /// of that day differ, and are counted as such.
    /// </summary>
    private static void Flush(int borrower, Dictionary<(string Id, int Day, long Amount, ulong Mask), (int From, int To)> open, StreamWriter rows)
    {
        foreach (var (key, seen) in open)
        {
            rows.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{borrower},{key.Day},{key.Amount},{key.Mask},{seen.From},{seen.To}"));
        }

        open.Clear();
    }
}
