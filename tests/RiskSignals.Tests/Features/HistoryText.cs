using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Features;

/// <summary>
/// A borrower's history written as statements apart by ';', looked at as of <see cref="Today"/>. Days are counted from that day, which is 0;
/// days may be a row of days, first..last/step. Money is minor units. Unless <c>known=DAY</c> says otherwise a fact is known on its day at 06:00.
/// <code>
/// borrower REGION ZONE                                        b1 in UK, Europe/London, is known in any case
/// loan DAY PRINCIPAL [rate= limit= id= currency= known=]      begins a loan with schedule version 1; loan1 in EUR unless named; repeated, a new version
/// due DAYS AMOUNT                                             instalments of the loan's newest schedule version
/// schedule DAY REASON                                         the loan's next schedule version; its dues follow
/// paid DAYS AMOUNT [method= id= known=]                       payments, by direct_debit unless named
/// reversed DAY REASON [id= known=]                            takes back the payment written last, or the one named
/// promise DAY AMOUNT FOR                                      a promise made on DAY for the day FOR
/// event DAY KIND [to= known=]                                 a loan event
/// charge DAYS KIND AMOUNT [known=]                            charges of a revolving loan
/// account NAME KIND [from= currency= overdraft=]              a bank account known from day -400, and its consent (to= withdrawn= or consent=none)
/// bank DAYS AMOUNT [CATEGORY] [party= text= balance= on= id= returns= replaces= state= known=]   on= names the bank account, else the last one
/// statement DAYS MINIMUM [on= known=]            statements of a card, the last bank account unless named
/// contact DAYS CHANNEL RESULT [hour= id= known=]               the lender's; 9 o'clock in UTC unless told
/// inbound DAYS CHANNEL HOUR [known=]                          a message, call or visit that the borrower began
/// detail DAY KIND [to= failed= id= known=]                    a number or address on record
/// mandate DAY [on= cancelled= known=]                         a direct-debit mandate: ours, or one seen on the bank account that on= names
/// flag DAY KIND [to= loan=]
/// </code>
/// A name with a space is written with '_'. The same id twice, with another known, is a correction.
/// </summary>
internal sealed class HistoryText
{
    public const string BorrowerId = "b1";

    public const string LoanId = "loan1";

    public static readonly DateOnly Today = new(2024, 6, 15);

    private static readonly char[] Blank = [' ', '\n'];

    private readonly List<Fact> facts = [];
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> versions = new(StringComparer.Ordinal);
    private string[] words = [];
    private string loan = LoanId;
    private string account = "";
    private string payment = "";
    private int lastId;

    /// <summary>The facts that a text names.</summary>
    public static IReadOnlyList<Fact> Facts(string text)
    {
        var read = new HistoryText();
        foreach (var statement in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            read.Add(statement);
        }

        if (!read.facts.OfType<Borrower>().Any())
        {
            read.Add("borrower UK Europe/London");
        }

        return read.facts;
    }

    /// <summary>What the facts that a text names let be known by the end of <see cref="Today"/>.</summary>
    public static BorrowerHistory Read(string text) => new BorrowerFile(BorrowerId, [.. Facts(text)]).AsOf(Today);

    private static DateOnly Day(string word) => Today.AddDays(int.Parse(word, CultureInfo.InvariantCulture));

    private static IEnumerable<DateOnly> Days(string word)
    {
        if (word.Split("..") is not [var first, var rest])
        {
            return [Day(word)];
        }

        var (last, step) = rest.Split('/') is [var end, var days] ? (Day(end), int.Parse(days, CultureInfo.InvariantCulture)) : (Day(rest), 1);
        return Enumerable.Range(0, ((last.DayNumber - Day(first).DayNumber) / step) + 1).Select(i => Day(first).AddDays(i * step));
    }

    private static Money Amount(string word) => new(long.Parse(word, CultureInfo.InvariantCulture));

    private static T Word<T>(string word)
        where T : struct, Enum =>
        Codes<T>.TryParse(word, out var value)
            ? value
            : throw new FormatException($"'{word}' is not one of {string.Join(", ", Codes<T>.Words)}.");

