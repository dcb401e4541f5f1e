using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Tests.Borrowers;
using static RiskSignals.Tests.Borrowers.LoanFacts;

namespace RiskSignals.Tests.Scoring;

/// <summary>Each row is a loan with instalments of 100.00 due on 2024-02-01 and 2024-03-01, judged as of a day by its payments.</summary>
public class TargetTests
{
    [Theory]
    [InlineData("2024-01-10", "2024-02-01:100", "Zero", "current", "paid on the due date")]
    [InlineData("2024-01-10", "2024-02-08:100", "Zero", "current", "paid on the last day of grace")]
    [InlineData("2024-01-10", "2024-02-09:100", "One", "current", "case A: paid one day after grace")]
    [InlineData("2024-01-10", "2024-02-01:99", "One", "current", "case A: any remainder counts")]
    [InlineData("2024-01-01", "", "Excluded", "nothing_due", "due on day t+31 is outside the window")]
    [InlineData("2024-01-02", "", "One", "current", "due on day t+30 is inside")]
    [InlineData("2024-02-05", "2024-02-08:100 2024-03-01:100", "Zero", "in_grace", "case B: paid within grace")]
    [InlineData("2024-02-05", "2024-02-09:100 2024-03-01:100", "One", "in_grace", "case B: paid too late")]
    [InlineData("2024-02-08", "2024-02-20:100 2024-03-01:100", "Zero", "open_arrears", "case C: missed before, paid within 30 days")]
    [InlineData("2024-02-08", "2024-03-10:100 2024-03-10:100", "One", "open_arrears", "case C: still open on t+30, and one day late")]
    public void A_loan_misses_an_instalment_as_the_glossary_says(string asOf, string payments, string state, string cause, string why)
    {
        var label = Target.Miss30.Label(Facts(payments).File(), "L", Day(asOf), knownBy: Day("2025-01-01"));
        Assert.True((state, cause) == (label.State.ToString(), label.Cause), $"{why}: got {label}");
    }

    [Theory]
    [InlineData("2024-01-10", "2024-02-01:95", "One", "95 % is enough")]
    [InlineData("2024-01-10", "2024-02-01:94", "Zero", "94 % is not")]
    [InlineData("2024-01-10", "2024-02-09:95", "One", "paid on day t+30, late or not")]
    [InlineData("2024-01-10", "2024-02-10:100", "Zero", "paid on day t+31")]
    [InlineData("2024-02-10", "2024-02-20:100 2024-03-05:100", "One", "arrears and the next instalment")]
    [InlineData("2024-02-10", "2024-03-05:100", "Zero", "only one of the two")]
    public void A_loan_pays_what_is_due_as_the_glossary_says(string asOf, string payments, string state, string why)
    {
        var label = Target.Pay30.Label(Facts(payments).File(), "L", Day(asOf), knownBy: Day("2025-01-01"));
        Assert.True(state == label.State.ToString(), $"{why}: got {label}");
    }

    [Theory]
    [InlineData(LoanEventKind.PaidOff, "2024-01-20", "Zero", "One", "paid off before any miss")]
    [InlineData(LoanEventKind.Restructured, "2024-01-20", "Censored", "Censored", "restructured before any miss")]
    [InlineData(LoanEventKind.Moratorium, "2024-01-20", "Censored", "Censored", "moratorium before any miss")]
    [InlineData(LoanEventKind.Restructured, "2024-02-09", "One", "Censored", "the miss at the end of 2024-02-08 came first")]
    [InlineData(LoanEventKind.Restructured, "2024-02-08", "Censored", "Censored", "restructured on the very day decides first")]
    public void A_competing_state_decides_when_it_comes_first(LoanEventKind kind, string on, string miss30, string pay30, string why)
    {
        var file = Facts("").Event(kind, on).Schedule(2, ScheduleReason.Restructured, on, "2024-06-01").File();
        Assert.True(miss30 == Target.Miss30.Label(file, "L", Day("2024-01-10"), Day("2025-01-01")).State.ToString(), why);
        Assert.True(pay30 == Target.Pay30.Label(file, "L", Day("2024-01-10"), Day("2025-01-01")).State.ToString(), why);
    }

