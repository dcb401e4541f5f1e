using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Realism;

/// <summary>What is known in the end of one loan, read from the facts by plain rules of its own.</summary>
internal sealed class LoanPast
{
    private readonly (DateOnly KnownOn, bool IsRelief, (DateOnly DueOn, long Due)[] Dues)[] versions;

    private readonly (DateOnly Day, long Sum)[] paid;

    private readonly LoanEvent? end;

    private LoanPast(Loan loan, IReadOnlyList<Fact> facts, HashSet<string> reversed)
    {
        Loan = loan;
        var instalments = facts.OfType<Instalment>().Where(instalment => instalment.LoanId == loan.LoanId).ToLookup(instalment => instalment.Version);
        versions =
        [
            .. facts.OfType<ScheduleVersion>().Where(version => version.LoanId == loan.LoanId).OrderBy(version => version.Version)
                .Select(version => (
                    version.KnownOn.Day,
                    version.Reason is ScheduleReason.Restructured or ScheduleReason.Moratorium,
                    Cumulated(instalments[version.Version]))),
        ];
        Payments = [.. facts.OfType<Payment>().Where(payment => payment.LoanId == loan.LoanId).GroupBy(payment => payment.PaymentId).Select(Newest)];
        ReversedIds = reversed;
        var sum = 0L;
        paid =
        [
            .. Payments.Where(payment => !reversed.Contains(payment.PaymentId)).OrderBy(payment => payment.EffectiveOn)
                .Select(payment => (payment.EffectiveOn, sum += payment.Amount.MinorUnits)),
        ];
        end = facts.OfType<LoanEvent>()
            .FirstOrDefault(e => e.LoanId == loan.LoanId && e.Kind is LoanEventKind.PaidOff or LoanEventKind.WrittenOff);
        ContactedOn =
        [
            .. facts.OfType<Contact>().Where(contact => contact.LoanId == loan.LoanId && !contact.Inbound).Select(contact => contact.HappenedOn).Distinct(),
        ];
    }

    public Loan Loan { get; }

    public IReadOnlyList<Payment> Payments { get; }

    public HashSet<string> ReversedIds { get; }

    public DateOnly[] ContactedOn { get; }

    public bool IsPaidOff(DateOnly day) => end is { Kind: LoanEventKind.PaidOff } && end.StartsOn <= day;

    public bool IsWrittenOff(DateOnly day) => end is { Kind: LoanEventKind.WrittenOff } && end.StartsOn <= day;

    /// <summary>All loans of a borrower.</summary>
    public static IEnumerable<LoanPast> Of(IReadOnlyList<Fact> facts)
    {
        var reversed = facts.OfType<PaymentReversal>().Select(reversal => reversal.PaymentId).ToHashSet(StringComparer.Ordinal);
        return facts.OfType<Loan>().DistinctBy(loan => loan.LoanId).Select(loan => new LoanPast(loan, facts, reversed));
    }

    /// <summary>Sum of the payments that stay, up to the end of a day.</summary>
    public long PaidBy(DateOnly day)
    {
        var sum = 0L;
        foreach (var payment in paid)
        {
            sum = payment.Day <= day ? payment.Sum : sum;
        }

        return sum;
    }

    /// <summary>Under the schedule in force at the end of the day.</summary>
    public int DaysPastDue(DateOnly day)
    {
        var sum = PaidBy(day);
        foreach (var (dueOn, due) in InForce(day))
        {
            if (due > sum)
            {
                return Math.Max(0, day.DayNumber - dueOn.DayNumber);
            }
        }

        return 0;
    }

    /// <summary>The amounts that fell due while the loan ran, each with all that was due so far, unless relief changed them within some days.</summary>
    public IEnumerable<(DateOnly DueOn, long Due)> Dues(DateOnly toExcl, int unchangedDays)
    {
        for (var i = 0; i < versions.Length; i++)
        {
            var from = i == 0 ? DateOnly.MinValue : versions[i].KnownOn;
            var to = i + 1 < versions.Length ? versions[i + 1].KnownOn : DateOnly.MaxValue;
            foreach (var (dueOn, due) in versions[i].Dues)
            {
                var isChanged = i + 1 < versions.Length && versions[i + 1].IsRelief && dueOn.AddDays(unchangedDays) >= to;
                if (dueOn > from && dueOn <= to && dueOn < toExcl && !isChanged && !IsPaidOff(dueOn.AddDays(-1)) && !IsWrittenOff(dueOn))
                {
                    yield return (dueOn, due);
                }
            }
        }
    }

    /// <summary>The first day from a due day on by the end of which all that was due is paid; null if it never is.</summary>
    public DateOnly? SettledOn(DateOnly dueOn, long due)
    {
        foreach (var (day, sum) in paid)
        {
            if (sum >= due)
            {
                return day > dueOn ? day : dueOn;
            }
        }

        return null;
    }

    private static Payment Newest(IEnumerable<Payment> versions) => versions.MaxBy(payment => payment.KnownOn.UnixSeconds)!;

    private static (DateOnly DueOn, long Due)[] Cumulated(IEnumerable<Instalment> instalments)
    {
        var due = 0L;
        return [.. instalments.OrderBy(instalment => instalment.Number).Select(instalment => (instalment.DueOn, due += instalment.Amount.MinorUnits))];
    }

    private (DateOnly DueOn, long Due)[] InForce(DateOnly day)
    {
        var inForce = versions.Length > 0 ? versions[0].Dues : [];
        foreach (var version in versions)
        {
            inForce = version.KnownOn <= day ? version.Dues : inForce;
        }

        return inForce;
    }
}
