using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Borrowers;

public class CategoryWordsTests
{
    /// <summary>Counterparty | description | way | class | why.</summary>
    private const string Texts =
        """
        ACME LOGISTICS LTD | BACS ACME LOGISTICS LTD SALARY  | in  | salary            | the word
        ACME LOGISTICS LTD | BACS ACME LOGISTICS LTD 0044    | in  | salary            | a firm pays in by BACS, and no word says otherwise
                           | DEPT BENEFITS UNIVERSAL CREDIT  | in  | benefit           | CREDIT alone is no lender here
        J. HARGRAVE        | FASTER PAYMENT FROM J HARGRAVE  | in  | family_in         | an initial and a name
        Mr John Smith      | Transfer                        | out | family_out        | a title and a name, by transfer
        J. HARGRAVE        | DIRECT DEBIT J HARGRAVE         | out | uncategorised     | people do not collect direct debits
                           | RETURNED DIRECT DEBIT GASCO     | in  | returned_debit    | before ENERGY could be thought of
                           | UNPAID TRANSACTION FEE          | out | lack_of_funds_fee | before other fees
                           | OVERDRAFT INTEREST              | out | other_fee         | the price of an overdraft, no lack of funds
        QuickCash Loans    | CARD PAYMENT TO QUICK CASH      | out | high_cost_payment | before loans of any kind
        Brightway Payday   | BRIGHTWAYPAYDAY                 | in  | high_cost_disbursement | inside a word too
        Hall Car Finance   | DD 12345                        | out | loan_payment      | FINANCE, though CAR is near
        Hill Home Loans    | DIRECT DEBIT HILL HOME LOANS    | out | housing           | a mortgage is housing
        Sea Credit Union   | DD                              | out | loan_payment      | not a trade union
        North Credit       | STO                             | out | loan_payment      | a name that ends so
        North Recoveries   | CARD PAYMENT                    | out | debt_collector    | the word
        North Card         | DIRECT DEBIT NORTH CARD         | out | card_payment      | a name that ends so
                           | CARD PAYMENT TO XYZ ON 03MAR    | out | uncategorised     | a card buys anything
                           | XYZ                             | out | uncategorised     | nothing tells
                           | ATM WITHDRAWAL HIGH ST          | out | cash              | the word
        Lucky Casino       | REFUND LUCKY CASINO             | in  | gambling          | winnings are no refund
        Hill Pharmacy      | POS HILL PHARMACY               | out | health_like       | support only
        Stadtwerke Ulm     | Lastschrift                     | out | energy            | German
                           | WASSERVERBAND                   | out | uncategorised     | only whole words, unless marked
        """;

