using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankTransactionState;

namespace RiskSignals.Tests.Borrowers;

public class OpenBankingFeedTests
{
    [Fact]
    public void Uk_open_banking_of_v3_is_read()
    {
        var payload = Payloads.Read(Payloads.Obie);
        Assert.Equal(FeedFormat.Obie, payload.Format);
        Assert.Empty(payload.Refused);
        var account = Assert.Single(payload.Accounts).Fact;
        Assert.Equal(new BankAccount("B1", "A1", BankAccountKind.Current, "GBP", null, Payloads.Origin.KnownOn), account);
        Assert.Equal(["A2"], payload.AccountsLeftOut);
        Assert.Equal((new Money(50_000), new DateOnly(2025, 3, 31)), (payload.Balances[0].Amount, payload.Balances[0].On));
        Assert.Equal(new Money(25_000), Assert.Single(payload.Overdrafts).Amount);
        Assert.Equal(
            [
                ("A1:t1", new DateOnly(2025, 3, 28), 185_040, Posted, BankCategory.Uncategorised, "", "SALARY MARCH"),
                ("A1:t2", new DateOnly(2025, 3, 30), -6_275, Posted, BankCategory.Groceries, "Greens", "CARD PAYMENT TO GREENS"),
            ],
            Rows(payload)[..2]);
        Assert.Equal((Pending, -999), (payload.Transactions[2].Fact.State, payload.Transactions[2].Fact.Amount.MinorUnits));
        Assert.Equal("$.Data.Transaction[2]", payload.Transactions[2].Path);
    }

    [Fact]
    public void Uk_open_banking_of_v4_is_read_by_its_codes()
    {
        var payload = Payloads.Read(Payloads.Obie4);
        Assert.Empty(payload.Refused);
        Assert.Equal(BankAccountKind.Savings, Assert.Single(payload.Accounts).Fact.Kind);

        // An available balance holds what is pending.
        Assert.Empty(payload.Balances);
        Assert.Equal([("A1:t1", Posted, BankCategory.InterestEarned), ("A1:t2", Pending, BankCategory.Uncategorised)],
            payload.Transactions.Select(row => (row.Fact.BankTransactionId, row.Fact.State, row.Fact.Category)));
        Assert.Equal(new Money(8_000), payload.Transactions[0].Fact.BalanceAfter);
        Assert.Equal(1, payload.RowsLeftOut);
    }

    [Fact]
    public void Berlin_group_is_read_and_account_numbers_are_not()
    {
        var payload = Payloads.Read(Payloads.Berlin);
        Assert.Equal(FeedFormat.Berlin, payload.Format);
        Assert.Empty(payload.Refused);
        Assert.Equal("K1", Assert.Single(payload.Accounts).Fact.BankAccountId);
        Assert.Equal(
            [
                ("K1:b2", new DateOnly(2025, 3, 30), -4_000, Posted, BankCategory.Uncategorised, "Stadtwerke", "Strom Maerz"),
                ("K1:b1", new DateOnly(2025, 3, 29), 2_770, Posted, BankCategory.Benefit, "Agentur", ""),
            ],
            Rows(payload)[..2]);
        Assert.Equal(Pending, payload.Transactions[2].Fact.State);
        Assert.Equal(["K1"], payload.PendingInFull);
        Assert.Equal(-1_230, Assert.Single(payload.Balances).Amount.MinorUnits);
    }

    [Fact]
    public void Plaid_is_read_with_its_signs_turned()
    {
        var payload = Payloads.Read(Payloads.Plaid);
        Assert.Equal(FeedFormat.Plaid, payload.Format);
        Assert.Empty(payload.Refused);
        Assert.Equal(new Money(4_000), Assert.Single(payload.Accounts).Fact.ArrangedOverdraft);
        Assert.Equal(["p2"], payload.AccountsLeftOut);
        Assert.Equal(
            [
                ("x2", new DateOnly(2025, 3, 30), -1_230, Posted, BankCategory.Gambling, "", "COIN PALACE"),
                ("x3", new DateOnly(2025, 3, 28), 200_000, Posted, BankCategory.Salary, "", "ACME PAYROLL"),
                ("x4", new DateOnly(2025, 3, 27), -2_500, Posted, BankCategory.Uncategorised, "", ""),
            ],
            Rows(payload));
        Assert.Equal("x1", payload.Transactions[0].Fact.ReplacesId);
        Assert.Equal(1, payload.TextsDropped);
        Assert.Equal("$.removed[0].transaction_id", payload.Removed["x0"]);
    }

