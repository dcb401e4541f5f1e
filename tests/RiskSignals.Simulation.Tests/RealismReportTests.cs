using System.Globalization;
using RiskSignals.Simulation.Realism;

namespace RiskSignals.Simulation.Tests;

/// <summary>The figures of the realism report, against slow counts over the written files.</summary>
public sealed class RealismReportTests
{
    private static readonly SimulationParameters Small = Portfolio.Lender(borrowers: 120, months: 14, seed: 9);

    private static readonly Lazy<RealismReport> Report = new(() => RealismReport.Of(Small));

    [Fact]
    public void Returned_debits_are_the_reversed_collections_of_the_written_payments()
    {
        using var files = new WrittenFiles(Small);
        var reversed = files["payment_reversals"].Select(row => row["payment_id"]).ToHashSet();
        var payments = files["payments"].GroupBy(row => row["payment_id"]).Select(versions => versions.Last());
        var debits = payments.Where(row => row["method"] == "direct_debit").ToArray();
        Assert.Equal(100.0 * debits.Count(row => reversed.Contains(row["payment_id"])) / debits.Length, Figure("direct debits returned").Simulated, 9);
        Assert.Equal(debits.Length, Figure("direct debits returned").Count);
    }

    [Fact]
    public void Missed_instalments_and_cures_are_those_of_the_written_schedules_and_payments()
    {
        using var files = new WrittenFiles(Small);
        var relieved = files["schedules"].Where(row => row["version"] != "1").Select(row => row["loan_id"])
            .Concat(files["loan_events"].Select(row => row["loan_id"])).ToHashSet();
        var whole = RealismReport.Of(Small);
        var dues = DueInstalment.Of(files).Where(due => due.DueOn < Small.EndOnExcl.AddDays(-37)).ToArray();
        var missed = dues.Count(due => due.Missed);
        var figure = Row(whole, "instalments not paid within 7 days of grace");

        // Loans that ended or were rescheduled are judged by the later schedule in the report and not at all here.
        Assert.InRange(figure.Count, dues.Count(due => !relieved.Contains(due.LoanId)), dues.Length * 1.10);
        Assert.InRange(figure.Simulated, (100.0 * missed / dues.Length) - 1.0, (100.0 * missed / dues.Length) + 1.0);
        var cured = dues.Where(due => due.Missed).Average(due => due.DaysOpen <= 37 ? 100.0 : 0);
        Assert.InRange(Row(whole, "those paid within 30 further days").Simulated, cured - 6, cured + 6);
    }

    [Fact]
    public void Roll_and_cure_rates_are_counts_of_loans_between_the_ends_of_months()
    {
        using var files = new WrittenFiles(Small);
        var reversed = files["payment_reversals"].Select(row => row["payment_id"]).ToHashSet();
        var paid = files["payments"].Where(row => !reversed.Contains(row["payment_id"])).GroupBy(row => row["payment_id"]).Select(rows => rows.First())
            .ToLookup(row => row["loan_id"]);
        var instalments = files["instalments"].ToLookup(row => (row["loan_id"], row["version"]));
        var versions = files["schedules"].ToLookup(row => row["loan_id"]);
        var ended = files["loan_events"].Where(row => row["kind"] is "paid_off" or "written_off").ToLookup(row => row["loan_id"]);
        var ends = Enumerable.Range(1, 14).Select(month => Small.StartOn.AddMonths(month).AddDays(-1)).ToArray();
        var moves = new Dictionary<(int, int), int>();
        foreach (var loan in files["loans"])
        {
            var states = ends.Select(end => State(loan, end)).ToArray();
            foreach (var (before, after) in states.Zip(states.Skip(1)).Where(pair => pair.First is >= 0 and < 9))
            {
                moves[(before, after)] = moves.GetValueOrDefault((before, after)) + 1;
            }
        }

        Compare("roll rate, not past due to past due", from: 0, (before, after) => after > 0 && after != 10);
        Compare("roll rate, 1–30 to more days past due", from: 1, (before, after) => after > 1 && after != 10);
        Compare("cure rate, 1–30 days past due to none", from: 1, (before, after) => after is 0 or 10);

        void Compare(string name, int from, Func<int, int, bool> counts)
        {
            var all = moves.Where(move => move.Key.Item1 == from).Sum(move => move.Value);
            var counted = moves.Where(move => move.Key.Item1 == from && counts(from, move.Key.Item2)).Sum(move => move.Value);
            Assert.Equal((100.0 * counted / all, all), (Math.Round(Figure(name).Simulated, 9), Figure(name).Count), new Near());
        }

        // −1 before the loan, 0 to 4 by thirty days past due, 9 written off, 10 paid off.
        int State(Row loan, DateOnly end)
        {
            if (loan.Day("originated_on") > end)
            {
                return -1;
            }

            if (ended[loan["loan_id"]].FirstOrDefault(row => row.Day("starts_on") <= end) is { } last)
            {
                return last["kind"] == "paid_off" ? 10 : 9;
            }

            var version = versions[loan["loan_id"]].Last(row => row.Day("known_on") <= end)["version"];
            var left = paid[loan["loan_id"]].Where(row => row.Day("effective_on") <= end).Sum(row => row.Whole("amount"));
            foreach (var instalment in instalments[(loan["loan_id"], version)].OrderBy(row => row.Whole("number")))
            {
                left -= instalment.Whole("amount");
                if (left < 0)
                {
                    var days = Math.Max(0, end.DayNumber - instalment.Day("due_on").DayNumber);
                    return days == 0 ? 0 : days <= 30 ? 1 : days <= 60 ? 2 : days <= 90 ? 3 : 4;
                }
            }

            return 0;
        }
    }

