using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>The statistics of bank data that features are made of; each notes the facts behind it when they are asked for.</summary>
internal sealed class BankStatistics(PreparedHistory history)
{
    /// <summary>
    /// Days since the newest known on from which a bank feed is stale. A bank account in use shows a row a month
    /// (an interest or fee posting at the least), so one that has shown none for longer is not being refreshed.
    /// </summary>
    public const int StaleDays = 36;

    private readonly RecurringStreams income = new(StreamKind.Income);
    private readonly RecurringStreams bills = new(StreamKind.Bill);
    private readonly RecurringStreams lenders = new(StreamKind.Lender);
    private readonly RecurringStreams commitments = new(StreamKind.Commitment);
    private readonly DailyBalances current = new();
    private readonly DailyBalances savings = new();
    private bool hasIncome, hasBills, hasLenders, hasCommitments, hasCurrent, hasSavings;
    private int today;

    public BankColumns Columns { get; } = new();

    public BankFlows Flows { get; } = new();

    /// <summary>Why nothing can be said from bank data; <see cref="MissingCause.None"/> if something can.</summary>
    public MissingCause Cause { get; private set; }

    /// <summary>The same, the age of the data left aside.</summary>
    public MissingCause CauseButAge { get; private set; }

    /// <summary>Days since the newest known on of the feed; only if there is data.</summary>
    public int AgeDays { get; private set; }

    public RecurringStreams Income => Ready(income, ref hasIncome);

    public RecurringStreams Bills => Ready(bills, ref hasBills);

    public RecurringStreams Lenders => Ready(lenders, ref hasLenders);

    /// <summary>Payees of what is contractually recurring, our own loans left out.</summary>
    public RecurringStreams Commitments => Ready(commitments, ref hasCommitments);

    public DailyBalances Balances => Ready(current, BankAccountKind.Current, ref hasCurrent);

    public DailyBalances SavingsBalances => Ready(savings, BankAccountKind.Savings, ref hasSavings);

    public void Load(BorrowerHistory of, string? currency)
    {
        today = of.AsOf.DayNumber;
        hasIncome = hasBills = hasLenders = hasCommitments = hasCurrent = hasSavings = false;
        Columns.Load(of, currency);
        Flows.Load(Columns, today);
        AgeDays = Columns.Count == 0 ? 0 : today - new Instant(Columns.NewestKnown).Day.DayNumber;
        CauseButAge = Columns.Count > 0 ? MissingCause.None
            : Columns.Accounts.Count > 0 || !HasAccount(of, currency) ? MissingCause.NoData
            : MissingCause.Consent;
        Cause = CauseButAge == MissingCause.None && AgeDays >= StaleDays ? MissingCause.Stale : CauseButAge;
    }

    /// <summary>Whether bank data answers for a window; otherwise the value that says why not.</summary>
    public bool Lacks(Window window, out FeatureValue missing)
    {
        var cause = Cause != MissingCause.None ? Cause : Flows.Covers(window) ? MissingCause.None : MissingCause.TooLittleData;
        missing = FeatureValue.Missing(cause);
        return cause != MissingCause.None;
    }

    /// <summary>Money of a measure in a window.</summary>
    public FeatureValue Sum(Measure measure, Window window)
    {
        if (Lacks(window, out var missing))
        {
            return missing;
        }

        NoteAmounts(measure, window, EvidencePart.Value);
        return FeatureValue.Of(Flows.Amount(measure, window) / 100.0, Flows.Count(measure, window));
    }

    /// <summary>Number of bank transactions of a measure; one above zero stands even if the window is not covered.</summary>
    public FeatureValue Count(Measure measure, Window window)
    {
        if (Cause != MissingCause.None)
        {
            return FeatureValue.Missing(Cause);
        }

        NoteCounts(measure, window, EvidencePart.Value);
        return CountOrTooLittle(Flows.Count(measure, window), window);
    }

    /// <summary>A count stands if it is above zero; zero means "looked and found none" and needs a covered window.</summary>
    public FeatureValue CountOrTooLittle(int count, Window window) => count > 0 || Flows.Covers(window)
        ? FeatureValue.Of(count, Math.Max(count, Flows.Count(Measure.Transaction, window)))
        : FeatureValue.Missing(MissingCause.TooLittleData);