    [Theory]
    [InlineData(Payloads.Obie, "\"1850.40\"", "1850.40", "$.Data.Transaction[0].Amount.Amount", "1850.40", "text")]
    [InlineData(Payloads.Obie, "\"1850.40\"", "\"18,50\"", "$.Data.Transaction[0].Amount.Amount", "18,50", "an amount of GBP with at most 2 decimals")]
    [InlineData(Payloads.Obie, "\"1850.40\"", "\"-1.00\"", "$.Data.Transaction[0].Amount.Amount", "-1.00",
        "an amount of 0 or more; CreditDebitIndicator says which way it goes")]
    [InlineData(Payloads.Obie, "\"2025-03-30T10", "\"2025-02-30T10", "$.Data.Transaction[1].BookingDateTime", "2025-02-30T10:00:00+00:00",
        "a day as 2024-03-31 or a moment as 2024-03-31T06:00:00+00:00")]
    [InlineData(Payloads.Obie, "\"t2\"", "7", "$.Data.Transaction[1].TransactionId", "7", "text")]
    [InlineData(Payloads.Obie, "\"t2\", \"Amount\": { \"Amount\": \"62.75\", \"Currency\": \"GBP\" }", "\"t2\"", "$.Data.Transaction[1].Amount",
        "absent", "an object")]
    [InlineData(Payloads.Obie, "\"Pending\"", "\"Perhaps\"", "$.Data.Transaction[2].Status", "Perhaps",
        "Booked or BOOK, Pending or PDNG, Rejected or RJCT, INFO, FUTR")]
    [InlineData(Payloads.Obie, "\"CurrentAccount\"", "[]", "$.Data.Account[0].AccountSubType", "an array", "text")]
    [InlineData(Payloads.Berlin, "\"27.70\", \"currency\": \"EUR\"", "\"27.70\", \"currency\": \"euro\"",
        "$.transactions.booked[1].transactionAmount.currency", "euro", "a currency code of three capital letters, as GBP")]
    [InlineData(Payloads.Berlin, "[\"Strom\", \"Maerz\"]", "[\"Strom\", 3]", "$.transactions.booked[0].remittanceInformationUnstructuredArray[1]",
        "3", "text")]
    [InlineData(Payloads.Plaid, "12.3", "\"12.3\"", "$.added[0].amount", "12.3", "a number")]
    [InlineData(Payloads.Plaid, "12.3", "12.345", "$.added[0].amount", "12.345", "an amount of USD with at most 2 decimals")]
    [InlineData(Payloads.Plaid, "-2000, \"iso_currency_code\": \"USD\"", "-2000, \"iso_currency_code\": null", "$.added[1].iso_currency_code",
        "absent", "a currency code of three capital letters, as GBP")]
    [InlineData(Payloads.Plaid, "\"pending\": false,\n      \"merchant", "\"pending\": \"no\",\n      \"merchant", "$.added[1].pending", "no",
        "true or false")]
    [InlineData(Payloads.Plaid, "\"name\": \"COIN PALACE\"", "\"name\": \"COIN\", \"name\": \"PALACE\"", "$.added[0].name", "there twice", "each field once")]
    [InlineData(Payloads.Plaid, "\"COIN PALACE\"", "\"\\ud800\"", "$.added[0].name", "half a character", "whole characters")]
    public void One_wrong_value_refuses_its_row_by_json_path_and_keeps_the_others(
        string json, string right, string wrong, string path, string found, string expected)
    {
        Assert.Contains(right, json, StringComparison.Ordinal);
        var whole = Payloads.Read(json);
        var payload = Payloads.Read(json.Replace(right, wrong, StringComparison.Ordinal));
        var fault = Assert.Single(payload.Refused).Fault;
        Assert.Equal((path, found, expected), (fault.Field, fault.Value, fault.Expected));
        Assert.Equal(whole.Transactions.Count + whole.Accounts.Count - 1, payload.Transactions.Count + payload.Accounts.Count);
    }

