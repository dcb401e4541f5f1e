using MathNet.Numerics.Distributions;

namespace RiskSignals.Features;

/// <summary>How likely it is that a bill was missed, and that those ahead can be paid.</summary>
internal static class BillOdds
{
    /// <summary>Days ahead that are looked at, t+1 … t+30.</summary>
    private const int DaysAhead = 30;

    /// <summary>Latest amounts of a stream that the next ones are expected to be like.</summary>
    private const int AmountsLatest = 6;

    /// <summary>Least standard deviation of what is expected, as a share of the money moved: nothing ahead is certain.</summary>
    private const double DeviationShareMin = 0.05;

    /// <summary>
    /// Largest over active billers of P(missed | nothing came yet) = m ÷ (m + (1 − m) × P(gap > days since payment)). m is the share of the
    /// biller's gaps longer than 1.5 cadences, which span a missed payment; P(gap > …) is the share of its other gaps that were longer than
    /// the days since its payment. Both shares have half a case added to either side; for gaps the half case on the long side fades by e with
    /// every week past the cadence, so that the longer nothing comes the surer the miss. A bill not yet expected counts as 0.
    /// </summary>
    public static FeatureValue MissedMax(PreparedHistory history)
    {
        if (history.Bank.Cause != MissingCause.None)
        {
            return FeatureValue.Missing(history.Bank.Cause);
        }

        var bills = history.Bank.Bills;
        var (max, evidence) = (0.0, 0);
        foreach (var stream in bills.All)
        {
            if (!BillFeatures.IsActive(history, stream))
            {
                continue;
            }

            var since = history.Today - bills.LastDay(stream);
            var (missed, usual, longer) = (0, 0, 0);
            foreach (var gap in bills.Gaps(stream))
            {
                var isMiss = gap > RecurringStreams.ActiveGaps * stream.Cadence;
                missed += isMiss ? 1 : 0;
                usual += isMiss ? 0 : 1;
                longer += !isMiss && gap > since ? 1 : 0;
            }

            var fades = Math.Exp(-(since - stream.Cadence) / RepaymentDays.Grace);
            var missShare = (missed + 0.5) / (missed + usual + 1.0);
            var lateShare = (longer + (0.5 * fades)) / (usual + 1.0);
            var probability = since <= stream.Cadence ? 0 : missShare / (missShare + ((1 - missShare) * lateShare));
            max = Math.Max(max, probability);
            evidence += stream.Count;
            history.NoteRow(bills.Rows(stream)[^1], bills.LastDay(stream), probability);
        }

        return evidence > 0 ? FeatureValue.Of(max, evidence) : FeatureValue.Missing(MissingCause.NotApplicable);
    }

    /// <summary>
    /// Φ(left over ÷ deviation). Left over is the balance plus the income expected from active streams less the bills expected from active
    /// billers less the instalments of all our loans in the currency, all on t+1 … t+30; a stream is expected once a cadence from its next day
    /// on, each time with the mean of its six latest amounts. The deviation is the root of the summed variances of those amounts, at least 5 %
    /// of all money expected to move.
    /// </summary>
    public static FeatureValue Covered(PreparedHistory history)
    {
        var cause = BalanceFeatures.Cause(history);
        if (cause == MissingCause.None && !history.Bank.Flows.Covers(Window.D90))
        {
            cause = MissingCause.TooLittleData;
        }

        if (cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        var income = new Expected();
        foreach (var stream in history.Bank.Income.All)
        {
            if (history.Bank.Income.IsActive(stream, history.Today))
            {
                income = income.And(history, history.Bank.Income, stream);
            }
        }

        var outgo = Instalments(history);
        foreach (var stream in history.Bank.Bills.All)
        {
            if (BillFeatures.IsActive(history, stream))
            {
                outgo = outgo.And(history, history.Bank.Bills, stream);
            }
        }

        if (outgo.Sum == 0)
        {
            return FeatureValue.Missing(MissingCause.NotApplicable, income.Rows);
        }

        var balance = history.Bank.Balances.At(0);
        history.NoteDay(history.Today, balance);
        var deviation = Math.Max(Math.Sqrt(income.Variance + outgo.Variance), DeviationShareMin * (income.Sum + outgo.Sum));
        return FeatureValue.Of(Normal.CDF(0, 1, (balance + income.Sum - outgo.Sum) / deviation), 1 + income.Rows + outgo.Rows);
    }

    private static Expected Instalments(PreparedHistory history)
    {
        var expected = new Expected();
        foreach (var loan in history.History.Loans)
        {
            if (loan.IsOver || loan.Loan.Currency != history.Loan!.Loan.Currency)
            {
                continue;
            }

            foreach (var instalment in loan.Schedule)
            {
                if (instalment.DueOn.DayNumber - history.Today is > 0 and <= DaysAhead)
                {
                    expected = new(expected.Sum + instalment.Amount.MinorUnits, expected.Variance, expected.Rows + 1);
                    history.Note(instalment, instalment.DueOn.DayNumber, instalment.Amount.MinorUnits);
                }
            }
        }

        return expected;
    }

    /// <param name="Sum">Minor units.</param>
    private readonly record struct Expected(double Sum, double Variance, int Rows)
    {
        /// <summary>What a stream is expected to add.</summary>
        public Expected And(PreparedHistory history, RecurringStreams streams, RecurringStream stream)
        {
            var (times, next) = (0, streams.NextDay(stream, history.Today));
            while (next + (times * stream.Cadence) <= history.Today + DaysAhead)
            {
                times++;
            }

            var amounts = streams.Amounts(stream);
            amounts = amounts[Math.Max(0, amounts.Length - AmountsLatest)..];
            Span<double> numbers = stackalloc double[AmountsLatest];
            numbers = numbers[..amounts.Length];
            for (var i = 0; i < amounts.Length; i++)
            {
                numbers[i] = amounts[i];
            }

            if (times > 0 && history.IsTraced)
            {
                for (var i = stream.Count - amounts.Length; i < stream.Count; i++)
                {
                    history.NoteRow(streams.Rows(stream)[i], streams.Days(stream)[i], streams.Amounts(stream)[i]);
                }
            }

            var deviation = Spread.Deviation(numbers);
            return times == 0 ? this
                : new(Sum + (times * Spread.Mean(numbers)), Variance + (times * deviation * deviation), Rows + amounts.Length);
        }
    }
}
