using RiskSignals.Borrowers;
using static RiskSignals.Tests.Borrowers.LoanFacts;

namespace RiskSignals.Tests.Borrowers;

public class BorrowerFileTests
{
    [Fact]
    public void A_payment_learnt_late_is_out_of_sight_until_then()
    {
        var facts = new LoanFacts("2024-02-01").Pays("2024-02-01", knownOn: "2024-02-09");
        Assert.Equal(7, facts.LoanAsOf("2024-02-08").DaysPastDue);
        Assert.Equal(0, facts.LoanAsOf("2024-02-09").DaysPastDue);
    }

    [Fact]
    public void A_correction_replaces_the_earlier_version_from_the_day_it_is_known()
    {
        var facts = new LoanFacts("2024-02-01").Pays("2024-02-01", amount: 100, id: "P").Pays("2024-02-01", amount: 40, knownOn: "2024-02-10", id: "P");
        Assert.Equal(new Money(100_00), facts.LoanAsOf("2024-02-09").Ledger.PaidBy(Day("2024-02-09")));
        Assert.Equal(new Money(40_00), facts.LoanAsOf("2024-02-10").Ledger.PaidBy(Day("2024-02-10")));
    }

    [Fact]
    public void A_new_schedule_is_in_force_from_the_day_it_is_known()
    {
        var facts = new LoanFacts("2024-02-01").Schedule(2, ScheduleReason.BorrowerRequest, "2024-02-10", "2024-03-15");
        Assert.Equal(8, facts.LoanAsOf("2024-02-09").DaysPastDue);
        Assert.Equal(0, facts.LoanAsOf("2024-02-10").DaysPastDue);
        Assert.Equal(2, facts.LoanAsOf("2024-02-10").Schedules.Count);
    }

    [Fact]
    public void What_is_owed_under_a_revolving_loan_is_what_was_charged_less_what_was_paid()
    {
        var facts = new LoanFacts("2024-02-01").Pays("2024-02-01", amount: 40, id: "P");
        Assert.Equal(Money.Zero, facts.LoanAsOf("2024-02-01").Balance);
        facts.With(Charge("X1", LoanChargeKind.Purchase, 250, "2024-01-10", "2024-01-11"))
            .With(Charge("X2", LoanChargeKind.Interest, 3, "2024-01-31", "2024-02-02"));
        Assert.Equal(new Money(250_00), facts.LoanAsOf("2024-01-31").Balance);
        Assert.Equal(new Money(210_00), facts.LoanAsOf("2024-02-01").Balance);
        Assert.Equal(new Money(213_00), facts.LoanAsOf("2024-02-02").Balance);
        Assert.Equal(new Money(253_00), facts.Reverses("P", "2024-02-05").LoanAsOf("2024-02-05").Balance);

        static LoanCharge Charge(string id, LoanChargeKind kind, int amount, string on, string knownOn) =>
            new("B", id, "L", kind, new Money(amount * 100L), Day(on), Instant.At(Day(knownOn)));
    }

    [Fact]
    public void A_second_borrower_of_a_loan_is_seen_from_the_day_it_is_known()
    {
        var party = new LoanParty("B", "L", "C", LoanRole.Joint, Day("2023-12-01"), EndsOn: null, Instant.At(Day("2024-01-05")));
        var facts = new LoanFacts("2024-02-01").With(party);
        Assert.Empty(facts.LoanAsOf("2024-01-04").Parties);
        Assert.Equal([party], facts.LoanAsOf("2024-01-05").Parties);
    }

    [Fact]
    public void A_posted_bank_transaction_takes_the_place_of_its_pending_one_and_a_removed_one_never_was()
    {
        var facts = new LoanFacts("2024-02-01")
            .With(Transaction("T1", "2024-01-10", BankTransactionState.Pending, knownOn: "2024-01-10"))
            .With(Transaction("T2", "2024-01-11", BankTransactionState.Posted, knownOn: "2024-01-12", replaces: "T1"))
            .With(Transaction("T3", "2024-01-11", BankTransactionState.Posted, knownOn: "2024-01-11"))
            .With(Transaction("T3", "2024-01-11", BankTransactionState.Removed, knownOn: "2024-01-13"));
        Assert.Equal(["T1", "T3"], Seen(facts, "2024-01-11"));
        Assert.Equal(["T2", "T3"], Seen(facts, "2024-01-12"));
        Assert.Equal(["T2"], Seen(facts, "2024-01-13"));
    }

    [Theory]
    [InlineData("2024-01-15", -5_00, "AMZN Mktp UK*2H4", true, "the name is adorned once posted")]
    [InlineData("2024-01-16", -5_00, "AMZN Mktp", false, "six days apart")]
    [InlineData("2024-01-05", -5_00, "AMZN Mktp", true, "five days before, as some banks date back")]
    [InlineData("2024-01-12", -5_01, "AMZN Mktp", false, "another amount")]
    [InlineData("2024-01-12", -5_00, "Tesco Stores", false, "another shop")]
    [InlineData("2024-01-12", -5_00, "", false, "nothing says that it is the same shop")]
    public void A_posted_bank_transaction_without_a_link_takes_the_place_of_the_pending_one_it_is_like(
        string bookedOn, long units, string counterparty, bool isMerged, string because)
    {
        var facts = new LoanFacts("2024-02-01")
            .With(Transaction("T1", "2024-01-10", BankTransactionState.Pending, knownOn: "2024-01-10") with { Counterparty = "AMZN MKTP" })
            .With(Transaction("T2", bookedOn, BankTransactionState.Posted, knownOn: "2024-01-17") with
            {
                Amount = new Money(units),
                Counterparty = counterparty,
            });
        Assert.Equal(["T1"], Seen(facts, "2024-01-16"));
        Assert.True((isMerged ? ["T2"] : new[] { "T1", "T2" }).SequenceEqual(Seen(facts, "2024-01-17")), because);
    }