    public static TheoryData<string, string, bool, string, string> Rows()
    {
        var rows = new TheoryData<string, string, bool, string, string>();
        foreach (var line in Texts.Split('\n'))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            rows.Add(cells[0], cells[1], cells[2] == "in", cells[3], cells[4]);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Words_tell_the_class(string counterparty, string description, bool isCredit, string expected, string because)
    {
        var told = Codes<BankCategory>.Word(CategoryWords.Tell(counterparty, description, isCredit));
        Assert.True(expected == told, $"{counterparty} {description}: {told}; expected {expected}, because: {because}");
    }

    [Fact]
    public void A_class_that_came_with_the_row_is_kept()
    {
        var row = new BankTransaction(
            "B1", "t1", "A1", new DateOnly(2025, 3, 1), new Money(-500), null, BankTransactionState.Posted, BankCategory.Groceries, "Lucky Casino", "",
            null, null, Instant.At(new DateOnly(2025, 3, 1)));
        Assert.Same(row, CategoryWords.Classed(row));
        Assert.Equal(BankCategory.Gambling, CategoryWords.Classed(row with { Category = BankCategory.Uncategorised }).Category);
    }

    [Fact]
    public void A_view_of_a_borrower_shows_derived_classes_and_the_fact_keeps_what_was_told()
    {
        var day = new DateOnly(2025, 3, 1);
        var row = new BankTransaction(
            "B1", "t1", "A1", day, new Money(-500), null, BankTransactionState.Posted, BankCategory.Uncategorised, "Tesco", "", null, null, Instant.At(day));
        Assert.Equal(BankCategory.Groceries, new BorrowerFile("B1", [row]).AsOf(day).BankTransactions[0].Category);
        Assert.Equal(BankCategory.Uncategorised, row.Category);
    }

    [Fact]
    public void A_debit_to_a_name_told_before_as_ours_is_a_payment_to_us_and_no_earlier_one_changes()
    {
        var day = new DateOnly(2025, 3, 1);
        var first = Row("t1", day, BankCategory.Uncategorised);
        var told = Row("t2", day.AddDays(30), BankCategory.OwnLoanPayment);
        var last = Row("t3", day.AddDays(60), BankCategory.Uncategorised);
        var file = new BorrowerFile("B1", [first, told, last]);
        Assert.Equal(BankCategory.LoanPayment, file.AsOf(day).BankTransactions[0].Category);
        Assert.Equal(
            [BankCategory.LoanPayment, BankCategory.OwnLoanPayment, BankCategory.OwnLoanPayment],
            file.AsOf(day.AddDays(60)).BankTransactions.Select(row => row.Category));

        static BankTransaction Row(string id, DateOnly on, BankCategory category) => new(
            "B1", id, "A1", on, new Money(-500), null, BankTransactionState.Posted, category, "Hill Loans", "", null, null, Instant.At(on));
    }

    [Theory]
    [InlineData("PRA Group", "", LenderKind.Collector)]
    [InlineData("", "DD LENDING STREAM 123", LenderKind.HighCost)]
    [InlineData("Autobank Kredit", "", LenderKind.Ordinary)]
    [InlineData("Blender Repairs", "", null)]
    [InlineData("Loanhead Bakery", "", null)]
    public void Lenders_are_recognised_by_their_words(string counterparty, string description, LenderKind? expected) =>
        Assert.Equal(expected, LenderWords.Of(counterparty, description));

    [Theory]
    [InlineData("ENTERTAINMENT_CASINOS_AND_GAMBLING", true, BankCategory.Gambling)]
    [InlineData("MEDICAL_PRIMARY_CARE", false, BankCategory.HealthLike)]
    [InlineData("FOOD_AND_DRINK_GROCERIES", false, BankCategory.Groceries)]
    [InlineData("FOOD_AND_DRINK_GROCERIES", true, BankCategory.Refund)]
    [InlineData("INCOME_WAGES", true, BankCategory.Salary)]
    [InlineData("INCOME_WAGES", false, BankCategory.Uncategorised)]
    [InlineData("BANK_FEES_INSUFFICIENT_FUNDS", true, BankCategory.FeeRefund)]
    [InlineData("NEVER_HEARD_OF", false, BankCategory.Uncategorised)]
    [InlineData(null, false, BankCategory.Uncategorised)]
    public void Categories_of_plaid_are_classed_by_the_way_the_money_went(string? code, bool isCredit, BankCategory expected) =>
        Assert.Equal(expected, PlaidCategories.Of(code, isCredit));

    [Fact]
    public void Plaid_has_104_categories_and_all_that_concern_health_or_gambling_are_for_support_alone()
    {
        Assert.Equal(104, PlaidCategories.Known.Count);
        Assert.All(
            PlaidCategories.Known.Where(code => code.StartsWith("MEDICAL_", StringComparison.Ordinal) && !code.Contains("VETERINARY",
                StringComparison.Ordinal)),
            code => Assert.Equal(BankCategory.HealthLike, PlaidCategories.Of(code, isCredit: false)));
        Assert.All(
            PlaidCategories.Known.Where(PlaidCategories.IsPrivate), code => Assert.Equal(BankCategory.Uncategorised, PlaidCategories.Of(code,
                isCredit: false)));
    }

    [Theory]
    [InlineData("5411", false, BankCategory.Groceries)]
    [InlineData("5411", true, BankCategory.Refund)]
    [InlineData("6011", false, BankCategory.Cash)]
    [InlineData("7995", true, BankCategory.Gambling)]
    [InlineData("8099", false, BankCategory.HealthLike)]
    [InlineData("5912", false, BankCategory.HealthLike)]
    [InlineData("4111", false, BankCategory.Transport)]
    [InlineData("6012", false, BankCategory.Uncategorised)]
    [InlineData("0000", false, BankCategory.Uncategorised)]
    [InlineData("9999", false, BankCategory.Uncategorised)]
    [InlineData("x", false, BankCategory.Uncategorised)]
    public void Merchant_codes_are_classed_by_range(string code, bool isCredit, BankCategory expected) =>
        Assert.Equal(expected, FeedCodes.Category(code, isCredit));

    [Theory]
    [InlineData("SALA", true, BankCategory.Salary)]
    [InlineData("CashWithdrawal", false, BankCategory.Cash)]
    [InlineData("INTR", true, BankCategory.InterestEarned)]
    [InlineData("INTR", false, BankCategory.OtherFee)]
    [InlineData("POSD", false, BankCategory.Uncategorised)]
    public void Bank_codes_are_classed_by_letters_or_name(string code, bool isCredit, BankCategory expected) =>
        Assert.Equal(expected, FeedCodes.Category(null, isCredit, null, code));
}