    [Theory]
    [InlineData("", "$ is 'broken after line 0, byte 0'; expected JSON of at most 32 levels.")]
    [InlineData("{\"Data\": {}", "$ is 'broken after line 0, byte 11'; expected JSON of at most 32 levels.")]
    [InlineData("[]", "$ is 'an array'; expected an object.")]
    [InlineData("{}",
        "$ is 'an object without accounts, balances or transactions'; "
            + "expected Data (obie), transactions, account or balances (berlin), accounts or report (plaid).")]
    [InlineData("{\"transactions\": {\"booked\": []}}",
        "$.account.resourceId is 'absent'; expected the id of the bank account here, as --account or as the name of the folder.")]
    [InlineData("{\"accounts\": [], \"transactions\": 3}", "$.transactions is '3'; expected an array.")]
    public void A_payload_that_can_not_be_read_says_why(string json, string message) =>
        Assert.Equal(message, Assert.Throws<FactRefusedException>(() => Payloads.Read(json)).Message);

    [Fact]
    public void Unknown_fields_change_nothing()
    {
        var with = Payloads.Read(Payloads.Plaid.Replace("\"date\":", "\"new\": {\"deep\": [1, {\"a\": 1, \"a\": 2}]}, \"date\":", StringComparison.Ordinal));
        Assert.Empty(with.Refused);
        Assert.Equal(Payloads.Read(Payloads.Plaid).Transactions, with.Transactions);
    }

    [Fact]
    public void A_row_without_an_id_gets_the_same_one_in_every_fetch_and_twins_get_two()
    {
        const string row = "{ \"transactionAmount\": { \"amount\": \"-3.00\", \"currency\": \"EUR\" }, \"valueDate\": \"2025-03-31\" }";
        var twins = Payloads.Read(Payloads.Berlin.Replace($"[ {row} ]", $"[ {row}, {row} ]", StringComparison.Ordinal));
        var pending = twins.Transactions.Select(transaction => transaction.Fact).Where(fact => fact.State == Pending);
        var ids = pending.Select(fact => fact.BankTransactionId).ToArray();
        Assert.Equal(2, ids.Distinct().Count());
        var later = Payloads.Read(Payloads.Berlin, Payloads.Origin with { KnownOn = Instant.At(new DateOnly(2025, 4, 2)) });
        Assert.Equal(ids[0], later.Transactions[2].Fact.BankTransactionId);
    }

    [Fact]
    public void Debits_to_our_own_name_are_payments_to_us()
    {
        var payload = Payloads.Read(Payloads.Obie, Payloads.Origin with { OwnNames = ["greens"] });
        Assert.Equal(BankCategory.OwnLoanPayment, payload.Transactions[1].Fact.Category);
        Assert.Equal(BankCategory.Uncategorised, payload.Transactions[0].Fact.Category);
    }

    [Fact]
    public void Texts_that_reveal_belief_politics_or_membership_are_dropped_and_the_amount_stays()
    {
        var payload = Payloads.Read(Payloads.Obie.Replace("SALARY MARCH", "ST MARY'S CHURCH", StringComparison.Ordinal));
        var row = payload.Transactions[0].Fact;
        Assert.Equal(("", "", 185_040L, BankCategory.Uncategorised), (row.Counterparty, row.Description, row.Amount.MinorUnits, row.Category));
        Assert.Equal(BankCategory.Uncategorised, CategoryWords.Classed(row).Category);
    }

    private static (string Id, DateOnly On, long Amount, BankTransactionState State, BankCategory Category, string Counterparty, string Description)[] Rows(
        FeedPayload payload) =>
    [
        .. payload.Transactions.Select(row => row.Fact).Select(fact => (
            fact.BankTransactionId, fact.BookedOn, fact.Amount.MinorUnits, fact.State, fact.Category, fact.Counterparty, fact.Description)),
    ];
}
