namespace RiskSignals.Borrowers;

/// <summary>
/// Berlin Group NextGenPSD2: account details, balances, and transactions booked and pending. Payloads of GoCardless don't name their bank
/// account, so it is given beside them; account numbers (IBAN) are not read, as ids are pseudonyms.
/// </summary>
internal static class BerlinFeed
{
    public static void Read(FeedNode root, FeedRows rows)
    {
        rows.Each(FactKinds.BankAccounts, root.Items("accounts"), account => Account(account, rows, account.RequiredId("resourceId")));
        if (root.IsObject("account") && root.Required("account") is var one && one.Has("currency"))
        {
            rows.Each(FactKinds.BankAccounts, [one], account => Account(account, rows, AccountOf(root, rows)));
        }

        if (root.Has("balances"))
        {
            var id = AccountOf(root, rows);
            rows.Each(FactKinds.BankAccounts, root.Items("balances"), balance => Balance(balance, rows, id));
        }

        if (root.Object("transactions") is { } transactions)
        {
            var id = AccountOf(root, rows);
            rows.Payload.IsWhole = transactions.Object("_links")?.Has("next") != true;
            rows.Each(FactKinds.BankTransactions, transactions.Items("booked"), row => Transaction(row, rows, id, BankTransactionState.Posted));
            rows.Each(FactKinds.BankTransactions, transactions.Items("pending"), row => Transaction(row, rows, id, BankTransactionState.Pending));
            if (transactions.Has("pending") && rows.Payload.IsWhole)
            {
                rows.Payload.PendingInFull.Add(id);
            }
        }
    }

    private static string AccountOf(FeedNode root, FeedRows rows) =>
        rows.Origin.BankAccountId ?? root.Object("account")?.Id("resourceId")
        ?? throw new FactRefusedException("$.account.resourceId", "absent", "the id of the bank account here, as --account or as the name of the folder");

    private static void Account(FeedNode account, FeedRows rows, string id)
    {
        var currency = account.Currency("currency");

        // Many banks leave the type out; payment accounts are what the interface is for.
        var kind = account.Text("cashAccountType") is { } type ? FeedCodes.AccountKind(type) : BankAccountKind.Current;
        rows.Add(account, id, kind, currency, account.Path + ".currency", overdraft: null);
    }

    private static void Balance(FeedNode balance, FeedRows rows, string id)
    {
        var (amount, currency) = Amount(balance, "balanceAmount");
        if (IsBooked(balance.Text("balanceType")) && balance.Flag("creditLimitIncluded") != true)
        {
            var day = balance.Day("referenceDate") ?? balance.Day("lastChangeDateTime") ?? rows.Origin.KnownOn.Day;
            rows.Payload.Balances.Add(new(id, day, amount, currency, balance.Path));
        }
    }

    private static void Transaction(FeedNode row, FeedRows rows, string account, BankTransactionState state)
    {
        var (amount, currency) = Amount(row, "transactionAmount");
        var merchantCode = row.Text("merchantCategoryCode");
        var codes = row.Text("bankTransactionCode")?.Split('-');
        var purpose = row.Text("purposeCode");
        var id = row.Id("transactionId") ?? row.Id("entryReference") ?? row.Id("internalTransactionId");
        rows.Add(row, new FeedTransaction(
            id is null ? null : $"{account}:{id}",
            account,
            row.Day("bookingDate") ?? row.Day("valueDate") ?? row.Day("bookingDateTime") ?? row.Day("transactionDate")
                ?? throw row.Refused("bookingDate", "a day as 2024-03-31, here or in valueDate"),
            amount,
            currency,
            row.Path + ".transactionAmount.currency",
            BalanceAfter(row, currency),
            state,
            FeedCodes.Category(merchantCode, amount > Money.Zero, purpose, codes?[^1], row.Text("proprietaryBankTransactionCode")),
            FeedCodes.IsPrivate(merchantCode) || FeedCodes.IsPrivatePurpose(purpose),
            row.Text(amount < Money.Zero ? "creditorName" : "debtorName"),
            row.Text("remittanceInformationUnstructured") ?? Lines(row) ?? row.Text("additionalInformation"),
            ReplacesId: null));
    }

    private static Money? BalanceAfter(FeedNode row, string currency)
    {
        if (row.Object("balanceAfterTransaction") is not { } balance || !IsBooked(balance.Text("balanceType")))
        {
            return null;
        }

        var (amount, inCurrency) = Amount(balance, "balanceAmount");
        return inCurrency == currency ? amount
            : throw balance.Required("balanceAmount").Refused("currency", $"{currency}, the currency of the bank transaction");
    }

    private static string? Lines(FeedNode row)
    {
        var lines = row.Texts("remittanceInformationUnstructuredArray");
        return lines.Count == 0 ? null : string.Join(' ', lines);
    }

    /// <summary>Below zero is money out.</summary>
    private static (Money Amount, string Currency) Amount(FeedNode of, string name)
    {
        var node = of.Required(name);
        var currency = node.Currency("currency");
        return (node.TextAmount("amount", currency), currency);
    }

    private static bool IsBooked(string? type) => type is "closingBooked" or "interimBooked" or "CLBD" or "ITBD";
}
