using System.Text;
using System.Text.Json;
using RiskSignals.Borrowers;

namespace RiskSignals.Cli.Tests;

/// <summary>The published example payloads, read as they are.</summary>
public sealed class OpenBankingTests : IDisposable
{
    private static readonly FeedOrigin Origin = new("B1", Instant.At(new DateOnly(2024, 6, 1)), "K1");

    private readonly string folder = Directory.CreateTempSubdirectory("risksignals-open-banking-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [RealDataFact]
    public void Every_uk_example_is_read_and_accounts_balances_and_transactions_are_complete()
    {
        var (accounts, balances, transactions) = (0, 0, 0);
        foreach (var path in Files("obie"))
        {
            var payload = OpenBankingFeed.Read(File.ReadAllBytes(path), Origin, name: Path.GetFileName(path));
            Assert.Equal((FeedFormat.Obie, 0), (payload.Format, payload.Refused.Count));
            var data = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("Data");
            if (Has("Account"))
            {
                Assert.Equal(data.GetProperty("Account").GetArrayLength(), payload.Accounts.Count + payload.AccountsLeftOut.Count);
                accounts += payload.Accounts.Count;
            }
            else if (Has("Transaction"))
            {
                Assert.Equal(
                    data.GetProperty("Transaction").EnumerateArray().Select(row => (
                        $"{row.GetProperty("AccountId").GetString()}:{row.GetProperty("TransactionId").GetString()}",
                        decimal.Parse(row.GetProperty("Amount").GetProperty("Amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture)
                            * (row.GetProperty("CreditDebitIndicator").GetString() == "Credit" ? 100 : -100))),
                    payload.Transactions.Select(row => (row.Fact.BankTransactionId, (decimal)row.Fact.Amount.MinorUnits)));
                transactions += payload.Transactions.Count;
            }
            else if (Has("Balance"))
            {
                balances += payload.Balances.Count;
            }
            else
            {
                Assert.True(payload.IsEmpty, path);
            }

            bool Has(string name) => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out _);
        }

        Assert.True(accounts >= 9 && transactions == 6 && balances > 0, $"{accounts} accounts, {transactions} transactions, {balances} balances");
    }

    [RealDataFact]
    public void The_berlin_group_example_is_read_but_for_the_rows_whose_currency_is_none()
    {
        var all = JsonDocument.Parse(File.ReadAllBytes(Files("gocardless").Single())).RootElement.GetProperty("AccountsEndpointMockData");
        var rows = Read(all.GetProperty("GetTransactions"));
        Assert.Equal([("K1:string", 4_500L, "MON MOTHMA")],
            rows.Transactions.Select(row => (row.Fact.BankTransactionId, row.Fact.Amount.MinorUnits, row.Fact.Counterparty)));
        Assert.Equal(
            ["$.transactions.booked[1].transactionAmount.currency", "$.transactions.pending[0].transactionAmount.currency"],
            rows.Refused.Select(fault => fault.Fault.Field));
        var account = Assert.Single(Read(all.GetProperty("GetAccountDetails")).Accounts);
        Assert.Equal(("K1", "EUR"), (account.Fact.BankAccountId, account.Currency));
        Assert.Empty(Read(all.GetProperty("GetBalances")).Refused);

        static FeedPayload Read(JsonElement payload) => OpenBankingFeed.Read(Encoding.UTF8.GetBytes(payload.GetRawText()), Origin);
    }

    [RealDataFact]
    public void Every_plaid_example_is_read_or_holds_nothing_of_ours()
    {
        var rows = 0;
        foreach (var path in Files("plaid"))
        {
            var payload = OpenBankingFeed.Read(File.ReadAllBytes(path), Origin, name: Path.GetFileName(path));
            Assert.Equal((FeedFormat.Plaid, 0), (payload.Format, payload.Refused.Count));
            rows += payload.Transactions.Count;
        }

        Assert.Equal(37, rows);
    }

    [RealDataFact]
    public void All_104_categories_of_plaid_are_classed_and_none_beyond_them()
    {
        var published = File.ReadLines(Path.Combine(Checkout.Data!, "open-banking", "plaid", "pfc_taxonomy_v1.csv")).Skip(1)
            .Select(line => line.Split(',')).ToArray();
        Assert.Equal(104, published.Length);
        Assert.Equal(16, published.Select(cells => cells[0]).Distinct().Count());
        Assert.Equal(published.Select(cells => cells[1]).Order(StringComparer.Ordinal), PlaidCategories.Known.Order(StringComparer.Ordinal));
    }

    [RealDataFact]
    public void Spoilt_examples_are_read_or_refused()
    {
        const int seed = 7;
        var random = new Random(seed);
        var files = new[] { "obie", "plaid", "gocardless" }.SelectMany(Files).Select(File.ReadAllBytes).ToArray();
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = (byte[])files[random.Next(files.Length)].Clone();
            for (var times = random.Next(1, 12); times > 0; times--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "{}[]\",:0e-"[random.Next(10)]);
            }

            try
            {
                // Whatever else is thrown fails the test.
                OpenBankingFeed.Read(bytes, Origin);
            }
            catch (FactRefusedException fault)
            {
                Assert.StartsWith("$", fault.Field, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Json_is_imported_by_the_program_and_wrong_rows_are_named_by_their_path()
    {
        var data = Path.Combine(folder, "risk.db");
        Directory.CreateDirectory(Path.Combine(folder, "facts"));
        File.WriteAllText(
            Path.Combine(folder, "facts", "borrowers.csv"),
            "borrower_id,jurisdiction,time_zone,household_id,known_on\nB1,UK,Europe/London,,2024-01-01T00:00:00Z\n");
        RiskProgram.Succeeds("import", Path.Combine(folder, "facts"), "--data", data);
        var payload = Path.Combine(folder, "fetch.json");
        File.WriteAllText(
            payload,
            """
            {"accounts": [{"account_id": "p1", "type": "depository", "subtype": "checking", "balances": {"current": 5, "iso_currency_code": "GBP"}}],
             "transactions": [
               {"transaction_id": "x1", "account_id": "p1", "amount": 12.3, "iso_currency_code": "GBP", "date": "2025-03-30"},
               {"transaction_id": "x2", "account_id": "p1", "amount": "12.3", "iso_currency_code": "GBP", "date": "2025-03-30"}]}
            """);
        var refused = Path.Combine(folder, "refused.csv");
        var (exitCode, output, errors) = RiskProgram.Run(
            "import", payload, "--data", data, "--borrower", "B1", "--known-on", "2025-03-31T06:00:00Z", "--refused", refused,
            "--consent-from", "2025-03-01", "--consent-to", "2025-06-01");
        Assert.Equal(1, exitCode);
        Assert.Contains("risk: fetch.json: $.transactions[1].amount is '12.3'; expected a number.", errors, StringComparison.Ordinal);
        Assert.Equal("fetch.json,0,$.transactions[1].amount,\"12.3\",\"a number\"", File.ReadAllLines(refused)[1]);
        Assert.Contains(output, line => line.Replace(" ", "", StringComparison.Ordinal) == "│bank_transactions│1│0│1│");

        var (without, _, why) = RiskProgram.Run("import", payload, "--data", data);
        Assert.Equal((2, true), (without, why.Contains("--known-on", StringComparison.Ordinal)));
    }

    private static string[] Files(string provider) =>
        [.. Directory.GetFiles(Path.Combine(Checkout.Data!, "open-banking", provider), "*.json").Order(StringComparer.Ordinal)];
}
