using RiskSignals.Borrowers;
using RiskSignals.Features;

namespace RiskSignals.Tests.Features;

/// <summary>Balances, streams and bills on small histories written by hand.</summary>
public sealed class BankFeatureTests
{
    private const string BorrowerId = "b1";

    private static readonly DateOnly Today = new(2024, 6, 15);

    private int lastId;

    [Fact]
    public void The_balance_of_a_day_is_found_whatever_the_order_of_its_rows()
    {
        // True order: 1,000 → 400 → 1,400 → 1,100; ids sort otherwise.
        var row = Row(
            Bank(3, 1_000, balance: 1_000, id: "a"),
            Bank(2, 1_000, balance: 1_400, id: "z"), Bank(2, -600, balance: 400, id: "y"), Bank(2, -300, balance: 1_100, id: "x"));
        Assert.Equal(1.1f, row["balance_instalment_ratio_now"]);
        Assert.Equal(1.0f, row["balance_eod_min_30d"]);
        Assert.Equal(1.1f, row["balance_eod_p50_30d"]);
    }

    [Fact]
    public void A_balance_that_is_not_stated_is_the_one_before_plus_the_amounts()
    {
        var row = Row(Bank(9, 1_000, balance: 5_000), Bank(5, -2_000, balance: null), Bank(5, -1_000, balance: null));
        Assert.Equal(2.0f, row["balance_instalment_ratio_now"]);
    }

    [Fact]
    public void Days_below_zero_last_until_the_day_of_the_next_credit()
    {
        var row = Row(Bank(120, 1_000, balance: 1_000), Bank(20, -1_500, balance: -500), Bank(16, 900, balance: 400));
        Assert.Equal(4, row["balance_negative_days_count_30d"]);
        Assert.Equal(17, row["balance_negative_since_life"]);
        Assert.Equal(30 - 10, row["balance_below_instalment_days_count_30d"] - 1);
    }

    [Fact]
    public void A_second_bank_account_counts_from_its_first_known_day_unless_it_opens_with_nothing()
    {
        Fact[] first = [Bank(100, 1_000, balance: 1_000)];
        var known = Row([.. first, .. Account("second"), Bank(10, -100, balance: 900, account: "second")]);
        var opened = Row([.. first, .. Account("second"), Bank(10, 900, balance: 900, account: "second")]);
        Assert.Equal(11 / 30f, known["data_balance_coverage_share_30d"]);
        Assert.Equal(1f, opened["data_balance_coverage_share_30d"]);
        Assert.Equal(1.9f, opened["balance_instalment_ratio_now"]);
        Assert.Equal(1.0f, opened["balance_eod_min_30d"]);
    }

    [Fact]
    public void A_salary_that_is_overdue_shows_in_its_gap_and_its_stream_ends_half_a_gap_later()
    {
        Fact[] Salaries(int latest) => [.. Enumerable.Range(0, 6).Select(i => Bank(latest + (30 * i), 200_000, BankCategory.Salary, "Employer"))];
        Assert.Equal(40 / 30f, Row([.. Salaries(40), Bank(1, -1)])["income_salary_gap_ratio_now"]);
        Assert.Equal(1, Row([.. Salaries(45), Bank(1, -1)])["income_stream_active_count_now"]);
        Assert.Equal(0, Row([.. Salaries(46), Bank(1, -1)])["income_stream_active_count_now"]);
        Assert.Equal(1, Row([.. Salaries(46), Bank(1, -1)])["income_stream_ended_count_60d"]);
        Assert.Equal(10, Row(Salaries(20))["income_expected_until_next"]);
    }

    [Fact]
    public void The_latest_salary_is_compared_with_those_before_it()
    {
        var row = Row(
            Bank(95, 100_000, BankCategory.Salary, "E"), Bank(65, 90_000, BankCategory.Salary, "E"), Bank(35, 110_000, BankCategory.Salary, "E"),
            Bank(5, 50_000, BankCategory.Salary, "E"));
        Assert.Equal(0.5f, row["income_salary_ratio_last"]);
    }

    [Theory]
    [InlineData(36, 0, "six days late is within the grace")]
    [InlineData(38, 1, "eight days late is past cadence and grace")]
    [InlineData(70, 2, "the next one was due too")]
    [InlineData(130, 2, "after three cadences the contract has ended; only two fell due in the window")]
    public void A_bill_is_missed_when_it_does_not_come(int lastPaid, int missed, string because)
    {
        Fact[] bills = [.. Enumerable.Range(0, 6).Select(i => Bank(lastPaid + (30 * i), -5_000, BankCategory.Energy, "Power")), Bank(1, -1)];
        Assert.True(missed == Row(bills)["bill_missed_count_90d"], because);
        Assert.Equal(missed, Row(bills)["bill_priority_missed_count_90d"]);
    }

