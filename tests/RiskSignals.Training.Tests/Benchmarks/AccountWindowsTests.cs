using RiskSignals.Borrowers;
using RiskSignals.Training.Benchmarks;
using RiskSignals.Training.Cohorts;

namespace RiskSignals.Training.Tests.Benchmarks;

public sealed class AccountWindowsTests
{
    private static readonly DateOnly Granted = new(2024, 3, 31);

    [Fact]
    public void Balances_and_flows_are_those_of_the_days_before_the_loan()
    {
        // 40 days: 100 for 10 days, then 300 for 29, then −50 for one.
        var table = Table(Move(1, 40, 100, 100), Move(2, 30, 200, 300), Move(3, 1, -350, -50, BankCategory.LackOfFundsFee), Move(4, 0, 1_000, 950));
        float Value(string name) => table.Features.Select([name]).Column(0)[0];
        Assert.Equal(40, Value("account_days_count"));
        Assert.Equal(-Math.Log(51), Value("balance_last_value"), 1e-5);
        Assert.Equal(-Math.Log(51), Value("balance_min_value_life"), 1e-5);
        Assert.Equal(Math.Log(1 + (((29 * 300) - 50) / 30.0)), Value("balance_mean_value_30d"), 1e-5);
        Assert.Equal(Math.Log(1 + (((10 * 100) + (29 * 300) - 50) / 40.0)), Value("balance_mean_value_life"), 1e-5);
        Assert.Equal(350 / 200f, Value("out_in_ratio_30d"), 1e-5);
        Assert.Equal(350 / 300f, Value("out_in_ratio_life"), 1e-5);
        Assert.Equal(1, Value("lack_of_funds_count_90d"));
        Assert.Equal(1 / 30f, Value("balance_negative_share_30d"), 1e-5);
        Assert.True(table.Outcomes[0]);
    }

    [Fact]
    public void An_account_without_rows_has_no_figures()
    {
        var table = Table();
        Assert.True(float.IsNaN(table.Features.Select(["balance_min_value_90d"]).Column(0)[0]));
        Assert.Equal(0, table.Features.Select(["account_days_count"]).Column(0)[0]);
    }

    private static Training.Fitting.TrainingTable Table(params BankTransaction[] moves)
    {
        var known = Instant.At(Granted);
        Fact[] facts = [new Loan("B", "L", "personal", "CZK", Granted, new(100_000), null, null, known), .. moves];
        return AccountWindows.Table([new BorrowerFile("B", facts)], ExternalLabels.Parse(["loan_id,as_of,label", "L,2024-03-31,1"]));
    }

    private static BankTransaction Move(int number, int daysBefore, int amount, int after, BankCategory category = BankCategory.Uncategorised) => new(
        "B", $"T{number}", "A", Granted.AddDays(-daysBefore), new(amount * 100), new(after * 100), BankTransactionState.Posted, category, "", "", null, null,
        Instant.At(Granted.AddDays(-daysBefore)));
}
