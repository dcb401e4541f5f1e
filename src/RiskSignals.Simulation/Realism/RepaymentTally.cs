using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Realism;

/// <summary>Counts of how loans are repaid.</summary>
internal sealed class RepaymentTally
{
    private const int GraceDays = 7;

    /// <summary>A due day on a weekend is collected up to three days later.</summary>
    private const int LateDays = 3;

    private const int CureDays = 30;

    private const int RetryDays = 14;

    /// <summary>Not past due, 1–30, 31–60, 61–90, more than 90 days past due.</summary>
    private const int Buckets = 5;

    private const int WrittenOff = Buckets;

    private const int PaidOff = Buckets + 1;

    /// <summary>Loan-months by the state at one month's end and at the next.</summary>
    private readonly long[][] moves = [.. Enumerable.Range(0, Buckets).Select(_ => new long[PaidOff + 1])];

    private readonly Share missed = new();

    private readonly Share cured = new();

    private readonly Share selfCured = new();

    private readonly Share returned = new();

    private readonly Share paidRetries = new();

    /// <summary>Names and units, in the order of <see cref="Figures"/>.</summary>
    public static IReadOnlyList<(string Name, string Unit)> Names { get; } =
    [
        ("roll rate, not past due to past due", "% a month"),
        ("roll rate, 1–30 to more days past due", "% a month"),
        ("roll rate, 31–60 to more days past due", "% a month"),
        ("roll rate, 61–90 to more days past due or written off", "% a month"),
        ("cure rate, 1–30 days past due to none", "% a month"),
        ("cure rate, 31–60 days past due to none", "% a month"),
        ("cure rate, 61–90 days past due to none", "% a month"),
        ("instalments not paid within 7 days of grace", "% of instalments"),
        ("those paid within 30 further days", "% of missed"),
        ("late ones paid within 30 days without a contact", "% of those over 3 days late"),
        ("direct debits returned", "% of collections"),
        ("collections paid that follow a returned one within 14 days", "% of retries"),
    ];

    /// <returns>Each with the number it is a share of.</returns>
    public (double Value, long Count)[] Figures() =>
    [
        Rolled(0), Rolled(1), Rolled(2), Rolled(3), Cured(1), Cured(2), Cured(3),
        missed.Figure, cured.Figure, selfCured.Figure, returned.Figure, paidRetries.Figure,
    ];

    /// <summary>Counts a loan.</summary>
    /// <param name="from">First day of the lender's book.</param>
    /// <param name="toExcl">First day after the files.</param>
    public void Add(LoanPast loan, DateOnly from, DateOnly toExcl)
    {
        CountMoves(loan, from, toExcl);
        CountDues(loan, toExcl);
        CountDebits(loan);
    }

    public void Add(RepaymentTally other)
    {
        for (var i = 0; i < moves.Length; i++)
        {
            for (var j = 0; j < moves[i].Length; j++)
            {
                moves[i][j] += other.moves[i][j];
            }
        }

        missed.Add(other.missed);
        cured.Add(other.cured);
        selfCured.Add(other.selfCured);
        returned.Add(other.returned);
        paidRetries.Add(other.paidRetries);
    }

    private void CountMoves(LoanPast loan, DateOnly from, DateOnly toExcl)
    {
        int? before = null;
        for (var end = new DateOnly(from.Year, from.Month, 1).AddMonths(1).AddDays(-1); end < toExcl; end = end.AddDays(1).AddMonths(1).AddDays(-1))
        {
            int? now = loan.Loan.OriginatedOn > end ? null
                : loan.IsWrittenOff(end) ? WrittenOff
                : loan.IsPaidOff(end) ? PaidOff
                : Math.Min(Buckets - 1, (loan.DaysPastDue(end) + 29) / 30);
            if (before is < Buckets && now is { } state)
            {
                moves[before.Value][state]++;
            }

            before = now;
        }
    }

    private void CountDues(LoanPast loan, DateOnly toExcl)
    {
        foreach (var (dueOn, due) in loan.Dues(toExcl.AddDays(-GraceDays - CureDays), GraceDays + CureDays))
        {
            var settledOn = loan.SettledOn(dueOn, due) ?? DateOnly.MaxValue;
            var isMissed = settledOn > dueOn.AddDays(GraceDays);
            missed.Count(isMissed);
            if (isMissed)
            {
                cured.Count(settledOn <= dueOn.AddDays(GraceDays + CureDays));
            }

            if (settledOn > dueOn.AddDays(LateDays))
            {
                var isContacted = loan.ContactedOn.Any(day => day > dueOn && day <= settledOn);
                selfCured.Count(settledOn <= dueOn.AddDays(CureDays) && !isContacted);
            }
        }
    }

    private void CountDebits(LoanPast loan)
    {
        DateOnly? returnedOn = null;
        foreach (var debit in loan.Payments.Where(payment => payment.Method == PaymentMethod.DirectDebit).OrderBy(payment => payment.EffectiveOn))
        {
            var isReturned = loan.ReversedIds.Contains(debit.PaymentId);
            returned.Count(isReturned);
            if (returnedOn is { } day && debit.EffectiveOn <= day.AddDays(RetryDays))
            {
                paidRetries.Count(!isReturned);
            }

            returnedOn = isReturned ? debit.EffectiveOn : null;
        }
    }

    private (double Value, long Count) Rolled(int bucket) => Percent(bucket, moves[bucket][(bucket + 1)..PaidOff].Sum());

    private (double Value, long Count) Cured(int bucket) => Percent(bucket, moves[bucket][0] + moves[bucket][PaidOff]);

    private (double Value, long Count) Percent(int bucket, long count) => PercentOf(count, moves[bucket].Sum());

    private static (double Value, long Count) PercentOf(long count, long all) => (all > 0 ? 100.0 * count / all : double.NaN, all);

    private sealed class Share
    {
        private long yes;

        private long all;

        public (double Value, long Count) Figure => PercentOf(yes, all);

        public void Count(bool holds)
        {
            yes += holds ? 1 : 0;
            all++;
        }

        public void Add(Share other)
        {
            yes += other.yes;
            all += other.all;
        }
    }
}