    [Fact]
    public void A_debit_given_back_is_neither_spending_nor_income_but_a_returned_debit()
    {
        Fact[] around = [Bank(200, 100_000, BankCategory.Salary), Bank(20, 100_000, BankCategory.Salary)];
        var debit = Bank(10, -40_000, BankCategory.Insurance, id: "d1");
        var named = Row([.. around, debit, Bank(8, 40_000, BankCategory.ReturnedDebit, returns: "d1")]);
        var unnamed = Row([.. around, debit, Bank(8, 40_000, BankCategory.ReturnedDebit)]);
        foreach (var row in new[] { named, unnamed })
        {
            Assert.Equal(0, row["spend_income_ratio_30d"]);
            Assert.Equal(1_000, row["income_total_sum_30d"]);
            Assert.Equal(1, row["returned_debit_count_30d"]);
            Assert.Equal(8, row["returned_debit_since_life"]);
            Assert.Equal(1, row["cashflow_net_ratio_30d"]);
        }
    }

    [Fact]
    public void A_refunded_fee_does_not_count()
    {
        Fact[] fees = [Bank(200, 100), Bank(12, -1_200, BankCategory.LackOfFundsFee), Bank(9, -1_200, BankCategory.LackOfFundsFee)];
        Assert.Equal(2, Row(fees)["returned_fee_count_30d"]);
        Assert.Equal(1, Row([.. fees, Bank(7, 1_200, BankCategory.FeeRefund)])["returned_fee_count_30d"]);
    }

    [Fact]
    public void A_feed_that_went_quiet_is_stale()
    {
        Fact[] rows = [Bank(300, 100), Bank(36, 100)];
        Assert.Equal(MissingCause.Stale, Row(rows).Cause("income_total_sum_30d"));
        Assert.Equal(36, Row(rows)["data_age_value_now"]);
        Assert.Equal(0, Row([Bank(300, 100), Bank(35, 100)])["income_total_sum_30d"]);
    }

    [Fact]
    public void A_shortfall_is_likely_where_earlier_months_fell_as_far()
    {
        // Every month the balance falls from 3,000 to 500 before payday; the instalment of 1,000 is due on the last day before it.
        var rows = new List<Fact>();
        for (var day = 230; day >= 0; day--)
        {
            var inCycle = (230 - day) % 30;
            rows.Add(inCycle == 0 ? Bank(day, 2_500, BankCategory.Salary, "E", balance: 3_000) : Bank(day, -86, balance: 3_000 - (86 * inCycle)));
        }

        var probability = Row([.. rows])["balance_shortfall_prob_next"];
        Assert.InRange(probability, 0.5f, 1f);
        Assert.InRange(Row([.. rows, Bank(0, 20_000, balance: 21_000, id: "zz")])["balance_shortfall_prob_next"], 0f, 0.05f);
    }

    private static IEnumerable<Fact> Account(string id) =>
    [
        new BankAccount(BorrowerId, id, BankAccountKind.Current, "EUR", null, Instant.At(Today.AddDays(-400))),
        new Consent(BorrowerId, "consent " + id, id, Today.AddDays(-400), Today.AddDays(50), null, Instant.At(Today.AddDays(-400))),
    ];

    /// <summary>A loan of 24 instalments of 1,000 minor units, the next due 10 days ahead, and one current bank account.</summary>
    private static FeatureRow Row(params Fact[] facts)
    {
        var begun = Today.AddDays(10).AddMonths(-6);
        var known = Instant.At(begun);
        IEnumerable<Fact> loan =
        [
            new Loan(BorrowerId, "loan1", "personal", "EUR", begun, new Money(20_000), null, null, known),
            new ScheduleVersion(BorrowerId, "loan1", 1, ScheduleReason.Original, known),
            .. Enumerable.Range(1, 24).Select(
                number => new Instalment(BorrowerId, "loan1", 1, number, begun.AddMonths(number), new Money(1_000), known)),
        ];
        return FeatureCatalog.Compute(new BorrowerFile(BorrowerId, [.. loan, .. Account("first"), .. facts]).AsOf(Today), "loan1");
    }

    private BankTransaction Bank(
        int daysAgo,
        long units,
        BankCategory category = BankCategory.Uncategorised,
        string counterparty = "",
        long? balance = null,
        string account = "first",
        string? id = null,
        string? returns = null) => new(
            BorrowerId, id ?? $"t{++lastId:000}", account, Today.AddDays(-daysAgo), new Money(units), balance is { } some ? new Money(some) : null,
            BankTransactionState.Posted, category, counterparty, "", null, returns, Instant.At(Today.AddDays(-daysAgo)));
}