    private void Add(string statement)
    {
        var cells = statement.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        words = [.. cells.Where(cell => !cell.Contains('=', StringComparison.Ordinal))];
        options.Clear();
        foreach (var cell in cells.Where(cell => cell.Contains('=', StringComparison.Ordinal)))
        {
            options[cell[..cell.IndexOf('=', StringComparison.Ordinal)]] = cell[(cell.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        try
        {
            facts.AddRange([.. Read()]);
        }
        catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException)
        {
            throw new FormatException($"'{statement}' can not be read: {fault.Message}", fault);
        }

        if (options.Count > 0)
        {
            throw new FormatException($"'{statement}' has unknown options {string.Join(", ", options.Keys)}.");
        }
    }

    private IEnumerable<Fact> Read() => words[0] switch
    {
        "borrower" => [new Borrower(BorrowerId, words[1], words[2], null, At(Today.AddDays(-1_000)))],
        "loan" => Loan(),
        "schedule" => [new ScheduleVersion(BorrowerId, loan, ++versions[loan], Word<ScheduleReason>(words[2]), At(Day(words[1])))],
        "due" => Instalments(),
        "paid" => Payments(),
        "reversed" =>
            [new PaymentReversal(BorrowerId, Option("id") ?? payment, loan, Day(words[1]), Word<ReversalReason>(words[2]), At(Day(words[1])))],
        "promise" => [new Promise(BorrowerId, NextId("promise"), loan, Amount(words[2]), Day(words[3]), Day(words[1]), At(Day(words[1])))],
        "event" => [new LoanEvent(
            BorrowerId, NextId("event"), loan, Word<LoanEventKind>(words[2]), Day(words[1]), DayOption("to"), At(Day(words[1])))],
        "charge" => Each(words[1], (day, known) =>
            new LoanCharge(BorrowerId, NextId("charge"), loan, Word<LoanChargeKind>(words[2]), Amount(words[3]), day, known)),
        "account" => Account(),
        "bank" => BankTransactions(),
        "statement" => Statements(),
        "contact" => Contacts(Word<ContactResult>(words[3]), Option("hour") ?? "9", byBorrower: false),
        "inbound" => Contacts(ContactResult.Replied, words[3], byBorrower: true),
        "detail" => [new ContactDetail(
            BorrowerId, Option("id") ?? NextId("detail"), Word<ContactDetailKind>(words[2]), Day(words[1]), DayOption("to"), DayOption("failed"),
            At(Day(words[1])))],
        "mandate" => [Mandate()],
        "flag" => [new BorrowerFlag(
            BorrowerId, NextId("flag"), Word<BorrowerFlagKind>(words[2]), Option("loan"), Day(words[1]), DayOption("to"), At(Day(words[1])))],
        _ => throw new FormatException($"there is no statement '{words[0]}'."),
    };

    private IEnumerable<Fact> Loan()
    {
        loan = Option("id") ?? LoanId;
        int? rate = Option("rate") is { } basisPoints ? int.Parse(basisPoints, CultureInfo.InvariantCulture) : null;
        var begun = Day(words[1]);
        yield return new Loan(
            BorrowerId, loan, "personal", Option("currency") ?? "EUR", begun, Amount(words[2]), rate, MoneyOption("limit"), At(begun));
        if (versions.TryAdd(loan, 1))
        {
            yield return new ScheduleVersion(BorrowerId, loan, 1, ScheduleReason.Original, At(begun));
        }
    }

    private IEnumerable<Fact> Instalments()
    {
        var known = facts.OfType<ScheduleVersion>().Last(version => version.LoanId == loan).KnownOn;
        var number = facts.OfType<Instalment>().Count(one => one.LoanId == loan && one.Version == versions[loan]);
        foreach (var day in Days(words[1]))
        {
            yield return new Instalment(BorrowerId, loan, versions[loan], ++number, day, Amount(words[2]), known);
        }
    }

    private IEnumerable<Fact> Payments()
    {
        var method = Word<PaymentMethod>(Option("method") ?? "direct_debit");
        var id = Option("id");
        return Each(words[1], (day, known) =>
            new Payment(BorrowerId, payment = id ?? NextId("payment"), loan, Amount(words[2]), day, method, known));
    }

    private IEnumerable<Fact> Account()
    {
        account = words[1];
        var from = DayOption("from") ?? Today.AddDays(-400);
        yield return new BankAccount(
            BorrowerId, account, Word<BankAccountKind>(words[2]), Option("currency") ?? "EUR", MoneyOption("overdraft"), At(from));
        var (to, withdrawn) = (DayOption("to") ?? Today.AddDays(100), DayOption("withdrawn"));
        if (Option("consent") != "none")
        {
            yield return new Consent(BorrowerId, $"consent of {account}", account, from, to, withdrawn, At(from));
        }
    }

    private IEnumerable<Fact> BankTransactions()
    {
        var (on, id, party) = (Option("on") ?? account, Option("id"), Option("party")?.Replace('_', ' ') ?? "");
        var text = Option("text")?.Replace('_', ' ') ?? "";
        var (balance, returns, replaces) = (MoneyOption("balance"), Option("returns"), Option("replaces"));
        var state = Word<BankTransactionState>(Option("state") ?? "posted");
        var category = words.Length > 3 ? Word<BankCategory>(words[3]) : BankCategory.Uncategorised;
        return Each(words[1], (day, known) => new BankTransaction(
            BorrowerId, id ?? NextId("bank"), on, day, Amount(words[2]), balance, state, category, party, text, replaces, returns, known));
    }

    private IEnumerable<Fact> Statements()
    {
        var on = Option("on") ?? account;
        return Each(words[1], (day, known) => new CardStatement(BorrowerId, NextId("statement"), on, day, Amount(words[2]), known));
    }

    private IEnumerable<Fact> Contacts(ContactResult result, string hourOfDay, bool byBorrower)
    {
        var (id, hour) = (Option("id"), int.Parse(hourOfDay, CultureInfo.InvariantCulture));
        return Each(
            words[1],
            (day, known) => new Contact(
                BorrowerId, id ?? NextId("contact"), null, Word<ContactChannel>(words[2]), byBorrower, result, Instant.At(day, hour), null, known),
            hour);
    }

    private Mandate Mandate()
    {
        var (on, cancelled) = (Option("on"), DayOption("cancelled"));
        return new(BorrowerId, NextId("mandate"), on is null ? loan : null, on, Day(words[1]), cancelled, At(Day(words[1])));
    }

    private IEnumerable<Fact> Each(string days, Func<DateOnly, Instant, Fact> make, int hour = 6)
    {
        var known = DayOption("known");
        return [.. Days(days).Select(day => make(day, Instant.At(known ?? day, hour)))];
    }

    private Instant At(DateOnly day) => Instant.At(DayOption("known") ?? day, hour: 6);

    private string NextId(string kind) => $"{kind}{++lastId:0000}";

    private string? Option(string name) => options.Remove(name, out var text) ? text : null;

    private DateOnly? DayOption(string name) => Option(name) is { } word ? Day(word) : null;

    private Money? MoneyOption(string name) => Option(name) is { } word ? Amount(word) : null;
}
