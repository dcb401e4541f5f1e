using RiskSignals.Borrowers;
using RiskSignals.Treatments;

namespace RiskSignals.Tests.Treatments;

public sealed class TreatmentFactsTests
{
    private static readonly DateOnly Due = new(2025, 3, 1);

    private static readonly Instant Known = Instant.At(new DateOnly(2025, 1, 1));

    [Fact]
    public void They_are_taken_from_what_was_known_on_the_day()
    {
        var facts = TreatmentFacts.Of(File(
            new Contact("b", "c1", "l1", ContactChannel.Call, false, ContactResult.RightParty, Instant.At(Due.AddDays(8)), null,
                Instant.At(Due.AddDays(8))),
            new Contact("b", "c2", "l2", ContactChannel.Call, false, ContactResult.Attempted, Instant.At(Due.AddDays(9)), null,
                Instant.At(Due.AddDays(9))),
            new Contact("b", "c3", null, ContactChannel.Email, true, ContactResult.Replied, Instant.At(Due.AddDays(9)), null,
                Instant.At(Due.AddDays(9))),
            new Promise("b", "p1", "l1", new Money(100), Due.AddDays(14), Due.AddDays(9), Instant.At(Due.AddDays(9))),
            new BorrowerFlag("b", "f1", BorrowerFlagKind.Vulnerable, null, Due, null, Instant.At(Due.AddDays(11))),
            new BorrowerFlag("b", "f2", BorrowerFlagKind.Dispute, "l2", Due, null, Known)).AsOf(Due.AddDays(10)), "l1");
        Assert.Equal(("UK", "Europe/London", 10), (facts.Jurisdiction, facts.TimeZone, facts.DaysPastDue));
        Assert.Equal((1, 2), (facts.Attempts(ContactChannel.Call, 7, thisLoanOnly: true),
            facts.Attempts(ContactChannel.Call, 7, thisLoanOnly: false)));
        Assert.Equal(0, facts.Attempts(ContactChannel.Email, 7, thisLoanOnly: false));
        Assert.Equal(2, facts.DaysSinceConversation());
        Assert.Equal(Due.AddDays(14), facts.PromisedFor);
        Assert.Empty(facts.Flags);
    }

    [Fact]
    public void A_stay_recorded_on_the_loan_counts_like_one_on_the_borrower()
    {
        var stay = new LoanEvent("b", "e1", "l1", LoanEventKind.Moratorium, Due, Due.AddDays(60), Known);
        Assert.Contains(BorrowerFlagKind.Moratorium, TreatmentFacts.Of(File(stay).AsOf(Due.AddDays(60)), "l1").Flags);
        Assert.Empty(TreatmentFacts.Of(File(stay).AsOf(Due.AddDays(61)), "l1").Flags);
    }

    [Theory]
    [InlineData(LoanEventKind.PaidOff, true)]
    [InlineData(LoanEventKind.Sold, true)]
    [InlineData(LoanEventKind.WrittenOff, true)]
    [InlineData(LoanEventKind.Restructured, false)]
    public void An_ended_loan_is_left_alone(LoanEventKind kind, bool ended)
    {
        var facts = TreatmentFacts.Of(File(new LoanEvent("b", "e1", "l1", kind, Due, null, Known)).AsOf(Due.AddDays(3)), "l1");
        Assert.Equal(ended, facts.LoanHasEnded);
        var removals = Eligibility.WhenPlanning(Situations.Shipped, Situations.Shipped.Find(ShippedPolicy.SmsDay2), facts);
        Assert.Equal(ended ? ["loan_ended"] : [], removals.Select(removal => removal.RuleId));
    }

    [Fact]
    public void A_reserved_contact_is_an_attempt_until_it_is_known_what_came_of_it()
    {
        var known = Instant.At(Due.AddDays(4));
        var told = new Contact("b", "c1", "l1", ContactChannel.Sms, false, ContactResult.Delivered, known, "d1", known);
        ReservedContact[] reserved =
        [
            new("d1", "l1", ContactChannel.Sms, Due.AddDays(4)), new("d2", "l2", ContactChannel.Sms, Due.AddDays(5)),
            new("d3", "l1", ContactChannel.Sms, Due.AddDays(6)),
        ];
        var facts = TreatmentFacts.Of(File(told).AsOf(Due.AddDays(5)), "l1", reserved: reserved);
        Assert.Equal(
            (2, 1), (facts.Attempts(ContactChannel.Sms, 7, thisLoanOnly: false), facts.Attempts(ContactChannel.Sms, 7, thisLoanOnly: true)));
        var removals = Eligibility.WhenPlanning(Situations.Shipped, Situations.Shipped.Find(ShippedPolicy.SmsDay2), facts);
        Assert.Equal(["sms_cap"], removals.Select(removal => removal.RuleId));
    }

    [Fact]
    public void A_loan_that_is_not_known_is_refused() =>
        Assert.Throws<ArgumentException>(() => TreatmentFacts.Of(File().AsOf(Due), "l9"));

    private static BorrowerFile File(params Fact[] more) => new("b",
    [
        new Borrower("b", "UK", "Europe/London", null, Known),
        new Loan("b", "l1", "personal", "GBP", new DateOnly(2025, 1, 1), new Money(100_000), null, null, Known),
        new ScheduleVersion("b", "l1", 1, ScheduleReason.Original, Known),
        new Instalment("b", "l1", 1, 1, Due, new Money(10_000), Known),
        .. more,
    ]);
}
