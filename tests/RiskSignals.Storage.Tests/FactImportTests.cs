using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Storage.Tests;

public sealed class FactImportTests : IDisposable
{
    private const string BorrowerHeader = "borrower_id,jurisdiction,time_zone,household_id,known_on\n";

    private const string PaymentHeader = "borrower_id,payment_id,loan_id,amount,effective_on,method,known_on\n";

    private readonly string directory = Directory.CreateTempSubdirectory("risksignals-import-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory, OnSqlite, OnPostgres]
    public void Importing_twice_changes_nothing(string system)
    {
        using var test = new TestDatabase(system);
        WriteFiles([.. Ledger.OfEveryKind("B1"), .. Ledger.OfEveryKind("B2")]);

        var first = FactImport.Run(directory, test.Facts);
        var hash = test.Facts.StateHash();
        var second = FactImport.Run(directory, test.Facts);

        Assert.Empty(first.Refused);
        Assert.Equal((2L * FactKinds.All.Count, 0, true), (first.New, first.Unchanged, first.IsComplete));
        Assert.Equal((0, 2L * FactKinds.All.Count, true), (second.New, second.Unchanged, second.IsComplete));
        Assert.Equal(hash, test.Facts.StateHash());
        Assert.Equal(FactKinds.All.Select(kind => (kind.Name, 2L)), second.Kinds.Select(kind => (kind.Name, kind.Unchanged)));
    }

    /// <summary>Row of payments.csv | column at fault | what the message says is expected.</summary>
    private const string PoisonedPayments =
        """
        B1,,B1-L,100,2024-02-10,card,2024-02-11T06:00:00Z                  | payment_id   | text of 1 to 500 characters
        B1,P1,B1-L,0,2024-02-10,card,2024-02-11T06:00:00Z                  | amount       | a whole number of minor units, as 12550 for 125.50, 1 or more
        B1,P1,B1-L,12.50,2024-02-10,card,2024-02-11T06:00:00Z              | amount       | a whole number of minor units, as 12550 for 125.50, 1 or more
        B1,P1,B1-L,NaN,2024-02-10,card,2024-02-11T06:00:00Z                | amount       | a whole number of minor units, as 12550 for 125.50, 1 or more
        B1,P1,B1-L,1e308,2024-02-10,card,2024-02-11T06:00:00Z              | amount       | a whole number of minor units, as 12550 for 125.50, 1 or more
        B1,P1,B1-L,99999999999999999999,2024-02-10,card,2024-02-11T06:00:00Z | amount     | a whole number of minor units, as 12550 for 125.50, 1 or more
        B1,P1,B1-L,,2024-02-10,card,2024-02-11T06:00:00Z                   | amount       | a whole number of minor units, as 12550 for 125.50, 1 or more
        B1,P1,B1-L,100,2024-02-30,card,2024-02-11T06:00:00Z                | effective_on | a day as 2024-03-31
        B1,P1,B1-L,100,10/02/2024,card,2024-02-11T06:00:00Z                | effective_on | a day as 2024-03-31
        B1,P1,B1-L,100,0001-01-01,card,2024-02-11T06:00:00Z                | effective_on | a day as 2024-03-31
        B1,P1,B1-L,100,2024-02-10,cheque,2024-02-11T06:00:00Z              | method       | one of direct_debit, card, transfer, cash, other
        B1,P1,B1-L,100,2024-02-10,card,2024-02-11                          | known_on     | a UTC moment as 2024-03-31T06:00:00Z
        B1,P1,B1-L,100,2024-02-10,card,9999-12-31T00:00:00Z                | known_on     | a UTC moment as 2024-03-31T06:00:00Z
        B1,P1,B1-L,100,2024-02-10,card                                     | row          | 7 fields as in the header
        B1,P1,B1-L,100,2024-02-10,card,2024-02-11T06:00:00Z,more           | row          | 7 fields as in the header
        B1,"P1,B1-L,100,2024-02-10,card,2024-02-11T06:00:00Z               | row          | a closing quote on the same line
        B1,"P1"x,B1-L,100,2024-02-10,card,2024-02-11T06:00:00Z             | row          | a comma or the end of the line after a closing quote
        B1,P"1,B1-L,100,2024-02-10,card,2024-02-11T06:00:00Z               | row          | quotes around the whole field, those inside doubled
        B1,P\t1,B1-L,100,2024-02-10,card,2024-02-11T06:00:00Z              | payment_id   | text of 1 to 500 characters
        B1,P1,none,100,2024-02-10,card,2024-02-11T06:00:00Z                | loan_id      | an id that loans hold for borrower B1
        B1,P1,B2-L,100,2024-02-10,card,2024-02-11T06:00:00Z                | loan_id      | an id that loans hold for borrower B1
        B9,P1,B1-L,100,2024-02-10,card,2024-02-11T06:00:00Z                | borrower_id  | an id that borrowers hold for borrower B9
        B1,P0,B1-L,101,2024-02-10,card,2024-02-11T06:00:00Z | known_on | the content kept under this key and known_on; give a correction a later known_on
        """;

    [Theory, OnSqlite, OnPostgres]
    public void Each_poisoned_row_is_refused_with_line_column_and_what_is_expected(string system)
    {
        using var test = new TestDatabase(system);
        WriteFiles([.. Ledger.WithOneLoan("B1"), .. Ledger.WithOneLoan("B2")]);
        var table = PoisonedPayments.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        var rows = table.SelectMany((cells, i) => new[] { Good(i), cells[0].Replace("\\t", "\t", StringComparison.Ordinal) });
        Write("payments.csv", PaymentHeader + string.Join('\n', rows));
        var all = new List<RefusedRow>();

        var report = FactImport.Run(directory, test.Facts, onRefused: all.Add);

        Assert.Equal(
            table.Select((cells, i) => $"payments.csv line {3 + (2 * i)} {cells[1]}: {cells[2]}"),
            report.Refused.Select(row => $"{row.File} line {row.Line} {row.Column}: {row.Expected}"));
        Assert.Equal(report.Refused, all);
        var payments = report.Kinds.Single(kind => kind.Name == "payments");
        Assert.Equal((table.Count, table.Count, 0), (payments.New, payments.Refused, payments.Unchanged));
        Assert.False(report.IsComplete);

        static string Good(int i) => $"B1,P{(i == 0 ? 0 : i + 100)},B1-L,100,2024-02-10,card,2024-02-11T06:00:00Z";
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_cost_their_own_row()
    {
        using var test = new TestDatabase("SQLite");
        byte[] bytes =
        [
            .. Encoding.UTF8.GetBytes(BorrowerHeader + "B1,UK"), 0xC3, 0x28, .. Encoding.UTF8.GetBytes(",Europe/London,,2024-02-01T00:00:00Z\n" + Row("B2")),
        ];
        File.WriteAllBytes(Path.Combine(directory, "borrowers.csv"), bytes);

        var report = FactImport.Run(directory, test.Facts);

        Assert.Equal("borrowers.csv line 2: jurisdiction is 'UK\uFFFD('; expected UTF-8 text.", Assert.Single(report.Refused).ToString());
        Assert.Equal(1, report.New);
    }

    [Fact]
    public void A_line_of_a_million_characters_costs_its_own_row()
    {
        using var test = new TestDatabase("SQLite");
        Write("borrowers.csv", BorrowerHeader + new string('x', 1_000_000) + "\n" + Row("B2"));

        var report = FactImport.Run(directory, test.Facts);

        var refused = Assert.Single(report.Refused);
        Assert.Equal((2, "row", 81, "at most 65536 characters"), (refused.Line, refused.Column, refused.Value.Length, refused.Expected));
        Assert.Equal(1, report.New);
    }

    [Fact]
    public void Byte_order_mark_column_order_carriage_returns_blank_lines_and_quotes_make_no_difference()
    {
        using var test = new TestDatabase("SQLite");
        Write(
            "borrowers.csv",
            "\uFEFFknown_on,time_zone,borrower_id,jurisdiction\r\n" +
            "2024-02-01T06:00:00Z,\"Europe/London\",\"B\"\"1, x\",UK\r\n\r\n2024-02-01T06:00:00Z,Europe/London,B2,UK");

        var report = FactImport.Run(directory, test.Facts);

        Assert.Empty(report.Refused);
        Assert.Equal(["B\"1, x", "B2"], test.Facts.Stream().Select(file => file.BorrowerId));
    }

    [Theory]
    [InlineData("borrower_id,jurisdiction,household_id,known_on", "", "a column time_zone")]
    [InlineData("borrower_id,jurisdiction,time_zone,name,known_on", "name", "only columns")]
    [InlineData("borrower_id,borrower_id,jurisdiction,time_zone,known_on", "borrower_id", "each column once")]
    [InlineData("", "", "a column borrower_id")]
    public void A_file_whose_header_can_not_be_used_is_not_read(string header, string value, string expected)
    {
        using var test = new TestDatabase("SQLite");
        Write("borrowers.csv", header + "\n" + Row("B1"));

        var report = FactImport.Run(directory, test.Facts);

        var refused = Assert.Single(report.Refused);
        var columns = refused.Expected.Replace(" among borrower_id, jurisdiction, time_zone, household_id, known_on", "", StringComparison.Ordinal);
        Assert.Equal((1, "header", value, expected), (refused.Line, refused.Column, refused.Value, columns));
        Assert.Equal((0, 1), (report.New, report.RefusedCount));
    }

    [Fact]
    public void Missing_files_are_fine_and_unknown_ones_are_named()
    {
        using var test = new TestDatabase("SQLite");
        Write("borrowers.csv", BorrowerHeader + Row("B1"));
        Write("loan.csv", "loan_id\n");
        Write("notes.txt", "");

        var report = FactImport.Run(directory, test.Facts);

        Assert.Equal(["loan.csv"], report.UnknownFiles);
        Assert.True(report.IsComplete);
        Assert.Equal(["borrowers"], report.Kinds.Where(kind => kind.IsPresent).Select(kind => kind.Name));
        Assert.Throws<DirectoryNotFoundException>(() => FactImport.Run(Path.Combine(directory, "none"), test.Facts));
    }

    [Fact]
    public void Rows_may_refer_to_rows_of_an_earlier_import()
    {
        using var test = new TestDatabase("SQLite");
        test.Facts.Add(Ledger.WithOneLoan("B1"));
        Write("payments.csv", PaymentHeader + "B1,P1,B1-L,100,2024-02-10,card,2024-02-11T06:00:00Z\n");

        Assert.Equal(1, FactImport.Run(directory, test.Facts).New);
    }

    [Fact]
    public void Refused_rows_beyond_the_report_are_counted_and_handed_over()
    {
        using var test = new TestDatabase("SQLite");
        Write("borrowers.csv", BorrowerHeader + string.Concat(Enumerable.Repeat("x\n", 25_000)) + Row("B1"));
        var handed = 0;
        var reported = new List<long>();

        var report = FactImport.Run(directory, test.Facts, new Log(reported), _ => handed++);

        Assert.Equal((25_000, 25_000, 1_000, 1), (report.RefusedCount, handed, report.Refused.Count, report.New));
        Assert.Equal([20_000, 25_001], reported);
    }

    private static string Row(string borrowerId) => $"{borrowerId},UK,Europe/London,,2024-02-01T00:00:00Z\n";

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(directory, name), text);

    private void WriteFiles(IReadOnlyList<Fact> facts)
    {
        foreach (var group in facts.GroupBy(FactKinds.Of))
        {
            var text = new StringBuilder(TextFactWriter.Header(group.Key));
            var writer = new TextFactWriter(text);
            foreach (var fact in group)
            {
                writer.Row(group.Key, fact);
            }

            Write(group.Key.Name + ".csv", text.ToString());
        }
    }

    private sealed class Log(List<long> rows) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => rows.Add(value.Rows);
    }
}
