namespace RiskSignals.Borrowers;

/// <summary>UK Open Banking read/write API: accounts, balances and transactions of v3.1, and of v4.0 with its four-letter codes.</summary>
internal static class ObieFeed
{
    public static void Read(FeedNode root, FeedRows rows)
    {
        var data = root.Required("Data");
        rows.Payload.IsWhole = root.Object("Links")?.Has("Next") != true;
        rows.Each(FactKinds.BankAccounts, OneOrMore(data, "Account"), account => Account(account, rows));
        rows.Each(FactKinds.BankAccounts, OneOrMore(data, "Balance"), balance => Balance(balance, rows));
        rows.Each(FactKinds.BankTransactions, OneOrMore(data, "Transaction"), transaction => Transaction(transaction, rows));
    }

    /// <summary>Some published payloads hold a single object where the others hold an array.</summary>
    private static IEnumerable<FeedNode> OneOrMore(FeedNode data, string name) =>
        data.IsObject(name) ? [data.Object(name)!.Value] : data.Items(name);

    private static void Account(FeedNode account, FeedRows rows)
    {
        var id = account.RequiredId("AccountId");
        var currency = account.Currency("Currency");
        var kind = account.Text("AccountTypeCode") is { } code ? FeedCodes.AccountKind(code)
            : account.RequiredText("AccountSubType") switch
            {
                "CurrentAccount" or "EMoney" or "PrePaidCard" => BankAccountKind.Current,
                "Savings" => BankAccountKind.Savings,
                "CreditCard" or "ChargeCard" => BankAccountKind.Card,
                _ => (BankAccountKind?)null,
            };
        rows.Add(account, id, kind, currency, account.Path + ".Currency", overdraft: null);
    }

    private static void Balance(FeedNode balance, FeedRows rows)
    {
        var id = balance.RequiredId("AccountId");
        var (amount, currency) = Signed(balance);
        var day = balance.Day("DateTime") ?? throw balance.Refused("DateTime", "a moment as 2024-03-31T06:00:00+00:00");
        if (IsBooked(balance.Text("Type")))
        {
            rows.Payload.Balances.Add(new(id, day, amount, currency, balance.Path));
        }

        foreach (var line in balance.Items("CreditLine").Select(line => line.AsObject()).Where(line => line.Text("Type") == "Pre-Agreed"))
        {
            var limit = line.Required("Amount");
            var limitCurrency = limit.Currency("Currency");
            rows.Payload.Overdrafts.Add(new(id, day, NotNegative(limit, limit.TextAmount("Amount", limitCurrency)), limitCurrency, line.Path));
        }
    }

    private static void Transaction(FeedNode transaction, FeedRows rows)
    {
        BankTransactionState state;
        switch (transaction.RequiredText("Status"))
        {
            case "Booked" or "BOOK":
                state = BankTransactionState.Posted;
                break;
            case "Pending" or "PDNG":
                state = BankTransactionState.Pending;
                break;
            case "Rejected" or "RJCT" or "INFO" or "FUTR":
                rows.Payload.RowsLeftOut++;
                return;
            default:
                throw transaction.Refused("Status", "Booked or BOOK, Pending or PDNG, Rejected or RJCT, INFO, FUTR");
        }

        var account = transaction.RequiredId("AccountId");
        var (amount, currency) = Signed(transaction);
        var other = transaction.Object(amount < Money.Zero ? "CreditorAccount" : "DebtorAccount");
        var merchant = transaction.Object("MerchantDetails");
        var code = transaction.Object("BankTransactionCode");
        var ownCode = transaction.Object("ProprietaryBankTransactionCode");
        var merchantCode = merchant?.Text("MerchantCategoryCode");
        rows.Add(transaction, new FeedTransaction(
            transaction.Id("TransactionId") is { } id ? $"{account}:{id}" : null,
            account,
            transaction.Day("BookingDateTime") ?? throw transaction.Refused("BookingDateTime", "a moment as 2024-03-31T06:00:00+00:00"),
            amount,
            currency,
            transaction.Path + ".Amount.Currency",
            BalanceAfter(transaction, currency),
            state,
            FeedCodes.Category(merchantCode, amount > Money.Zero, code?.Text("SubCode"), code?.Text("Code"), ownCode?.Text("Code")),
            FeedCodes.IsPrivate(merchantCode),
            merchant?.Text("MerchantName") ?? other?.Text("Name"),
            transaction.Text("TransactionInformation") ?? transaction.Text("TransactionReference"),
            ReplacesId: null));
    }

    private static Money? BalanceAfter(FeedNode transaction, string currency)
    {
        if (transaction.Object("Balance") is not { } balance || !IsBooked(balance.Text("Type")))
        {
            return null;
        }

        var (amount, inCurrency) = Signed(balance);
        return inCurrency == currency ? amount
            : throw balance.Required("Amount").Refused("Currency", $"{currency}, the currency of the bank transaction");
    }

    /// <summary>Amounts are never below zero; the indicator beside them says which way they go.</summary>
    private static (Money Amount, string Currency) Signed(FeedNode of)
    {
        var node = of.Required("Amount");
        var currency = node.Currency("Currency");
        var amount = NotNegative(node, node.TextAmount("Amount", currency));
        return of.RequiredText("CreditDebitIndicator") switch
        {
            "Credit" => (amount, currency),
            "Debit" => (-amount, currency),
            _ => throw of.Refused("CreditDebitIndicator", "Credit or Debit"),
        };
    }

    private static Money NotNegative(FeedNode node, Money amount) =>
        amount >= Money.Zero ? amount : throw node.Refused("Amount", "an amount of 0 or more; CreditDebitIndicator says which way it goes");

    /// <summary>Available balances hold credit lines and what is pending; booked ones hold neither.</summary>
    private static bool IsBooked(string? type) => type is "ClosingBooked" or "InterimBooked" or "CLBD" or "ITBD";
}
