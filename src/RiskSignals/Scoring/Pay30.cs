using RiskSignals.Borrowers;

namespace RiskSignals.Scoring;

/// <summary>PAY30@1: a loan pays what is due in the next 30 days.</summary>
public static class Pay30
{
    /// <summary>Days looked ahead.</summary>
    public const int HorizonDays = 30;

    /// <summary>Days for late and reversed payments to become known.</summary>
    public const int LagDays = 10;

    /// <summary>Share of the amount due that counts as paid, in per cent.</summary>
    public const int PaidPercent = 95;

    /// <summary>Arrears as of a day plus the instalments due in the 30 days after it.</summary>
    public static Money AmountDue(RepaymentLedger ledger, DateOnly asOf) =>
        ledger.Arrears(asOf) + (ledger.DueBy(asOf.AddDays(HorizonDays)) - ledger.DueBy(asOf));

    /// <summary>Payments with effect on day t+1 … t+30.</summary>
    public static Money Paid(RepaymentLedger ledger, DateOnly asOf) =>
        ledger.PaidBy(asOf.AddDays(HorizonDays)) - ledger.PaidBy(asOf);

    internal static string? Excludes(LoanHistory loan) => AmountDue(loan.Ledger, loan.AsOf) > Money.Zero ? null : "nothing_due";

    internal static Label Judge(BorrowerFile file, string loanId, DateOnly asOf)
    {
        var matured = file.Look(asOf.AddDays(HorizonDays + LagDays));
        var loan = matured.Loan(loanId)!;
        if (Population.FirstEnd(matured, loan, asOf, to: asOf.AddDays(HorizonDays)) is { } end)
        {
            return new(end.State == "paid_off" ? LabelState.One : LabelState.Censored, end.State);
        }

        // A schedule learnt after the window says nothing about what was due in it.
        var ledger = loan.LedgerUnder(asOf.AddDays(HorizonDays));
        var due = AmountDue(ledger, asOf).MinorUnits;
        if (due == 0)
        {
            return Label.Excluded("rescheduled");
        }

        var paid = Paid(ledger, asOf).MinorUnits;
        return new(paid * 100 >= due * PaidPercent ? LabelState.One : LabelState.Zero, ledger.DaysPastDue(asOf) > 0 ? "past_due" : "current");
    }
}
