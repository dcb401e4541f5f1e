namespace RiskSignals.Borrowers;

/// <summary>Plaid: accounts, transactions got or synced, and the reports that hold them. An amount above zero is money out of the bank account.</summary>
internal static class PlaidFeed
{
    public static void Read(FeedNode root, FeedRows rows)
    {
        rows.Each(FactKinds.BankAccounts, root.Items("accounts"), account => Account(account, rows));
        rows.Each(FactKinds.BankTransactions, root.Items("transactions"), row => Transaction(row, rows));
        rows.Each(FactKinds.BankTransactions, root.Items("added"), row => Transaction(row, rows));
        rows.Each(FactKinds.BankTransactions, root.Items("modified"), row => Transaction(row, rows));
        rows.Each(
            FactKinds.BankTransactions,
            root.Items("removed"),
            row => rows.Payload.Removed[row.RequiredId("transaction_id")] = row.Path + ".transaction_id");
        rows.Payload.IsWhole = !root.Has("added") && !root.Has("modified")
            && (root.WholeNumber("total_transactions") is not { } all || all == root.Items("transactions").Count());
        if (root.Object("report") is { } report)
        {
            rows.Each(FactKinds.BankAccounts, report.Items("items"), item => rows.Each(FactKinds.BankAccounts, item.Items("accounts"), account =>
            {
                if (account.Has("balances"))
                {
                    Account(account, rows);
                }

                rows.Each(FactKinds.BankTransactions, account.Items("transactions"), row => Transaction(row, rows));
            }));
        }
    }

    private static void Account(FeedNode account, FeedRows rows)
    {
        var id = account.RequiredId("account_id");
        var subtype = account.Text("subtype");
        var kind = account.RequiredText("type") switch
        {
            "credit" => BankAccountKind.Card,
            "depository" => subtype switch
            {
                "savings" or "money market" or "cd" => BankAccountKind.Savings,

                // Accounts for health spending and for benefits would reveal what they are for.
                "hsa" or "ebt" => null,
                _ => BankAccountKind.Current,
            },
            _ => (BankAccountKind?)null,
        };
        if (kind is null)
        {
            rows.Payload.AccountsLeftOut.Add(id);
            return;
        }

        var balances = account.Required("balances");
        var currency = balances.Currency("iso_currency_code");
        var limit = balances.NumberAmount("limit", currency);
        if (limit < Money.Zero)
        {
            throw balances.Refused("limit", "an amount of 0 or more");
        }

        rows.Add(account, id, kind, currency, balances.Path + ".iso_currency_code", kind == BankAccountKind.Current ? limit : null);
        if (balances.NumberAmount("current", currency) is { } current)
        {
            // What is owed on a card is above zero.
            var balance = kind == BankAccountKind.Card ? -current : current;
            rows.Payload.Balances.Add(new(id, rows.Origin.KnownOn.Day, balance, currency, balances.Path + ".current"));
        }
    }

    private static void Transaction(FeedNode row, FeedRows rows)
    {
        var currency = row.Currency("iso_currency_code");
        var amount = -(row.NumberAmount("amount", currency) ?? throw row.Refused("amount", "a number, above zero for money out"));
        var code = (row.Object("personal_finance_category") ?? row.Object("credit_category"))?.Text("detailed");
        var texts = (Counterparty: row.Text("merchant_name") ?? Other(row), Description: row.Text("original_description") ?? row.Text("name"));
        rows.Add(row, new FeedTransaction(
            row.RequiredId("transaction_id"),
            row.RequiredId("account_id"),
            row.Day("date") ?? throw row.Refused("date", "a day as 2024-03-31"),
            amount,
            currency,
            row.Path + ".iso_currency_code",
            BalanceAfter: null,
            row.Flag("pending") == true ? BankTransactionState.Pending : BankTransactionState.Posted,
            PlaidCategories.Of(code, amount > Money.Zero),
            PlaidCategories.IsPrivate(code),
            texts.Counterparty,
            texts.Description,
            row.Id("pending_transaction_id")));
    }

    private static string? Other(FeedNode row) => row.Items("counterparties").Select(other => other.AsObject().Text("name")).FirstOrDefault();
}
