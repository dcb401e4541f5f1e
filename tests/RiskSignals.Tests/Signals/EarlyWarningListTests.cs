using RiskSignals.Signals;

namespace RiskSignals.Tests.Signals;

public sealed class EarlyWarningListTests
{
    private const int Seed = 31;

    private static readonly WarningEntry[] Entries = Draw(500);

    [Fact]
    public void It_is_ordered_by_expected_loss_and_fits_the_capacity()
    {
        var list = EarlyWarningList.Rank(Entries, capacity: 40, auditSize: 10, "run-1");
        Assert.Equal(Enumerable.Range(1, 40), list.Listed.Select(listed => listed.Number));
        var losses = list.Listed.Select(listed => listed.Entry.ExpectedLossMinorUnits!.Value).ToArray();
        Assert.Equal(losses.OrderDescending(), losses);
        var missed = Entries.Where(entry => entry.OpenSignals.Count > 0).Except(list.Listed.Select(listed => listed.Entry));
        Assert.True(missed.Max(entry => entry.ExpectedLossMinorUnits ?? 0) <= losses[^1]);
        Assert.All(list.Listed, listed => Assert.NotEmpty(listed.Entry.OpenSignals));
    }

    [Fact]
    public void Expected_loss_is_probability_times_amount_rounded_down()
    {
        Assert.Equal(33, Entry("l", 1 / 3.0, 101).ExpectedLossMinorUnits);
        Assert.Null(Entry("l", null, 101).ExpectedLossMinorUnits);
    }

    [Fact]
    public void Ties_go_by_loan_id_whatever_the_order_of_arrival()
    {
        WarningEntry[] entries = [.. Enumerable.Range(0, 50).Select(i => Entry($"l{i:00}", 0.1, 1_000))];
        var shuffled = entries.ToArray();
        new Random(Seed).Shuffle(shuffled);
        Assert.Equal(
            entries.Take(20).Select(entry => entry.LoanId),
            EarlyWarningList.Rank(shuffled, capacity: 20, auditSize: 0, "run-1").Listed.Select(listed => listed.Entry.LoanId));
    }

    [Fact]
    public void Loans_without_a_score_come_last_by_strength()
    {
        WarningEntry[] entries = [Entry("weak", null, 900_000, 0.1), Entry("strong", null, 1, 0.9), Entry("scored", 0.001, 10, 0.1)];
        Assert.Equal(
            ["scored", "strong", "weak"],
            EarlyWarningList.Rank(entries, capacity: 3, auditSize: 0, "run-1").Listed.Select(listed => listed.Entry.LoanId));
    }

    [Fact]
    public void The_audit_is_drawn_below_the_line_and_hangs_on_the_salt_alone()
    {
        var list = EarlyWarningList.Rank(Entries, capacity: 40, auditSize: 10, "run-1");
        Assert.Equal(10, list.Audit.Count);
        Assert.All(list.Audit, audited => Assert.Equal(10 / 460.0, audited.Probability));
        Assert.Empty(list.Audit.Select(audited => audited.Entry.LoanId).Intersect(list.Listed.Select(listed => listed.Entry.LoanId)));
        Assert.Equal(Ids(list), Ids(EarlyWarningList.Rank([.. Entries.Reverse()], capacity: 40, auditSize: 10, "run-1")));
        Assert.NotEqual(Ids(list), Ids(EarlyWarningList.Rank(Entries, capacity: 40, auditSize: 10, "run-2")));
    }

    [Fact]
    public void Every_loan_below_the_line_is_audited_as_often_as_stated()
    {
        var counts = new Dictionary<string, int>();
        const int Runs = 1_000;
        for (var run = 0; run < Runs; run++)
        {
            foreach (var id in Ids(EarlyWarningList.Rank(Entries[..60], capacity: 10, auditSize: 10, $"run-{run}")))
            {
                counts[id] = counts.GetValueOrDefault(id) + 1;
            }
        }

        Assert.Equal(50, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 140, 260));
    }

    [Fact]
    public void A_small_portfolio_is_audited_whole()
    {
        var list = EarlyWarningList.Rank(Entries[..5], capacity: 0, auditSize: 10, "run-1");
        Assert.Equal((0, 5, 5), (list.Listed.Count, list.Audit.Count, list.BelowLine));
        Assert.All(list.Audit, audited => Assert.Equal(1, audited.Probability));
        Assert.Empty(EarlyWarningList.Rank([], capacity: 5, auditSize: 5, "run-1").Audit);
    }

    private static IEnumerable<string> Ids(EarlyWarningList list) => list.Audit.Select(audited => audited.Entry.LoanId);

    private static WarningEntry Entry(string loanId, double? probability, long amount, double strength = 0.5) => new(
        "b" + loanId, loanId, probability, amount,
            [new("s" + loanId, "b" + loanId, loanId, "BILL_MISSED", 1, Rows.Day, null, strength, null, "", [])]);

    private static WarningEntry[] Draw(int count)
    {
        var random = new Random(Seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var entry = Entry($"l{i}", random.NextDouble(), random.NextInt64(1_000_000));
                return random.Next(2) == 0 ? entry : entry with { OpenSignals = [] };
            }),
        ];
    }
}
