using RiskSignals.Borrowers;
using RiskSignals.Features;

namespace RiskSignals.Tests.Features;

/// <summary>Money moved between the borrower's own bank accounts, whatever the feed calls it.</summary>
public sealed class OwnTransferTests
{
    private const string BorrowerId = "b1";

    private static readonly DateOnly Today = new(2024, 6, 15);

    [Theory]
    [InlineData("uncategorised", "uncategorised", 3, true, "equal and opposite, three days apart")]
    [InlineData("uncategorised", "uncategorised", 4, false, "four days apart")]
    [InlineData("uncategorised", "uncategorised", -2, true, "the bank that receives may book first")]
    [InlineData("family_out", "family_in", 0, true, "sent to oneself by name")]
    [InlineData("groceries", "other_income", 0, false, "a purchase and an income of one amount")]
    [InlineData("groceries", "own_transfer", 0, true, "one half is called a transfer, the other is a slip")]
    [InlineData("own_transfer", "salary", 0, false, "a salary is no transfer")]
    [InlineData("gambling", "own_transfer", 0, false, "gambling is never read as anything else")]
    public void A_transfer_is_neither_income_nor_spending(string outClass, string inClass, int daysLater, bool isTransfer, string because)
    {
        var row = Row(Bank("current", 20, -40_000, outClass), Bank("second", 20 - daysLater, 40_000, inClass));
        var without = Row();
        var income = inClass is "own_transfer" ? 0 : 400;
        Assert.True(row["income_total_sum_30d"] == without["income_total_sum_30d"] + (isTransfer ? 0 : income), because);
        Assert.Equal(isTransfer || outClass is "own_transfer" or "gambling", row["spend_income_ratio_30d"] <= without["spend_income_ratio_30d"]);
    }

    [Fact]
    public void Equal_amounts_on_one_bank_account_are_no_transfer() =>
        Assert.Equal(1_400, Row(Bank("current", 20, -40_000, "uncategorised"), Bank("current", 20, 40_000, "uncategorised"))["income_total_sum_30d"]);

    [Fact]
    public void One_debit_takes_one_credit_the_nearest() => Assert.Equal(1_400, Row(
        Bank("current", 20, -40_000, "uncategorised"), Bank("second", 20, 40_000, "uncategorised"),
        Bank("second", 19, 40_000, "uncategorised"))["income_total_sum_30d"]);

    [Fact]
    public void Half_a_transfer_is_income_until_the_other_half_is_known()
    {
        var credit = Bank("second", 20, 40_000, "uncategorised");
        var debit = Bank("current", 20, -40_000, "uncategorised");
        Assert.Equal(1_400, Row(credit, debit with { KnownOn = Instant.At(Today.AddDays(1)) })["income_total_sum_30d"]);
        Assert.Equal(1_000, Row(credit, debit)["income_total_sum_30d"]);
    }

    [Fact]
    public void A_transfer_is_also_what_its_bank_accounts_make_it()
    {
        var drawn = Row(Bank("savings", 20, -40_000, "uncategorised"), Bank("current", 20, 40_000, "uncategorised"));
        Assert.Equal(1, drawn["distress_savings_draw_count_30d"]);
        var paid = Row(Bank("current", 20, -40_000, "uncategorised"), Bank("card", 20, 40_000, "uncategorised"));
        Assert.Equal(0.4f, paid["debt_service_ratio_30d"]);
        Assert.Equal(0, paid["spend_income_ratio_30d"]);
        var advanced = Row(Bank("card", 20, -40_000, "cash_advance"), Bank("current", 20, 40_000, "cash_advance"));
        Assert.Equal(1, advanced["debt_cash_advance_count_30d"]);
        Assert.Equal(0, advanced["spend_income_ratio_30d"]);
    }

    private static FeatureRow Row(params Fact[] facts)
    {
        var begun = Today.AddDays(-300);
        IEnumerable<Fact> loan =
        [
            new Loan(BorrowerId, "loan1", "personal", "EUR", begun, new Money(20_000), null, null, Instant.At(begun)),
            Bank("current", 250, 1, "interest_earned"),
            Bank("current", 5, 100_000, "salary"),
        ];
        return FeatureCatalog.Compute(
            new BorrowerFile(BorrowerId, [.. loan, .. Account("current"), .. Account("second"), .. Account("savings"), .. Account("card"), .. facts])
                .AsOf(Today),
            "loan1");
    }

    private static IEnumerable<Fact> Account(string id)
    {
        var kind = id switch { "savings" => BankAccountKind.Savings, "card" => BankAccountKind.Card, _ => BankAccountKind.Current };
        yield return new BankAccount(BorrowerId, id, kind, "EUR", null, Instant.At(Today.AddDays(-300)));
        yield return new Consent(BorrowerId, "consent " + id, id, Today.AddDays(-300), Today.AddDays(50), null, Instant.At(Today.AddDays(-300)));
    }

    private static BankTransaction Bank(string account, int daysAgo, long units, string category) => new(
        BorrowerId, $"{account} {daysAgo} {units} {category}", account, Today.AddDays(-daysAgo), new Money(units), null,
        BankTransactionState.Posted, Codes<BankCategory>.TryParse(category, out var code) ? code : throw new FormatException(category), "", "",
        null, null, Instant.At(Today.AddDays(-daysAgo)));
}