    [Fact]
    public void Bank_transactions_a_month_and_categories_are_those_of_the_written_feeds()
    {
        using var files = new WrittenFiles(Small);
        var current = files["bank_accounts"].Where(row => row["kind"] == "current").Select(row => row["bank_account_id"]).ToHashSet();
        var removed = files["bank_transactions"].Where(row => row["state"] == "removed").Select(row => row["bank_transaction_id"]).ToHashSet();
        var posted = files["bank_transactions"].Where(row => row["state"] == "posted" && !removed.Contains(row["bank_transaction_id"]))
            .GroupBy(row => row["bank_transaction_id"]).Select(versions => versions.MaxBy(row => row["known_on"])!).ToArray();
        var counts = new List<int>();
        foreach (var rows in posted.Where(row => current.Contains(row["bank_account_id"])).GroupBy(row => row["bank_account_id"]))
        {
            var months = rows.CountBy(row => row["booked_on"][..7]).ToDictionary();
            for (var month = DateOnly.ParseExact(months.Keys.Min() + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).AddMonths(1);
                string.CompareOrdinal($"{month:yyyy-MM}", months.Keys.Max()) < 0;
                month = month.AddMonths(1))
            {
                counts.Add(months.GetValueOrDefault($"{month:yyyy-MM}"));
            }
        }

        Assert.Equal(counts.Average(), Figure("bank transactions a month, mean").Simulated, 9);
        Assert.Equal(counts.Count, Figure("bank transactions a month, mean").Count);
        Assert.Equal(posted.Select(row => row["category"]).Distinct().Count(), Figure("categories told").Simulated);
    }

    [Fact]
    public void A_statement_s_shape_is_counted_by_hand()
    {
        // Pay of 1,000 on the 28th, once a day early; 600 goes out on the 2nd; the whole months are February to April.
        var rows = new List<StatementRow>();
        var balance = 0.0;
        foreach (var (month, payday) in new[] { (1, 28), (2, 28), (3, 27), (4, 28), (5, 28) })
        {
            rows.Add(new(new(2024, month, 2), -600, balance -= 600, ""));
            rows.Add(new(new(2024, month, payday), 1000, balance += 1000, "ACME"));
        }

        var shape = StatementShape.Of(rows)!;
        Assert.Equal([2, 2, 2], shape.RowsByMonth);
        Assert.Equal([0.8, 1.2, 1.6], shape.BalancesByMonth);
        Assert.Equal([0, 0, -1, 0, 0], shape.IncomeOffsets);
        Assert.Equal(0, shape.IncomeVariation);
        Assert.Null(StatementShape.Of(rows[..3]));
    }

    [Fact]
    public void Every_shipped_lender_can_be_compared_and_every_figure_has_its_unit_and_verdict()
    {
        foreach (var name in ShippedLenders.Names)
        {
            var report = RealismReport.Of(ShippedLenders.Read(name) with { Borrowers = 15, Months = 8 });
            var markdown = report.ToMarkdown();
            Assert.All(report.Rows, row =>
            {
                Assert.NotEmpty(row.Unit);
                Assert.Matches("^(agrees|differs: .*[0-9]|not seen$|nothing to compare with$)", row.Verdict);
                Assert.Contains($"| {row.Figure} | {row.Unit} |", markdown, StringComparison.Ordinal);
                Assert.Contains(row.Figure, report.ToText(), StringComparison.Ordinal);
                Assert.Contains(System.Net.WebUtility.HtmlEncode(row.Figure), RealismPage.Of(report), StringComparison.Ordinal);
            });
        }
    }

    [Theory]
    [InlineData(5.0, "agrees", "inside")]
    [InlineData(4.4, "agrees", "a tenth beyond")]
    [InlineData(12.0, "differs: 2.00 times", "over the upper end")]
    [InlineData(2.0, "differs: 0.50 times", "under the lower end")]
    [InlineData(-1.0, "differs: -1.00 against 4.00", "another sign")]
    [InlineData(double.NaN, "not seen", "nothing simulated")]
    public void A_figure_that_differs_says_by_which_factor(double value, string verdict, string why) =>
        Assert.True(new Reference(4, 6, "somebody").Compare(value) == verdict, why);

    private static RealismRow Figure(string name) => Row(Report.Value, name);

    private static RealismRow Row(RealismReport report, string name) => report.Rows.First(row => row.Figure == name);

    private sealed class Near : IEqualityComparer<(double Percent, long Count)>
    {
        public bool Equals((double Percent, long Count) one, (double Percent, long Count) other) =>
            Math.Abs(one.Percent - other.Percent) < 1e-6 && one.Count == other.Count;

        public int GetHashCode((double Percent, long Count) value) => value.Count.GetHashCode();
    }
}
