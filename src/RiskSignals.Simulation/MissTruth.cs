using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>
/// Whether a loan misses an instalment (MISS30), told from the lender's facts day by day as the glossary words it. Written apart from the
/// program's own labels, which are judged against it.
/// </summary>
internal sealed class MissTruth
{
    private const int HorizonDays = 30;

    private const int GraceDays = 7;

    private const int LagDays = 10;

    private const int DefaultDays = 90;

    private const long MaterialUnits = 100_00;

    private readonly DateOnly asOf;

    private readonly List<ScheduleVersion> versions;

    private readonly ILookup<int, Instalment> instalments;

    private readonly List<(DateOnly On, long Amount)> paid;

    private readonly List<(LoanEventKind Kind, DateOnly From, DateOnly? To)> states;

    /// <param name="facts">Facts of one borrower, in any order.</param>
    /// <param name="asOf">The day looked from.</param>
    /// <param name="knownBy">What was learnt later is left out.</param>
    private MissTruth(IEnumerable<Fact> facts, string loanId, DateOnly asOf, DateOnly knownBy)
    {
        this.asOf = asOf;
        var known = facts.Where(fact => fact.KnownOn.Day <= knownBy).OrderBy(fact => fact.KnownOn).ToArray();
        versions = [.. known.OfType<ScheduleVersion>().Where(version => version.LoanId == loanId).OrderBy(version => version.Version)];
        instalments = known.OfType<Instalment>().Where(one => one.LoanId == loanId).OrderBy(one => one.DueOn).ToLookup(one => one.Version);
        var reversed = known.OfType<PaymentReversal>().Select(reversal => reversal.PaymentId).ToHashSet(StringComparer.Ordinal);
        var newest = new Dictionary<string, Payment>(StringComparer.Ordinal);
        foreach (var payment in known.OfType<Payment>().Where(payment => payment.LoanId == loanId && !reversed.Contains(payment.PaymentId)))
        {
            newest[payment.PaymentId] = payment;
        }

        paid = [.. newest.Values.Select(payment => (payment.EffectiveOn, payment.Amount.MinorUnits))];
        var events = new Dictionary<string, LoanEvent>(StringComparer.Ordinal);
        foreach (var told in known.OfType<LoanEvent>().Where(told => told.LoanId == loanId))
        {
            events[told.LoanEventId] = told;
        }

        // A right that stays all demands counts for every loan of the borrower; a death ends them all.
        var flags = new Dictionary<string, BorrowerFlag>(StringComparer.Ordinal);
        foreach (var flag in known.OfType<BorrowerFlag>().Where(flag => flag.LoanId is null || flag.LoanId == loanId))
        {
            flags[flag.Key] = flag;
        }

        states =
        [
            .. events.Values.Select(told => (told.Kind, told.StartsOn, told.EndsOn)),
            .. flags.Values.Where(flag => flag.Kind is BorrowerFlagKind.Moratorium or BorrowerFlagKind.Deceased)
                .Select(flag => (LoanEventKind.Moratorium, flag.StartsOn, flag.EndsOn)),
        ];
    }

    /// <summary>The chance of a miss from a state that stands at the end of a day, or null outside the population.</summary>
    /// <param name="saved">Keeps the lender's facts however late they are learnt, from its first day on.</param>
    public static TrueChance? Chance(SimulatedBorrower saved, string loanId, DateOnly asOf, int replays)
    {
        if (!saved.Facts.OfType<Loan>().Any(loan => loan.LoanId == loanId && loan.KnownOn.Day <= asOf)
            || !new MissTruth(saved.Facts, loanId, asOf, knownBy: asOf).IsInPopulation())
        {
            return null;
        }

        var matures = asOf.AddDays(HorizonDays + GraceDays + LagDays);
        var (missed, judged, censored) = (0, 0, 0);
        for (var replay = 1; replay <= replays; replay++)
        {
            var life = saved.Replayed(replay);
            life.Live(toExcl: matures.AddDays(1));
            var outcome = new MissTruth(life.Facts, loanId, asOf, knownBy: matures).Outcome();
            missed += outcome == true ? 1 : 0;
            judged += outcome is null ? 0 : 1;
            censored += outcome is null ? 1 : 0;
        }

        return new(missed, judged, censored);
    }

