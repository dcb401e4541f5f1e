using RiskSignals.Borrowers;

namespace RiskSignals.Scoring;

/// <summary>ROLL30@1: a loan rolls into a worse bucket within 30 days. There is no grace: one day late on day t+30 counts.</summary>
internal static class Roll30
{
    public const int HorizonDays = 30;

    /// <summary>Days for late and reversed payments to become known.</summary>
    public const int LagDays = 10;

    public static string? Excludes(LoanHistory loan) => Buckets.Of(loan.DaysPastDue) == Bucket.From90 ? "no_worse_bucket" : null;

    public static Label Judge(BorrowerFile file, string loanId, DateOnly asOf)
    {
        var last = asOf.AddDays(HorizonDays);
        var matured = file.Look(last.AddDays(LagDays));
        var loan = matured.Loan(loanId)!;
        var writtenOff = Population.FirstDay(loan, LoanEventKind.WrittenOff, asOf, last);
        if (Population.FirstEnd(matured, loan, asOf, last) is { } end && !(writtenOff < end.Day))
        {
            return new(end.State == "paid_off" ? LabelState.Zero : LabelState.Censored, end.State);
        }

        if (writtenOff is not null)
        {
            return new(LabelState.One, "written_off");
        }

        // Both days by the payments that counted in the end, each under the schedule known on it.
        var before = Buckets.Of(loan.LedgerUnder(asOf).DaysPastDue(asOf));
        var after = Buckets.Of(loan.LedgerUnder(last).DaysPastDue(last));
        return new(after > before ? LabelState.One : LabelState.Zero, before == Bucket.Current ? "current" : "past_due");
    }
}
