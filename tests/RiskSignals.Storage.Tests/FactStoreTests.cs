using RiskSignals.Borrowers;

namespace RiskSignals.Storage.Tests;

public sealed class FactStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public void A_fact_of_every_kind_comes_back_as_it_went_in(string system)
    {
        using var test = new TestDatabase(system);
        var facts = Ledger.OfEveryKind();

        var added = test.Facts.Add(facts);

        Assert.Equal(FactKinds.All.Count, facts.Select(FactKinds.Of).Distinct().Count());
        Assert.Empty(added.Refused);
        Assert.Equal(facts.Count, added.New);
        var history = test.Facts.Load("B1")!.AsOf(new DateOnly(2024, 3, 31));
        var loan = Assert.Single(history.Loans);
        Assert.Equal(facts[0], history.Borrower);
        Assert.Equal(facts[1], loan.Loan);
        Assert.Equal(facts[2], Assert.Single(loan.Events));
        Assert.Equal(facts[3], Assert.Single(loan.Schedules));
        Assert.Equal(facts[4], Assert.Single(loan.Schedule));
        Assert.Equal(facts[5], Assert.Single(loan.Payments));
        Assert.Equal(facts[6], Assert.Single(loan.Reversals));
        Assert.Equal(facts[7], Assert.Single(history.BankAccounts));
        Assert.Equal(facts[8], Assert.Single(history.BankTransactions));
        Assert.Equal(facts[9], Assert.Single(history.Consents));
        Assert.Equal(facts[10], Assert.Single(history.Contacts));
        Assert.Equal(facts[11], Assert.Single(history.Promises));
        Assert.Equal(facts[12], Assert.Single(history.Flags));
        Assert.Equal(facts[13], Assert.Single(history.Outcomes));
    }

    [Theory, OnSqlite, OnPostgres]
    public void The_same_facts_again_change_nothing(string system)
    {
        using var test = new TestDatabase(system);
        var facts = Ledger.OfEveryKind();
        test.Facts.Add(facts);
        var before = test.Facts.StateHash();

        var again = test.Facts.Add(facts);

        Assert.Equal((0, facts.Count, 0), (again.New, again.AlreadyThere, again.Refused.Count));
        Assert.Equal(before, test.Facts.StateHash());
    }

    [Theory, OnSqlite, OnPostgres]
    public void Other_content_under_a_key_and_known_on_is_refused(string system)
    {
        using var test = new TestDatabase(system);
        test.Facts.Add([.. Ledger.WithOneLoan("B1"), Ledger.Payment("B1", "P1", 500, Ledger.On(10))]);
        var before = test.Facts.StateHash();

        var added = test.Facts.Add([Ledger.Payment("B1", "P1", 501, Ledger.On(10)), Ledger.Payment("B1", "P2", 7, Ledger.On(10))]);

        var refused = Assert.Single(added.Refused);
        Assert.Equal((1, 0), (added.New, added.AlreadyThere));
        Assert.Equal(
            (0, "known_on is '2024-02-10T06:00:00Z'; expected the content kept under this key and known_on; give a correction a later known_on."),
            (refused.Index, refused.ToString()));
        Assert.NotEqual(before, test.Facts.StateHash());
        Assert.Equal(500, test.Facts.Load("B1")!.AsOf(new(2024, 3, 1)).Loans[0].Payments[0].Amount.MinorUnits);
    }

    [Theory, OnSqlite, OnPostgres]
    public void Of_two_contents_in_one_call_the_first_is_kept(string system)
    {
        using var test = new TestDatabase(system);
        var facts = new List<Fact>(Ledger.WithOneLoan("B1"))
        {
            Ledger.Payment("B1", "P1", 500, Ledger.On(10)),
            Ledger.Payment("B1", "P1", 501, Ledger.On(10)),
            Ledger.Payment("B1", "P1", 500, Ledger.On(10)),
        };

        var added = test.Facts.Add(facts);

        Assert.Equal((3, 1, 3), (added.New, added.AlreadyThere, Assert.Single(added.Refused).Index));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_late_correction_is_seen_from_the_day_it_is_known_on(string system)
    {
        using var test = new TestDatabase(system);
        test.Facts.Add([.. Ledger.WithOneLoan("B1"), Ledger.Payment("B1", "P1", 500, Ledger.On(10))]);

        test.Facts.Add([Ledger.Payment("B1", "P1", 900, Ledger.On(20))]);

        var file = test.Facts.Load("B1")!;
        Assert.Equal(500, file.AsOf(new(2024, 2, 19)).Loans[0].Payments[0].Amount.MinorUnits);
        Assert.Equal(900, file.AsOf(new(2024, 2, 20)).Loans[0].Payments[0].Amount.MinorUnits);
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_fact_of_a_loan_that_the_borrower_does_not_have_is_refused(string system)
    {
        using var test = new TestDatabase(system);
        test.Facts.Add([.. Ledger.WithOneLoan("B1"), .. Ledger.WithOneLoan("B2")]);

        var added = test.Facts.Add(
        [
            new Payment("B1", "P1", "B2-L", new Money(5), new(2024, 2, 10), PaymentMethod.Card, Ledger.On(10)),
            Ledger.Payment("B2", "P1", 5, Ledger.On(10)),
            Ledger.Payment("B3", "P1", 5, Ledger.On(10)),
        ]);

        Assert.Equal(1, added.New);
        Assert.Equal(
            [
                "0 loan_id is 'B2-L'; expected an id that loans hold for borrower B1.",
                "2 borrower_id is 'B3'; expected an id that borrowers hold for borrower B3.",
            ],
            added.Refused.Select(one => $"{one.Index} {one}"));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_loan_id_belongs_to_one_borrower(string system)
    {
        using var test = new TestDatabase(system);
        var stolen = new Loan("B2", "B1-L", "personal", "GBP", Ledger.Start, new Money(1), null, null, Ledger.On(1));

        var together = test.Facts.Add([.. Ledger.WithOneLoan("B1"), .. Ledger.WithOneLoan("B2"), stolen]);
        var later = test.Facts.Add([stolen]);

        Assert.Equal("loan_id is 'B1-L'; expected a loan_id that no other borrower's loan has.", Assert.Single(together.Refused).ToString());
        Assert.Equal(0, Assert.Single(later.Refused).Index);
        Assert.Equal("B1", test.Facts.BorrowerOf("B1-L"));
        Assert.Null(test.Facts.BorrowerOf("B9-L"));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_value_that_no_file_could_hold_is_refused(string system)
    {
        using var test = new TestDatabase(system);
        string[] jurisdictions = ["", "U\0K", "\uD834", new('x', 501), "UK\n", "𝄞"];

        var added = test.Facts.Add([.. jurisdictions.Select((text, i) => new Borrower($"B{i}", text, "Europe/London", null, Ledger.On(1)))]);
        var loan = test.Facts.Add([new Loan("B5", "L", "p", "GBP", Ledger.Start, new Money(0), null, null, Ledger.On(1))]);

        Assert.Equal([0, 1, 2, 3, 4], added.Refused.Select(one => one.Index));
        Assert.Equal(1, added.New);
        Assert.Equal("principal", Assert.Single(loan.Refused).Column);
    }

    [Theory, OnSqlite, OnPostgres]
    public void The_stream_gives_every_borrower_once_in_order_of_ids(string system)
    {
        using var test = new TestDatabase(system);
        var ids = Enumerable.Range(0, 620).Select(i => $"B{i * 7919 % 620:000}").ToList();
        test.Facts.Add([.. ids.SelectMany(Ledger.WithOneLoan), Ledger.Payment("B600", "P1", 5, Ledger.On(10))]);

        var streamed = test.Facts.Stream().ToList();
        var ranged = test.Facts.Ranges().SelectMany(range => test.Facts.Stream(range.First, range.Last)).Select(file => file.BorrowerId);
        Assert.Equal(streamed.Select(file => file.BorrowerId), ranged);
        var part = test.Facts.Stream(from: "B100", to: "B399").Select(file => file.BorrowerId).ToList();

        ids.Sort(StringComparer.Ordinal);
        Assert.Equal(ids, streamed.Select(file => file.BorrowerId));
        Assert.All(streamed, file => Assert.Single(file.AsOf(new(2024, 3, 1)).Loans));
        Assert.Single(streamed[600].AsOf(new(2024, 3, 1)).Loans[0].Payments);
        Assert.Equal(ids[100..400], part);
        Assert.Equal(["B003", "B300"], test.Facts.Load(["B300", "none", "B003", "B300"]).Select(file => file.BorrowerId));
        Assert.Null(test.Facts.Load("none"));
    }

    [Theory, OnSqlite, OnPostgres]
    public void Ids_sort_by_their_bytes(string system)
    {
        using var test = new TestDatabase(system);
        test.Facts.Add([.. new[] { "b", "B", "a", "A", "_", "é", "007", "07" }.SelectMany(Ledger.WithOneLoan)]);

        Assert.Equal(["007", "07", "A", "B", "_", "a", "b", "é"], test.Facts.Stream().Select(file => file.BorrowerId));
        Assert.Equal(["007", "07", "A", "B", "_", "a", "b", "é"], test.Facts.Portfolio(new(2024, 2, 1)).Select(loan => loan.BorrowerId));
    }

    [Theory, OnSqlite, OnPostgres]
    public void The_portfolio_holds_the_loans_known_and_originated_by_the_day(string system)
    {
        using var test = new TestDatabase(system);
        var known = Ledger.On(5);
        test.Facts.Add(
        [
            .. Ledger.WithOneLoan("B1"),
            new Loan("B1", "late", "p", "GBP", Ledger.Start, new Money(1), null, null, known),
            new Loan("B1", "late", "p", "GBP", Ledger.Start, new Money(2), null, null, Ledger.On(9)),
            new Loan("B1", "ahead", "p", "GBP", new(2024, 2, 7), new Money(1), null, null, Ledger.On(1)),
        ]);

        Assert.Equal(["B1-L"], test.Facts.Portfolio(new(2024, 2, 4)).Select(loan => loan.LoanId));
        Assert.Equal(["B1-L", "late"], test.Facts.Portfolio(new(2024, 2, 6)).Select(loan => loan.LoanId));
        Assert.Equal(["B1-L", "ahead", "late"], test.Facts.Portfolio(new(2024, 2, 20)).Select(loan => loan.LoanId));
    }

    [Theory, OnSqlite, OnPostgres]
    public void The_borrowers_of_loans_and_the_newest_day_known_are_found(string system)
    {
        using var test = new TestDatabase(system);
        Assert.Null(test.Facts.NewestKnownOn());
        test.Facts.Add([.. Ledger.OfEveryKind("B1"), .. Ledger.WithOneLoan("B2")]);

        Assert.Equal(new DateOnly(2024, 3, 10), test.Facts.NewestKnownOn());
        Assert.Equal(
            ["B1-L B1", "B2-L B2"],
            test.Facts.BorrowersOf(["B2-L", "B1-L", "none"]).Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public void Facts_added_within_a_transaction_go_with_it(string system)
    {
        using var test = new TestDatabase(system);

        Assert.Throws<InvalidOperationException>(() => test.Database.Write(transaction =>
        {
            test.Facts.Add(Ledger.OfEveryKind(), transaction);
            throw new InvalidOperationException("the caller's work fails");
        }));

        Assert.Null(test.Facts.Load("B1"));
    }

    [Theory, OnPostgres]
    public void Both_databases_have_one_state_hash_for_the_same_facts(string system)
    {
        using var postgres = new TestDatabase(system);
        using var sqlite = new TestDatabase("SQLite");
        sqlite.Facts.Add([.. Ledger.OfEveryKind("B2"), .. Ledger.OfEveryKind("B10")]);
        postgres.Facts.Add([.. Ledger.OfEveryKind("B10"), .. Ledger.OfEveryKind("B2")]);

        Assert.Equal(sqlite.Facts.StateHash(), postgres.Facts.StateHash());
    }
}
