using RiskSignals.Borrowers;

namespace RiskSignals.Storage.Tests;

public sealed class FeedImportTests : IDisposable
{
    private const string Accounts =
        """{"account": {"iban": "DE00", "currency": "EUR", "cashAccountType": "CACC"}}""";

    private const string Rows =
        """
        {"transactions": {"booked": [
          {"transactionId": "b1", "transactionAmount": {"amount": "-40.00", "currency": "EUR"}, "bookingDate": "2025-03-30", "creditorName": "Stadtwerke"},
          {"transactionId": "b2", "transactionAmount": {"amount": 7, "currency": "EUR"}, "bookingDate": "2025-03-30"}], "pending": []}}
        """;

    private static readonly FeedOptions Fetch = new(Instant.At(new DateOnly(2025, 3, 31), hour: 6));

    private readonly string directory = Directory.CreateTempSubdirectory("risksignals-feed-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory, OnSqlite, OnPostgres]
    public void A_folder_of_payloads_becomes_facts_once(string system)
    {
        using var test = new TestDatabase(system);
        test.Facts.Add([.. new[] { "B1", "B2" }.Select(Known)]);
        foreach (var borrower in new[] { "B1", "B2" })
        {
            Write($"{borrower}/K1/details.json", Accounts);
            Write($"{borrower}/K1/transactions.json", Rows);
            Write($"{borrower}/consent.json", """{"Data": {"ConsentId": "c"}}""");
        }

        var consent = Fetch with { Consent = (new DateOnly(2025, 3, 1), new DateOnly(2025, 6, 1)) };
        var first = FeedImport.Run(directory, test.Facts, consent);
        Assert.Equal([("payloads", 0L, 0L), ("bank_accounts", 2, 0), ("bank_transactions", 2, 2), ("consents", 2, 0)],
            first.Kinds.Select(kind => (kind.Name, kind.New, kind.Refused)));
        Assert.Equal(["B1/consent.json", "B2/consent.json"], first.UnknownFiles);
        Assert.Equal(
            ["B1/K1/transactions.json: $.transactions.booked[1].transactionAmount.amount is '7'; expected text."],
            first.Refused.Take(1).Select(row => row.ToString()));
        Assert.Equal(-4_000, Assert.Single(test.Facts.Load("B1")!.AsOf(new DateOnly(2025, 3, 31)).BankTransactions).Amount.MinorUnits);

        var hash = test.Facts.StateHash();
        var second = FeedImport.Run(directory, test.Facts, consent with { KnownOn = Instant.At(new DateOnly(2025, 4, 1)) });
        Assert.Equal((0, 6), (second.New, second.Unchanged));
        Assert.Equal(hash, test.Facts.StateHash());
    }

    [Fact]
    public void A_borrower_who_is_not_known_is_named_row_by_row()
    {
        using var test = new TestDatabase("SQLite");
        Write("fetch.json", Payload("A1"));
        var report = FeedImport.Run(Path.Combine(directory, "fetch.json"), test.Facts, Fetch with { BorrowerId = "B9" });
        Assert.Equal((0, 2), (report.New, report.RefusedCount));
        Assert.Equal("fetch.json: $.accounts[0] borrower_id is 'B9'; expected an id that borrowers hold for borrower B9.", report.Refused[0].ToString());
    }

    [Fact]
    public void Other_content_for_the_same_moment_is_refused()
    {
        using var test = new TestDatabase("SQLite");
        test.Facts.Add([Known("B1")]);
        var path = Write("fetch.json", Payload("A1"));
        Assert.True(FeedImport.Run(path, test.Facts, Fetch with { BorrowerId = "B1" }).IsComplete);
        Write("fetch.json", Payload("A1").Replace("12.5", "13.5", StringComparison.Ordinal));
        var report = FeedImport.Run(path, test.Facts, Fetch with { BorrowerId = "B1" });
        Assert.Equal((0, 1, 1), (report.New, report.Unchanged, report.RefusedCount));
        Assert.Contains("$.transactions[0] known_on", report.Refused[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_can_not_be_read_keeps_no_other_out()
    {
        using var test = new TestDatabase("SQLite");
        test.Facts.Add([Known("B1")]);
        Write("B1/broken.json", "{\"Data\": ");
        Write("B1/good.json", Payload("A1"));
        var report = FeedImport.Run(directory, test.Facts, Fetch);
        Assert.Equal((2, 1), (report.New, report.RefusedCount));
        Assert.StartsWith("B1/broken.json: $ is 'broken after line 0", report.Refused[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(report.Notes, note => note.Contains("consent", StringComparison.Ordinal));
    }

    [Fact]
    public void Payloads_of_nobody_are_refused_before_anything_is_read()
    {
        using var test = new TestDatabase("SQLite");
        var path = Write("fetch.json", Payload("A1"));
        Assert.Contains("--borrower", Assert.Throws<ArgumentException>(() => FeedImport.Run(path, test.Facts, Fetch)).Message, StringComparison.Ordinal);
        Assert.Contains("--borrower", Assert.Throws<ArgumentException>(() => FeedImport.Run(directory, test.Facts, Fetch)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => FeedImport.Run(path + "x", test.Facts, Fetch));
    }

    private static Borrower Known(string id) => new(id, "UK", "Europe/London", null, Instant.At(new DateOnly(2025, 1, 1)));

    private static string Payload(string account) =>
        $$$"""
        {"accounts": [{"account_id": "{{{account}}}", "type": "depository", "subtype": "checking", "balances": {"iso_currency_code": "USD"}}],
         "transactions": [{"transaction_id": "t1", "account_id": "{{{account}}}", "amount": 12.5, "iso_currency_code": "USD", "date": "2025-03-30"}]}
        """;

    private string Write(string name, string text)
    {
        var path = Path.Combine(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
