using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankTransactionState;

namespace RiskSignals.Tests.Borrowers;

public class FeedNewsTests
{
    private static readonly DateOnly Day = new(2025, 3, 31);

    private static FeedOrigin Later => Payloads.Origin with { KnownOn = Instant.At(Day.AddDays(1), hour: 6) };

    [Fact]
    public void A_later_fetch_of_the_same_rows_adds_nothing()
    {
        var known = Facts(FeedNews.Compare([Payloads.Read(Payloads.Obie)], [], Payloads.Origin, (Day, Day.AddDays(90))));
        Assert.Equal(5, known.Count);
        var again = FeedNews.Compare([Payloads.Read(Payloads.Obie, Later)], known, Later, (Day, Day.AddDays(90)));
        Assert.Empty(again.Facts);
        Assert.Equal(
            (1, 3, 1),
            (again.Unchanged[FactKinds.BankAccounts], again.Unchanged[FactKinds.BankTransactions], again.Unchanged[FactKinds.Consents]));
    }

    [Fact]
    public void What_changed_becomes_a_correction_known_from_the_later_fetch()
    {
        var known = Facts(FeedNews.Compare([Payloads.Read(Payloads.Obie)], [], Payloads.Origin));
        var changed = FeedNews.Compare([Payloads.Read(Payloads.Obie.Replace("62.75", "63.75", StringComparison.Ordinal), Later)], known, Later);
        var file = new BorrowerFile("B1", [.. known, .. Facts(changed)]);
        Assert.Equal([-6_275L], Amounts(file, Day, "A1:t2"));
        Assert.Equal([-6_375L], Amounts(file, Day.AddDays(1), "A1:t2"));
    }

    [Fact]
    public void An_earlier_fetch_imported_late_does_not_look_at_what_was_learnt_since()
    {
        var later = Facts(FeedNews.Compare([Payloads.Read(Payloads.Obie.Replace("62.75", "63.75", StringComparison.Ordinal), Later)], [], Later));
        var earlier = FeedNews.Compare([Payloads.Read(Payloads.Obie)], later, Payloads.Origin);
        var file = new BorrowerFile("B1", [.. later, .. Facts(earlier)]);
        Assert.Equal([-6_275L], Amounts(file, Day, "A1:t2"));
        Assert.Equal([-6_375L], Amounts(file, Day.AddDays(1), "A1:t2"));
    }

    [Fact]
    public void A_whole_list_takes_the_balance_back_to_its_oldest_row()
    {
        var news = FeedNews.Compare([Payloads.Read(Payloads.Obie)], [], Payloads.Origin);
        var balances = Transactions(news).ToDictionary(fact => fact.BankTransactionId, fact => fact.BalanceAfter?.MinorUnits);
        Assert.Equal(((long?)50_000, (long?)56_275), (balances["A1:t2"], balances["A1:t1"]));
        Assert.Equal(new Money(25_000), news.Facts.Select(fact => fact.Fact).OfType<BankAccount>().Single().ArrangedOverdraft);
    }

    [Fact]
    public void A_list_of_changes_says_the_balance_after_the_newest_row_alone()
    {
        var news = FeedNews.Compare([Payloads.Read(Payloads.Plaid)], [], Payloads.Origin);
        Assert.Equal([(long?)10_050, null, null], Transactions(news).Select(fact => fact.BalanceAfter?.MinorUnits));
    }

    [Fact]
    public void What_was_pending_and_is_not_listed_any_more_is_removed()
    {
        var known = Facts(FeedNews.Compare([Payloads.Read(Payloads.Berlin)], [], Payloads.Origin));
        var pending = known.OfType<BankTransaction>().Single(fact => fact.State == Pending);
        var without = Payloads.Berlin[..Payloads.Berlin.IndexOf("\"pending\"", StringComparison.Ordinal)] + "\"pending\": [] } }";
        var news = FeedNews.Compare([Payloads.Read(without, Later)], known, Later);
        Assert.Equal([pending with { State = Removed, KnownOn = Later.KnownOn }], Transactions(news));
    }