    [Fact]
    public void One_posted_bank_transaction_takes_the_place_of_one_pending_one_the_nearest_of_those_as_like()
    {
        var facts = new LoanFacts("2024-02-01")
            .With(Cafe("T1", "2024-01-10", BankTransactionState.Pending, knownOn: "2024-01-10"))
            .With(Cafe("T2", "2024-01-11", BankTransactionState.Pending, knownOn: "2024-01-11"))
            .With(Cafe("T3", "2024-01-11", BankTransactionState.Posted, knownOn: "2024-01-12"));
        Assert.Equal(["T2", "T3"], Seen(facts, "2024-01-12"));
        facts.With(Cafe("T4", "2024-01-12", BankTransactionState.Posted, knownOn: "2024-01-13"));
        Assert.Equal(["T3", "T4"], Seen(facts, "2024-01-13"));
    }

    [Fact]
    public void A_later_fact_undoes_a_merge_from_the_day_it_is_known()
    {
        var pending = Cafe("T1", "2024-01-10", BankTransactionState.Pending, knownOn: "2024-01-10");
        var posted = Cafe("T2", "2024-01-11", BankTransactionState.Posted, knownOn: "2024-01-12");
        foreach (var undoing in new[]
        {
            posted with { State = BankTransactionState.Removed, KnownOn = Instant.At(Day("2024-01-14")) },
            posted with { Amount = new Money(-6_00), KnownOn = Instant.At(Day("2024-01-14")) },
            posted with { ReplacesId = "another", KnownOn = Instant.At(Day("2024-01-14")) },
            pending with { KnownOn = Instant.At(Day("2024-01-14")) },
        })
        {
            var facts = new LoanFacts("2024-02-01").With(pending).With(posted).With(undoing);
            Assert.Equal(["T2"], Seen(facts, "2024-01-13"));
            Assert.Contains("T1", Seen(facts, "2024-01-14"));
        }

        var linked = new LoanFacts("2024-02-01").With(pending).With(posted with { ReplacesId = "T1", Counterparty = "?" })
            .With(posted with { ReplacesId = null, Counterparty = "?", KnownOn = Instant.At(Day("2024-01-14")) });
        Assert.Equal(["T2"], Seen(linked, "2024-01-13"));
        Assert.Equal(["T1", "T2"], Seen(linked, "2024-01-14"));
    }

    [Fact]
    public void Consent_is_needed_and_ends_on_expiry_or_withdrawal()
    {
        var facts = new LoanFacts("2024-02-01").With(
            new Consent("B", "C", "A", Day("2024-01-01"), Day("2024-03-01"), WithdrawnOn: null, Instant.At(Day("2024-01-01"))));
        Assert.False(facts.File().AsOf(Day("2024-02-29")).HasConsent("other"));
        Assert.True(facts.File().AsOf(Day("2024-02-29")).HasConsent("A"));
        Assert.False(facts.File().AsOf(Day("2024-03-01")).HasConsent("A"));
        facts.With(new Consent("B", "C", "A", Day("2024-01-01"), Day("2024-03-01"), Day("2024-02-10"), Instant.At(Day("2024-02-10"))));
        Assert.True(facts.File().AsOf(Day("2024-02-09")).HasConsent("A"));
        Assert.False(facts.File().AsOf(Day("2024-02-10")).HasConsent("A"));
    }

    [Fact]
    public void The_order_of_arrival_changes_nothing()
    {
        var facts = new LoanFacts("2024-02-01", "2024-03-01")
            .Pays("2024-02-01", 60).Pays("2024-02-01", 40).Pays("2024-03-03", 100).Reverses("P7", "2024-02-20");
        var expected = facts.File().AsOf(Day("2024-03-10")).Loan("L")!;
        for (var seed = 1; seed <= 20; seed++)
        {
            var shuffled = facts.File(seed).AsOf(Day("2024-03-10")).Loan("L")!;
            Assert.Equal(expected.Payments, shuffled.Payments);
            Assert.Equal(expected.DaysPastDue, shuffled.DaysPastDue);
        }
    }

    [Fact]
    public void A_fact_of_another_borrower_is_refused()
    {
        var promise = new Promise("B", "Q", "L", new Money(1), Day("2024-01-02"), Day("2024-01-01"), Instant.At(Day("2024-01-01")));
        var refused = Assert.Throws<ArgumentException>(() => new BorrowerFile("X", [promise]));
        Assert.Contains("belongs to borrower 'B'", refused.Message, StringComparison.Ordinal);
    }

    private static string[] Seen(LoanFacts facts, string day) =>
        [.. facts.File().AsOf(Day(day)).BankTransactions.Select(transaction => transaction.BankTransactionId).Order(StringComparer.Ordinal)];

    private static BankTransaction Cafe(string id, string bookedOn, BankTransactionState state, string knownOn) =>
        Transaction(id, bookedOn, state, knownOn) with { Counterparty = "Corner Cafe" };

    private static BankTransaction Transaction(string id, string bookedOn, BankTransactionState state, string knownOn, string? replaces = null) =>
        new(
            "B", id, "A", Day(bookedOn), new Money(-5_00), BalanceAfter: null, state, BankCategory.Groceries, "", "", replaces,
            ReturnsId: null, Instant.At(Day(knownOn)));
}
