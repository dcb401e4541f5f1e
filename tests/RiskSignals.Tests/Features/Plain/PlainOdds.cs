using RiskSignals.Borrowers;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Of groups 7 and 8 what is likely, word by word.</summary>
internal static class PlainOdds
{
    private const int DaysAhead = 30;

    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("bill_overdue_prob_max_now", one => one.Bank.Read(() => PlainBills.Active(one) is { Count: > 0 } bills
            ? Of(bills.Max(Missed), bills.Sum(bill => bill.Count))
            : NotApplicable));
        yield return ("bill_cover_prob_next", Covered);
        yield return ("returned_next_prob_next", NextReturned);
    }

    /// <summary>
    /// m ÷ (m + (1 − m) × P(gap > days since)): m is the share of gaps that span a missed payment, P the share of the others longer than the
    /// days since the latest; both with half a case on either side, that of the long side fading by e with every week past the cadence.
    /// </summary>
    private static double Missed(PlainStream bill)
    {
        if (bill.Ago <= bill.Cadence)
        {
            return 0;
        }

        var usual = bill.Gaps.Where(gap => gap <= 1.5 * bill.Cadence).ToList();
        var missed = (bill.Gaps.Count - usual.Count + 0.5) / (bill.Gaps.Count + 1);
        var late = (usual.Count(gap => gap > bill.Ago) + (0.5 * Math.Exp((bill.Cadence - bill.Ago) / 7))) / (usual.Count + 1);
        return missed / (missed + ((1 - missed) * late));
    }

    /// <summary>
    /// Φ of what is left over in its standard deviation: balance and income expected from active streams less bills expected from active billers
    /// less the instalments of all our loans in the currency in the next 30 days. A stream is expected a cadence apart, each time with the mean
    /// of its six latest amounts and their variance; the deviation is at least 5 % of all money expected to move.
    /// </summary>
    private static PlainValue Covered(PlainBorrower one) => PlainBalance.Known(one, () =>
    {
        var due = one.Loans.Where(loan => !loan.IsOver && loan.Loan.Currency == one.Loan!.Loan.Currency).SelectMany(loan => loan.Schedule)
            .Where(due => one.Ago(due.DueOn) is < 0 and >= -DaysAhead).Sum(due => (double)due.Amount.MinorUnits);
        var income = one.IncomeStreams.Where(stream => stream.IsActive).Select(Expected).ToList();
        var bills = PlainBills.Active(one).Select(Expected).ToList();
        var (moneyIn, moneyOut) = (income.Sum(each => each.Sum), bills.Sum(each => each.Sum) + due);
        var deviation = Math.Max(
            Math.Sqrt(income.Concat(bills).Sum(each => each.Variance)), 0.05 * (moneyIn + moneyOut));
        var left = one.Current.AgoOn(0)!.Value + moneyIn - moneyOut;
        return !one.Bank.Covers(PlainWindow.Last(90)) ? TooLittle : moneyOut == 0 ? NotApplicable : Of(Normal(left / deviation));
    });

    private static (double Sum, double Variance) Expected(PlainStream stream)
    {
        var amounts = stream.Paid.TakeLast(6).Select(paid => (double)paid.Amount).ToList();
        var times = 0;
        for (var day = (double)stream.NextExpected; day <= stream.Today + DaysAhead; day += Math.Max(1, stream.Cadence))
        {
            times++;
        }

        return (times * amounts.Average(), times * Math.Pow(PlainStatistics.Deviation(amounts), 2));
    }

    /// <summary>The normal distribution, by Simpson's rule.</summary>
    private static double Normal(double z)
    {
        if (Math.Abs(z) > 9)
        {
            return z > 0 ? 1 : 0;
        }

        const int Steps = 2000;
        var step = z / Steps;
        double Density(int i) => Math.Exp(-0.5 * i * step * i * step) / Math.Sqrt(2 * Math.PI);
        var sum = Enumerable.Range(1, Steps - 1).Sum(i => (i % 2 == 0 ? 2 : 4) * Density(i)) + Density(0) + Density(Steps);
        return 0.5 + (sum * step / 3);
    }

    /// <summary>
    /// (Returned + ½) ÷ (collected + 1) over direct debits of all our loans in 365 days; three are needed. One disputed is collected and not
    /// returned. Not applicable if nothing is due any more, or the loan was last paid in another way.
    /// </summary>
    private static PlainValue NextReturned(PlainBorrower one) => one.OfLoan(loan =>
    {
        var collected = one.Loans.SelectMany(each => each.Payments.Select(payment => (Loan: each, Payment: payment)))
            .Where(each => each.Payment.Method == PaymentMethod.DirectDebit && one.Ago(each.Payment.EffectiveOn) < 365).ToList();
        var returned = collected.Count(each => each.Loan.Reversals.Exists(reversal =>
            reversal.PaymentId == each.Payment.PaymentId && reversal.Reason != ReversalReason.Disputed));
        return loan.NextDueDay is null || loan.Payments.LastOrDefault() is not { Method: PaymentMethod.DirectDebit } ? NotApplicable
            : collected.Count < 3 ? TooLittle
            : Of((returned + 0.5) / (collected.Count + 1), collected.Count);
    });
}