    [Theory]
    [InlineData(LoanEventKind.Restructured, "2024-02-18", "2024-02-18", "", "One", "Zero", "restructured after the window: miss and unpaid amount stand")]
    [InlineData(null, "", "2024-02-12", "", "One", "Zero", "due dates moved after the miss of 2024-02-08, and after PAY30's window")]
    [InlineData(null, "", "2024-02-05", "", "Zero", "Excluded", "due dates moved before grace ran out: nothing was left to miss or to pay")]
    [InlineData(LoanEventKind.Restructured, "2024-02-15", "2024-02-15", "2024-02-01:100", "Zero", "One", "all was judged before it was restructured")]
    public void A_schedule_counts_from_the_day_it_is_known(
        LoanEventKind? kind, string on, string newScheduleOn, string payments, string miss30, string pay30, string why)
    {
        var facts = Facts(payments).Schedule(2, ScheduleReason.BorrowerRequest, newScheduleOn, "2024-06-01");
        var file = (kind is { } known ? facts.Event(known, on) : facts).File();
        Assert.True(miss30 == Target.Miss30.Label(file, "L", Day("2024-01-10"), Day("2025-01-01")).State.ToString(), why);
        Assert.True(pay30 == Target.Pay30.Label(file, "L", Day("2024-01-10"), Day("2025-01-01")).State.ToString(), why);
    }

    [Theory]
    [InlineData(BorrowerFlagKind.Deceased, "2024-01-05", null, "2024-02-12", "deceased")]
    [InlineData(BorrowerFlagKind.Moratorium, "2024-01-09", "2024-03-09", "2024-01-12", "moratorium")]
    public void A_lasting_state_learnt_late_is_no_miss(BorrowerFlagKind kind, string startsOn, string? endsOn, string knownOn, string cause)
    {
        var flag = new BorrowerFlag("B", "F", kind, LoanId: "L", Day(startsOn), endsOn is null ? null : Day(endsOn), Instant.At(Day(knownOn)));
        var file = Facts("").With(flag).File();
        Assert.Equal(new Label(LabelState.Censored, cause), Target.Miss30.Label(file, "L", Day("2024-01-10"), Day("2025-01-01")));
        Assert.Equal(new Label(LabelState.Censored, cause), Target.Pay30.Label(file, "L", Day("2024-01-10"), Day("2025-01-01")));
    }

    [Fact]
    public void A_death_recorded_under_another_loan_leaves_the_borrower_out()
    {
        var flag = new BorrowerFlag("B", "F", BorrowerFlagKind.Deceased, LoanId: "other", Day("2024-01-05"), EndsOn: null, Instant.At(Day("2024-01-06")));
        Assert.Equal("deceased", Target.Miss30.Excludes(Facts("").With(flag).File().AsOf(Day("2024-01-10")), "L"));
    }

    [Fact]
    public void A_row_is_labelled_on_its_maturity_day_and_not_before()
    {
        var file = Facts("").File();
        Assert.Equal(LabelState.Immature, Target.Miss30.Label(file, "L", Day("2024-01-10"), knownBy: Day("2024-02-25")).State);
        Assert.Equal(LabelState.One, Target.Miss30.Label(file, "L", Day("2024-01-10"), knownBy: Day("2024-02-26")).State);
        Assert.Equal(LabelState.Immature, Target.Pay30.Label(file, "L", Day("2024-01-10"), knownBy: Day("2024-02-18")).State);
        Assert.Equal(LabelState.Zero, Target.Pay30.Label(file, "L", Day("2024-01-10"), knownBy: Day("2024-02-19")).State);
    }

    [Fact]
    public void A_payment_reversed_by_maturity_does_not_count()
    {
        var facts = new LoanFacts("2024-02-01", "2024-03-01").Pays("2024-02-01", id: "P").Reverses("P", knownOn: "2024-02-10");
        Assert.Equal(LabelState.One, Target.Miss30.Label(facts.File(), "L", Day("2024-01-10"), Day("2025-01-01")).State);
    }

    [Theory]
    [InlineData(LoanEventKind.WrittenOff, "written_off")]
    [InlineData(LoanEventKind.Sold, "sold")]
    [InlineData(LoanEventKind.Fraud, "fraud")]
    [InlineData(LoanEventKind.UnlikelyToPay, "in_default")]
    public void A_closed_or_defaulted_loan_is_left_out(LoanEventKind kind, string reason) =>
        Assert.Equal(reason, Target.Miss30.Excludes(Facts("").Event(kind, "2024-01-05").File().AsOf(Day("2024-01-10")), "L"));

    private static LoanFacts Facts(string payments)
    {
        var facts = new LoanFacts("2024-02-01", "2024-03-01");
        foreach (var payment in payments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            facts.Pays(payment.Split(':')[0], int.Parse(payment.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        return facts;
    }
}
