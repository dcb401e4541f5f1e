using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

/// <summary>A small lender lived once, in memory, for the tests that only look.</summary>
internal static class Portfolio
{
    public static readonly SimulationParameters Parameters = Lender(borrowers: 300, months: 14, seed: 5);

    private static readonly Lazy<SimulatedLife[]> Lived = new(() => Live(Parameters));

    public static IReadOnlyList<SimulatedLife> Lives => Lived.Value;

    /// <summary>The default lender in a size.</summary>
    public static SimulationParameters Lender(int borrowers, int months = 18, ulong seed = 1) =>
        ShippedLenders.Default with { Borrowers = borrowers, Months = months, Seed = seed };

    public static SimulatedLife[] Live(SimulationParameters parameters, IReadOnlyList<SimulatedDecision>? decisions = null)
    {
        var lender = new SimulatedLender(parameters, decisions);
        var lives = new SimulatedLife[parameters.Borrowers];
        Parallel.For(0, lives.Length, i => lives[i] = lender.Live(i));
        return lives;
    }

    /// <summary>The newest version of each bank transaction's first telling, by id.</summary>
    public static BankTransaction[] Posted(SimulatedLife life) =>
        [.. life.Facts.OfType<BankTransaction>()
            .Where(transaction => transaction.State == BankTransactionState.Posted)
            .DistinctBy(transaction => transaction.BankTransactionId)
            .OrderBy(transaction => transaction.BankTransactionId, StringComparer.Ordinal)];

    /// <summary>The same with the categories that are true, and without what is told twice.</summary>
    public static BankTransaction[] TrulyPosted(SimulatedLife life)
    {
        var truth = life.TrueCategories.ToDictionary(told => told.BankTransactionId, told => told.Category);
        var copies = life.FeedFaults.Where(fault => fault.Kind == FeedFaultKind.Duplicate).Select(fault => fault.Id).ToHashSet();
        return [.. Posted(life)
            .Where(t => !copies.Contains(t.BankTransactionId))
            .Select(t => t with { Category = truth.GetValueOrDefault(t.BankTransactionId, t.Category) })];
    }

    /// <summary>
    /// MISS30 of the glossary, slowly, from schedule and payments known by the end: grace 7, no tolerance; null where it is excluded
    /// or censored by a new schedule.
    /// </summary>
    public static bool? Misses(SimulatedLife life, Loan loan, DateOnly day)
    {
        var ended = life.Facts.OfType<LoanEvent>().Any(e => e.LoanId == loan.LoanId && e.StartsOn <= day);
        var versions = life.Facts.OfType<ScheduleVersion>().Where(version => version.LoanId == loan.LoanId).ToArray();
        if (loan.OriginatedOn > day || ended || versions.Any(version => version.Version > 1 && version.KnownOn.Day <= day.AddDays(37)))
        {
            return null;
        }

        var reversed = life.Facts.OfType<PaymentReversal>().Select(reversal => reversal.PaymentId).ToHashSet();
        var payments = life.Facts.OfType<Payment>()
            .Where(payment => payment.LoanId == loan.LoanId && !reversed.Contains(payment.PaymentId))
            .DistinctBy(payment => payment.PaymentId)
            .ToArray();
        var due = 0L;
        var considered = false;
        foreach (var instalment in life.Facts.OfType<Instalment>().Where(i => i.LoanId == loan.LoanId && i.Version == 1))
        {
            due += instalment.Amount.MinorUnits;
            var endOfGrace = instalment.DueOn.AddDays(7);
            var openNow = Paid(day) < due;
            var judgedOn = instalment.DueOn > day && instalment.DueOn <= day.AddDays(30) ? endOfGrace
                : instalment.DueOn <= day && endOfGrace > day && openNow ? endOfGrace
                : endOfGrace <= day && openNow ? day.AddDays(30)
                : (DateOnly?)null;
            if (judgedOn is { } judged)
            {
                considered = true;
                if (Paid(judged) < due)
                {
                    return true;
                }
            }
        }

        return considered ? false : null;

        long Paid(DateOnly by) => payments.Where(payment => payment.EffectiveOn <= by).Sum(payment => payment.Amount.MinorUnits);
    }
}
