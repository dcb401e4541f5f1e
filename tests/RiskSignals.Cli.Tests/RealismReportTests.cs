using System.Globalization;

namespace RiskSignals.Cli.Tests;

public sealed class RealismReportTests
{
    [RealDataFact]
    public void The_side_of_the_Berka_data_is_the_same_with_the_data_and_without_and_equals_a_plain_count()
    {
        Assert.NotNull(Checkout.Data);
        var berka = Path.Combine(Checkout.Data, "berka");
        var (with, without) = (Elsewhere("--berka", berka), Elsewhere());
        Assert.Equal(without, with);

        var counts = new List<int>();
        var rows = File.ReadLines(Path.Combine(berka, "trans_preloan_682.csv")).Skip(1).Select(line => line.Split(';'));
        foreach (var account in rows.GroupBy(row => row[1], row => int.Parse(row[2][..4], CultureInfo.InvariantCulture)))
        {
            var months = account.CountBy(month => (month / 100 * 12) + (month % 100)).ToDictionary();
            for (var month = months.Keys.Min() + 1; month < months.Keys.Max(); month++)
            {
                counts.Add(months.GetValueOrDefault(month));
            }
        }

        Assert.Equal(counts.Average().ToString("0.00", CultureInfo.InvariantCulture), with["bank transactions a month, mean"]);
        Assert.Equal(counts.Order().ElementAt(counts.Count / 2).ToString("0.00", CultureInfo.InvariantCulture), with["bank transactions a month, median"]);

        // By pandas: the median of balance over money in, and the share of accounts that one payer pays every month.
        Assert.Equal(("1.74", "30.65"), (with["balance at the month's end, median"], with["bank accounts with a monthly income from one payer"]));
    }

    [Fact]
    public void A_report_needs_no_facts_to_be_written_and_one_of_the_two_must_be_asked_for()
    {
        var output = RiskProgram.Succeeds("simulate", "--borrowers", "5", "--months", "6", "--report");
        Assert.Contains(output, line => line.Contains("direct debits returned", StringComparison.Ordinal));
        var (exitCode, _, errors) = RiskProgram.Run("simulate", "--borrowers", "5");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("or --report, to compare with real lenders", errors, StringComparison.Ordinal);
    }

    /// <summary>The column of the real data, by figure, of its chapter.</summary>
    private static Dictionary<string, string> Elsewhere(params string[] options)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("realism").FullName, "report.md");
        RiskProgram.Succeeds(["simulate", "--borrowers", "5", "--months", "6", "--report", "--report-out", file, .. options]);
        return File.ReadLines(file).SkipWhile(line => !line.StartsWith("## Bank accounts beside", StringComparison.Ordinal)).Skip(4)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToDictionary(cells => cells[1], cells => cells[5]);
    }
}