    public FeatureValue Ratio(Measure numerator, Measure denominator, Window window)
    {
        if (Lacks(window, out var missing))
        {
            return missing;
        }

        NoteAmounts(numerator, window, EvidencePart.Numerator);
        NoteAmounts(denominator, window, EvidencePart.Denominator);
        return FeatureValue.Quotient(
            Flows.Amount(numerator, window),
            Flows.Amount(denominator, window),
            Flows.Count(numerator, window) + Flows.Count(denominator, window));
    }

    /// <summary>A ratio of a part to its whole, which needs three rows in the whole.</summary>
    public FeatureValue Share(Measure part, Measure whole, Window window)
    {
        var rows = Flows.Count(whole, window);
        return Cause == MissingCause.None && rows is > 0 and < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, rows)
            : Ratio(part, whole, window);
    }

    /// <summary>Number of a part ÷ number of its whole, which needs three rows.</summary>
    public FeatureValue CountShare(Measure part, Measure whole, Window window)
    {
        if (Lacks(window, out var missing))
        {
            return missing;
        }

        var rows = Flows.Count(whole, window);
        if (rows is > 0 and < FeatureValue.RowsMin)
        {
            return FeatureValue.Missing(MissingCause.TooLittleData, rows);
        }

        NoteCounts(part, window, EvidencePart.Numerator);
        NoteCounts(whole, window, EvidencePart.Denominator);
        return FeatureValue.Quotient(Flows.Count(part, window), rows, rows);
    }

    /// <summary>Robust z of the latest block's amount against the baseline blocks.</summary>
    public FeatureValue AmountZ(Measure measure)
    {
        Span<double> baseline = stackalloc double[Flows.CompleteBlocks(first: 1)];
        Flows.BlockAmounts(measure, first: 1, baseline);
        return Z(measure, Flows.Amount(measure, Window.D30), baseline, isCount: false);
    }

    /// <summary>Robust z of the amount in 90 days ÷ 3, an amount per block, against the baseline blocks.</summary>
    public FeatureValue QuarterZ(Measure measure)
    {
        Span<double> baseline = stackalloc double[Flows.CompleteBlocks(first: 1)];
        Flows.BlockAmounts(measure, first: 1, baseline);
        var z = Z(measure, Flows.Amount(measure, Window.D90) / 3.0, baseline, isCount: false);
        return z with { Evidence = z.Cause == MissingCause.None ? Flows.Count(measure, Window.D180) : 0 };
    }

    /// <summary>The same for the number of bank transactions.</summary>
    public FeatureValue CountZ(Measure measure)
    {
        Span<double> baseline = stackalloc double[Flows.CompleteBlocks(first: 1)];
        Flows.BlockCounts(measure, first: 1, baseline);
        return Z(measure, Flows.Count(measure, Window.D30), baseline, isCount: true);
    }

    /// <summary>The latest block's amount ÷ the median of the baseline blocks.</summary>
    public FeatureValue BaselineRatio(Measure measure)
    {
        if (BaselineMedian(measure) is not { } median)
        {
            return FeatureValue.Missing(Cause != MissingCause.None ? Cause : MissingCause.TooLittleData);
        }

        NoteAmounts(measure, Window.D30, EvidencePart.Numerator);
        NoteBaseline(measure, isCount: false);
        return FeatureValue.Quotient(Flows.Amount(measure, Window.D30), median, BaselineRows(measure));
    }

    /// <summary>Median minor units of the baseline blocks; null below four complete ones.</summary>
    public double? BaselineMedian(Measure measure)
    {
        var blocks = Flows.CompleteBlocks(first: 1);
        if (Cause != MissingCause.None || blocks < FeatureValue.BlocksMin)
        {
            return null;
        }

        Span<double> amounts = stackalloc double[blocks];
        Flows.BlockAmounts(measure, first: 1, amounts);
        return Spread.Median(amounts);
    }

    /// <summary>Coefficient of variation over the complete blocks among the six latest.</summary>
    public FeatureValue BlockVariation(Measure measure)
    {
        Span<double> amounts = stackalloc double[Flows.CompleteBlocks(first: 0)];
        if (BlocksLack(amounts.Length, out var missing))
        {
            return missing;
        }

        Flows.BlockAmounts(measure, first: 0, amounts);
        NoteAmounts(measure, Window.D180, EvidencePart.Value);
        return FeatureValue.Quotient(Spread.Deviation(amounts), Spread.Mean(amounts), Flows.Count(measure, Window.D180));
    }

    /// <summary>Slope over the complete blocks among the six latest, oldest first, ÷ their mean.</summary>
    public FeatureValue BlockSlope(Measure measure)
    {
        Span<double> amounts = stackalloc double[Flows.CompleteBlocks(first: 0)];
        if (BlocksLack(amounts.Length, out var missing))
        {
            return missing;
        }

        Flows.BlockAmounts(measure, first: 0, amounts);
        amounts.Reverse();
        NoteAmounts(measure, Window.D180, EvidencePart.Value);
        return FeatureValue.Quotient(Spread.Slope(amounts), Spread.Mean(amounts), Flows.Count(measure, Window.D180));
    }

    /// <summary>Days since the latest bank transaction of a measure; not applicable if there never was one.</summary>
    public FeatureValue Since(Measure measure)
    {
        if (Cause != MissingCause.None)
        {
            return FeatureValue.Missing(Cause);
        }

        var days = Columns.Day;
        var cells = Columns.Cell;
        for (var i = Columns.MayHold(measure) ? days.Length - 1 : -1; i >= 0; i--)
        {
            if (MeasureCells.Adds(cells[i], measure))
            {
                history.NoteRow(i, days[i], today - days[i]);
                return FeatureValue.Of(today - days[i], 1);
            }
        }

        return FeatureValue.Missing(MissingCause.NotApplicable);
    }

    public bool BlocksLack(int blocks, out FeatureValue missing)
    {
        var cause = Cause != MissingCause.None ? Cause
            : blocks < FeatureValue.BlocksMin ? MissingCause.TooLittleData : MissingCause.None;
        missing = FeatureValue.Missing(cause);
        return cause != MissingCause.None;
    }

    public void NoteAmounts(Measure measure, Window window, string part)
    {
        if (history.IsTraced)
        {
            NoteRows(measure, window, part, isCount: false);
        }
    }

    public void NoteCounts(Measure measure, Window window, string part)
    {
        if (history.IsTraced)
        {
            NoteRows(measure, window, part, isCount: true);
        }
    }

    private static bool HasAccount(BorrowerHistory of, string? currency)
    {
        foreach (var account in of.BankAccounts)
        {
            if (account.Currency == currency)
            {
                return true;
            }
        }

        return false;
    }

    private FeatureValue Z(Measure measure, double value, Span<double> baseline, bool isCount)
    {
        if (BlocksLack(baseline.Length, out var missing))
        {
            return missing;
        }

        NoteRows(measure, Window.D30, EvidencePart.Value, isCount);
        NoteBaseline(measure, isCount);
        var z = Spread.RobustZ(value, baseline);
        return double.IsNaN(z) ? FeatureValue.Missing(MissingCause.NotApplicable) : FeatureValue.Of(z, BaselineRows(measure));
    }

    private int BaselineRows(Measure measure) =>
        Flows.Count(measure, Window.D30) + Flows.Count(measure, CompleteBaseline);

    private Window CompleteBaseline => new("baseline", 30, 29 + (30 * Flows.CompleteBlocks(first: 1)));

    private void NoteBaseline(Measure measure, bool isCount) => NoteRows(measure, CompleteBaseline, EvidencePart.Baseline, isCount);

    private void NoteRows(Measure measure, Window window, string part, bool isCount)
    {
        if (!history.IsTraced)
        {
            return;
        }

        var days = Columns.Day;
        var cells = Columns.Cell;
        var amounts = Columns.Amount;
        for (var i = 0; i < days.Length; i++)
        {
            if (window.Holds(today - days[i]) && MeasureCells.Adds(cells[i], measure))
            {
                history.NoteRow(i, days[i], isCount ? 1 : Math.Abs(amounts[i]), part);
            }
        }
    }

    private RecurringStreams Ready(RecurringStreams streams, ref bool isLoaded)
    {
        if (!isLoaded)
        {
            streams.Load(Columns, today);
            isLoaded = true;
        }

        return streams;
    }

    private DailyBalances Ready(DailyBalances balances, BankAccountKind kind, ref bool isLoaded)
    {
        if (!isLoaded)
        {
            balances.Load(Columns, kind, today);
            isLoaded = true;
        }

        return balances;
    }
}