    [Fact]
    public void A_withdrawn_row_is_removed_and_one_never_seen_is_not_invented()
    {
        var known = Facts(FeedNews.Compare([Payloads.Read(Payloads.Plaid)], [], Payloads.Origin));
        Assert.DoesNotContain(known.OfType<BankTransaction>(), fact => fact.State == Removed);
        const string page = "{\"added\": [], \"modified\": [], \"removed\": [{\"transaction_id\": \"x3\"}]}";
        var removed = Assert.Single(Transactions(FeedNews.Compare([Payloads.Read(page, Later)], known, Later)));
        Assert.Equal(("x3", Removed, 200_000L), (removed.BankTransactionId, removed.State, removed.Amount.MinorUnits));
    }

    [Fact]
    public void The_posted_row_that_names_the_pending_one_takes_its_place()
    {
        var pending = new BankTransaction(
            "B1", "x1", "p1", Day.AddDays(-1), new Money(-1_230), null, Pending, BankCategory.Uncategorised, "", "COIN", null, null,
            Instant.At(Day.AddDays(-1)));
        var news = FeedNews.Compare([Payloads.Read(Payloads.Plaid)], [pending], Payloads.Origin);
        var file = new BorrowerFile("B1", [pending, .. Facts(news)]);
        Assert.Contains(file.AsOf(Day.AddDays(-1)).BankTransactions, fact => fact.BankTransactionId == "x1");
        Assert.DoesNotContain(file.AsOf(Day).BankTransactions, fact => fact.BankTransactionId == "x1");
    }

    [Theory]
    [InlineData("\"62.75\", \"Currency\": \"GBP\"", "\"62.75\", \"Currency\": \"EUR\"",
        "$.Data.Transaction[1].Amount.Currency is 'EUR'; expected GBP, the currency of bank account A1.")]
    [InlineData("\"A1\", \"TransactionId\": \"t2\"", "\"A9\", \"TransactionId\": \"t2\"",
        "$.Data.Transaction[1] is 'A9'; expected a row of a bank account that this fetch describes or that is known.")]
    [InlineData("\"t2\"", "\"t1\"", "$.Data.Transaction[1] is 'A1:t1'; expected other content under an id than at $.Data.Transaction[0], or another id.")]
    [InlineData("\"500.00\", \"Currency\": \"GBP\"", "\"500.00\", \"Currency\": \"USD\"",
        "$.Data.Balance[0] is 'USD'; expected GBP, the currency of bank account A1.")]
    public void What_does_not_fit_the_bank_account_is_refused_by_its_path(string right, string wrong, string message)
    {
        Assert.Contains(right, Payloads.Obie, StringComparison.Ordinal);
        var news = FeedNews.Compare([Payloads.Read(Payloads.Obie.Replace(right, wrong, StringComparison.Ordinal))], [], Payloads.Origin);
        Assert.Equal([message], news.Refused.Select(fault => fault.Fault.Message));
    }

    [Fact]
    public void Rows_of_a_bank_account_known_before_need_no_description_of_it()
    {
        var account = new BankAccount("B1", "A1", BankAccountKind.Current, "GBP", new Money(100), Instant.At(Day.AddDays(-9)));
        var json = Payloads.Obie.Replace("\"Account\"", "\"Elsewhere\"", StringComparison.Ordinal)
            .Replace("\"Balance\"", "\"Unread\"", StringComparison.Ordinal);
        var news = FeedNews.Compare([Payloads.Read(json)], [account], Payloads.Origin);
        Assert.Empty(news.Refused);
        Assert.Equal(3, Transactions(news).Length);
        Assert.Equal(["A1"], news.WithoutConsent);
    }

    private static IReadOnlyList<Fact> Facts(FeedNews news) => [.. news.Facts.Select(fact => fact.Fact)];

    private static BankTransaction[] Transactions(FeedNews news) => [.. Facts(news).OfType<BankTransaction>()];

    private static long[] Amounts(BorrowerFile file, DateOnly day, string id) =>
        [.. file.AsOf(day).BankTransactions.Where(fact => fact.BankTransactionId == id).Select(fact => fact.Amount.MinorUnits)];
}
