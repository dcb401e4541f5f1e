using System.Globalization;
using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Training.Benchmarks;

/// <summary>
/// Turns the Berka files (PKDD'99: loans of a Czech bank, with the bank transactions before each loan) into ordinary import files and a
/// file of labels. Each loan is a borrower with one bank account; label 1 is status B (finished unpaid) or D (running in debt).
/// </summary>
public static class BerkaFiles
{
    /// <summary>Name of the file of labels, beside the folder's import files' own folder.</summary>
    public const string LabelsFile = "labels.csv";

    private static readonly DateOnly ConsentFrom = new(1990, 1, 1);

    private static readonly DateOnly ConsentTo = new(2100, 1, 1);

    /// <summary>Writes import files into <paramref name="target"/>/facts and the labels beside them.</summary>
    /// <param name="source">Folder with loan.asc and trans_preloan_682.csv.</param>
    /// <param name="target">An empty folder.</param>
    /// <exception cref="FormatException">A line is not as published; the message names it.</exception>
    /// <exception cref="IOException">A file is absent.</exception>
    public static void Convert(string source, string target)
    {
        var texts = new Dictionary<FactKind, StringBuilder>();
        var labels = new StringBuilder("loan_id,as_of,label\n");
        foreach (var loan in Rows(Path.Combine(source, "loan.asc"), columns: 7))
        {
            AddLoan(loan, texts, labels);
        }

        var ordinal = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in Rows(Path.Combine(source, "trans_preloan_682.csv"), columns: 10))
        {
            var number = ordinal[row[1]] = ordinal.GetValueOrDefault(row[1]) + 1;
            Add(texts, Transaction(row, number));
        }

        Directory.CreateDirectory(Path.Combine(target, "facts"));
        foreach (var (kind, text) in texts)
        {
            File.WriteAllText(Path.Combine(target, "facts", kind.Name + ".csv"), TextFactWriter.Header(kind) + text);
        }

        File.WriteAllText(Path.Combine(target, LabelsFile), labels.ToString());
    }

    private static void AddLoan(string[] row, Dictionary<FactKind, StringBuilder> texts, StringBuilder labels)
    {
        var (loanId, borrowerId, day) = (row[0], row[1], Day(row[2]));
        var known = Instant.At(day);
        var before = Instant.At(ConsentFrom);
        Add(texts, new Borrower(borrowerId, "EU-CZ", "Europe/Prague", HouseholdId: null, before));
        Add(texts, new BankAccount(borrowerId, borrowerId, BankAccountKind.Current, "CZK", ArrangedOverdraft: null, before));
        Add(texts, new Consent(borrowerId, borrowerId, borrowerId, ConsentFrom, ConsentTo, WithdrawnOn: null, before));
        Add(texts, new Loan(borrowerId, loanId, "personal", "CZK", day, Amount(row[3]), AnnualRateBasisPoints: null, Limit: null, known));
        Add(texts, new ScheduleVersion(borrowerId, loanId, Version: 1, ScheduleReason.Original, known));
        for (var number = 1; number <= int.Parse(row[4], CultureInfo.InvariantCulture); number++)
        {
            Add(texts, new Instalment(borrowerId, loanId, Version: 1, number, day.AddMonths(number), Amount(row[5]), known));
        }

        labels.Append(CultureInfo.InvariantCulture, $"{loanId},{day:yyyy-MM-dd},{(row[6] is "B" or "D" ? 1 : 0)}\n");
    }

    private static BankTransaction Transaction(string[] row, int number)
    {
        var day = Day(row[2]);
        var amount = row[3] == "credit" ? Amount(row[5]) : -Amount(row[5]);
        return new(
            BorrowerId: row[1],
            BankTransactionId: string.Create(CultureInfo.InvariantCulture, $"{row[1]}-{number:00000}"),
            BankAccountId: row[1],
            day,
            amount,
            BalanceAfter: Amount(row[6]),
            BankTransactionState.Posted,
            Category(row[3], row[4], row[7]),
            Counterparty: row[9],
            Description: row[7].Trim(),
            ReplacesId: null,
            ReturnsId: null,
            Instant.At(day));
    }

    private static BankCategory Category(string type, string operation, string symbol) => (symbol.Trim(), type) switch
    {
        ("interest credited", _) => BankCategory.InterestEarned,
        ("payment for statement", _) => BankCategory.OtherFee,
        ("household", _) => BankCategory.Housing,
        ("insurrance payment", _) => BankCategory.Insurance,
        ("sanction interest if negative balance", _) => BankCategory.LackOfFundsFee,
        (_, "credit") => BankCategory.OtherIncome,
        _ => operation is "withdrawal in cash" or "credit card withdrawal" ? BankCategory.Cash : BankCategory.Uncategorised,
    };

    private static void Add(Dictionary<FactKind, StringBuilder> texts, Fact fact)
    {
        var kind = FactKinds.Of(fact);
        if (!texts.TryGetValue(kind, out var text))
        {
            texts[kind] = text = new StringBuilder();
        }

        new TextFactWriter(text).Row(kind, fact);
    }

    private static IEnumerable<string[]> Rows(string path, int columns)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            if (++number == 1)
            {
                continue;
            }

            var row = line.Split(';').Select(value => value.Trim('"')).ToArray();
            yield return row.Length == columns
                ? row
                : throw new FormatException($"{path}, line {number} has {row.Length} values; expected {columns}, as published.");
        }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact("19" + text, "yyyyMMdd", CultureInfo.InvariantCulture);

    private static Money Amount(string text) => new((long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100));
}