    /// <summary>Whether a loan misses, judged on facts that are there; null outside the population or where observation ended before.</summary>
    public static bool? Outcome(IReadOnlyList<Fact> facts, string loanId, DateOnly asOf) =>
        new MissTruth(facts, loanId, asOf, knownBy: asOf).IsInPopulation()
            ? new MissTruth(facts, loanId, asOf, knownBy: asOf.AddDays(HorizonDays + GraceDays + LagDays)).Outcome()
            : null;

    private bool IsInPopulation()
    {
        var over = states.Exists(state => state.From <= asOf && !(state.To < asOf) && state.Kind is LoanEventKind.PaidOff
            or LoanEventKind.WrittenOff or LoanEventKind.Sold or LoanEventKind.Fraud or LoanEventKind.Moratorium or LoanEventKind.UnlikelyToPay);
        return versions.Count > 0 && !over && !IsInDefault() && Enumerable.Range(0, HorizonDays + GraceDays + 1).Any(n => Judges(asOf.AddDays(n)).Any());
    }

    /// <summary>True for a miss, false for none, null if observation ended first.</summary>
    private bool? Outcome()
    {
        for (var day = asOf.AddDays(1); day <= asOf.AddDays(HorizonDays + GraceDays); day = day.AddDays(1))
        {
            if (Ends(day) is { } paidOff && IsOpen(day))
            {
                return paidOff ? false : null;
            }

            if (Judges(day).Any(due => due > PaidBy(day)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether anything is still to be judged on a day or later, by the schedule of the day before.</summary>
    private bool IsOpen(DateOnly from) => Enumerable.Range(0, HorizonDays + GraceDays).Any(n => Judges(from.AddDays(n), from.AddDays(-1)).Any());

    /// <summary>Sums due up to each instalment that is judged at the end of a day (cases A, B and C).</summary>
    private IEnumerable<long> Judges(DateOnly day, DateOnly? scheduleOf = null)
    {
        var last = asOf.AddDays(HorizonDays);
        var version = versions.LastOrDefault(version => version.KnownOn.Day <= Later(scheduleOf ?? day, asOf)) ?? versions[0];
        var paidNow = PaidBy(asOf);
        var due = 0L;
        foreach (var instalment in instalments[version.Version])
        {
            due += instalment.Amount.MinorUnits;
            var graceEnds = instalment.DueOn.AddDays(GraceDays);
            var judgedOn = instalment.DueOn > last || (instalment.DueOn <= asOf && (due <= paidNow || instalment.Amount.MinorUnits == 0)) ? (DateOnly?)null
                : graceEnds > asOf ? graceEnds
                : last;
            if (judgedOn == day)
            {
                yield return due;
            }
        }
    }

    /// <summary>
    /// Whether a state that ends observation begins on a day: true if it is payment in full, null if none begins. Payment in full goes
    /// before the others of its day: the loan is paid off before any miss, so nothing is left to censor.
    /// </summary>
    private bool? Ends(DateOnly day)
    {
        var first = day == asOf.AddDays(1);
        bool? paidOff = null;
        foreach (var (kind, from, to) in states)
        {
            var lasts = kind is LoanEventKind.PaidOff or LoanEventKind.Moratorium or LoanEventKind.Sold;
            var ends = lasts || kind is LoanEventKind.Restructured or LoanEventKind.ReAged;
            if (ends && (from == day || (first && lasts && from < day && !(to < day))))
            {
                paidOff = paidOff == true || kind == LoanEventKind.PaidOff;
            }
        }

        return paidOff;
    }

    /// <summary>
    /// More than 90 days in a row on which more than 100 units and 1 % of what was owed were past due, all of them by the schedule that is in
    /// force as of the day looked from: a new schedule replaces the past too, as its instalments list it.
    /// </summary>
    private bool IsInDefault()
    {
        var version = versions.LastOrDefault();
        var rows = instalments[version?.Version ?? 0].ToArray();
        for (var day = asOf; day >= asOf.AddDays(-DefaultDays); day = day.AddDays(-1))
        {
            var paidThen = PaidBy(day);
            var pastDue = rows.Where(one => one.DueOn < day).Sum(one => one.Amount.MinorUnits) - paidThen;
            var owed = rows.Sum(one => one.Amount.MinorUnits) - paidThen;
            if (pastDue <= MaterialUnits || pastDue * 100 <= owed)
            {
                return false;
            }
        }

        return true;
    }

    private long PaidBy(DateOnly day)
    {
        var sum = 0L;
        foreach (var (on, amount) in paid)
        {
            sum += on <= day ? amount : 0;
        }

        return sum;
    }

    private static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;
}
