using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Signals;
using RiskSignals.Simulation;

namespace RiskSignals.Cli;

/// <summary>How well one thing is noticed.</summary>
/// <param name="Told">Times it was told.</param>
/// <param name="Right">Of those, the times it was so.</param>
/// <param name="True">Times it was so.</param>
/// <param name="Found">Of those, the times it was told.</param>
/// <param name="DelayDays">Median days from the truth to its first being told; below 0 ahead of it. NaN if it was never found.</param>
/// <param name="LeadDays">
/// Median days from its first being told to the borrower's next missed instalment, of those found that a miss followed; of the next
/// income, median days it was told ahead.
/// </param>
/// <param name="FollowedByMiss">Of those found, the number that a missed instalment followed within <see cref="DetectionReport.LeadDaysMax"/> days.</param>
internal sealed record Detection(string Name, int Told, int Right, int True, int Found, double DelayDays, double LeadDays, int FollowedByMiss)
{
    public double Precision => (double)Right / Told;

    public double Recall => (double)Found / True;
}

/// <summary>
/// What the signals and features notice of a simulated lender, looked at once a week as a lender would, against what was true. Only borrowers whose
/// bank data can be read on the day count.
/// </summary>
internal static class DetectionReport
{
    /// <summary>Days from something noticed within which a missed instalment is counted as following it.</summary>
    public const int LeadDaysMax = 120;

    private const int EveryDays = 7;

    /// <summary>Days of history before anything is asked of the features: six blocks of baseline and the latest.</summary>
    private const int WarmUpDays = 210;

    /// <summary>Pay that a shock leaves more of than this is no drop.</summary>
    private const double DropLeavesMax = 0.8;

    /// <summary>Days between a predicted and the actual income within which the prediction is right.</summary>
    private const int IncomeDaysOff = 2;

    /// <summary>Regular income that comes later than this could not be asked for.</summary>
    private const int IncomeDaysAhead = 35;

    private static readonly BankCategory[] BillCategories =
    [
        BankCategory.Housing, BankCategory.Energy, BankCategory.Water, BankCategory.LocalTax, BankCategory.Telecom, BankCategory.Insurance,
        BankCategory.Subscription,
    ];

    /// <summary>Lives the lender and looks at every borrower of it once a week.</summary>
    public static IReadOnlyList<Detection> Of(SimulationParameters parameters, IProgress<double> progress)
    {
        var lender = new SimulatedLender(parameters);
        var done = 0;
        var seen = Enumerable.Range(0, parameters.Borrowers).AsParallel().AsOrdered().Select(index =>
        {
            var noticed = Look(lender.Live(index), parameters);
            progress.Report((double)Interlocked.Increment(ref done) / parameters.Borrowers);
            return noticed;
        }).OfType<Noticed>().ToArray();
        return
        [
            Sum("missed_bill", seen.Select(one => one.MissedBills)),
            Sum("income_drop", seen.Select(one => one.IncomeDrops)),
            Sum("new_lender", seen.Select(one => one.NewLenders)),
            Sum("next_income", seen.Select(one => one.NextIncomes)),
        ];
    }

    private static Noticed? Look(SimulatedLife life, SimulationParameters parameters)
    {
        var loan = life.Facts.OfType<Loan>().MinBy(loan => loan.OriginatedOn);
        if (loan is null)
        {
            return null;
        }

        var file = new BorrowerFile(life.BorrowerId, life.Facts.ToArray());
        var (bills, incomes, lenders) = (new List<(DateOnly, bool)>(), new List<(DateOnly, bool)>(), new List<(DateOnly, bool)>());
        var predictions = new List<(DateOnly Day, DateOnly? Predicted)>();
        for (var day = parameters.StartOn.AddDays(WarmUpDays); day < parameters.EndOnExcl; day = day.AddDays(EveryDays))
        {
            var history = file.AsOf(day);
            if (history.Loan(loan.LoanId) is null)
            {
                continue;
            }

            var row = FeatureCatalog.Compute(history, loan.LoanId);
            Tell(bills, SignalRules.BillMissed, "bill_missed_count_30d");
            Tell(incomes, SignalRules.IncomeDrop, "income_total_ratio_30d");
            Tell(lenders, SignalRules.LenderNew, "debt_lender_new_count_30d");
            if (row.Cause("income_expected_until_next") is not (MissingCause.Consent or MissingCause.NoData or MissingCause.Stale))
            {
                var until = row["income_expected_until_next"];
                predictions.Add((day, float.IsNaN(until) ? null : day.AddDays((int)until)));
            }

            // A feature that is missing for want of data says that nobody could have been told.
            void Tell(List<(DateOnly, bool)> to, string ruleId, string feature)
            {
                if (!float.IsNaN(row[feature]))
                {
                    to.Add((day, IsRaised(ruleId, row)));
                }
            }
        }

        var misses = Misses(file, parameters.EndOnExcl);
        return new(
            Matching.Of(bills, life.UnpaidBills.Where(IsMissed).Select(bill => Days(bill.DueOn, 45)), misses),
            Matching.Of(incomes, life.Shocks.Where(IsDrop).Select(shock => Days(shock.BitesOn, 75)), misses),
            Matching.Of(lenders, life.Shocks.Where(shock => shock.Kind == ShockKind.HighCostBorrowing).Select(shock => Days(shock.StartsOn, 60)), misses),
            Incomes(predictions, life));
    }

    private static (DateOnly On, DateOnly From, DateOnly ToExcl) Days(DateOnly on, int count) => (on, on, on.AddDays(count));

    private static bool IsRaised(string ruleId, FeatureRow row) => SignalRules.All.Single(rule => rule.Id == ruleId).Cases
        .Any(one => one.Thresholds.All(threshold => threshold.Opens(row[threshold.Quantity])));

    private static bool IsMissed(UnpaidBill bill) =>
        BillCategories.Contains(bill.Category) && (bill.PaidOn is not { } paid || paid > bill.DueOn.AddDays(7));

    private static bool IsDrop(Shock shock) =>
        shock.Kind is ShockKind.JobLoss or ShockKind.HoursCut or ShockKind.Illness && shock.Size <= DropLeavesMax;

    /// <summary>Due dates of instalments of any loan that were unpaid a week later.</summary>
    private static DateOnly[] Misses(BorrowerFile file, DateOnly endOnExcl)
    {
        var end = file.AsOf(endOnExcl.AddDays(-1));
        return
        [
            .. end.Loans.SelectMany(loan => loan.Schedule
                    .Where((instalment, i) => instalment.DueOn.AddDays(7) < endOnExcl && instalment.Amount.MinorUnits > 0
                        && !(loan.Ledger.SettledOn(i) <= instalment.DueOn.AddDays(7)))
                    .Select(instalment => instalment.DueOn))
                .Order(),
        ];
    }

    private static Matching Incomes(List<(DateOnly Day, DateOnly? Predicted)> predictions, SimulatedLife life)
    {
        var categories = life.TrueCategories.ToDictionary(told => told.BankTransactionId, told => told.Category, StringComparer.Ordinal);
        var actual = life.Facts.OfType<BankTransaction>()
            .Where(one => one.Amount.MinorUnits > 0 && one.State == BankTransactionState.Posted
                && categories.GetValueOrDefault(one.BankTransactionId, one.Category) is BankCategory.Salary or BankCategory.Benefit or BankCategory.Pension)
            .Select(one => one.BookedOn).Distinct().Order().ToArray();
        var matching = new Matching();
        foreach (var (day, predicted) in predictions)
        {
            var next = actual.Where(on => on > day).Cast<DateOnly?>().FirstOrDefault();
            var canBeAsked = next is { } on && on <= day.AddDays(IncomeDaysAhead);
            var isRight = canBeAsked && predicted is { } told && Math.Abs(told.DayNumber - next!.Value.DayNumber) <= IncomeDaysOff;
            matching.Told += predicted is null || next is null ? 0 : 1;
            matching.Right += isRight ? 1 : 0;
            matching.True += canBeAsked ? 1 : 0;
            if (isRight)
            {
                matching.Found++;
                matching.Leads.Add(next!.Value.DayNumber - day.DayNumber);
            }
        }

        return matching;
    }

    private static Detection Sum(string name, IEnumerable<Matching> parts)
    {
        var all = parts.ToArray();
        return new(
            name,
            all.Sum(one => one.Told),
            all.Sum(one => one.Right),
            all.Sum(one => one.True),
            all.Sum(one => one.Found),
            Median([.. all.SelectMany(one => one.Delays)]),
            Median([.. all.SelectMany(one => one.Leads)]),
            all.Sum(one => one.Leads.Count));
    }

    private static double Median(int[] days)
    {
        Array.Sort(days);
        return days.Length == 0 ? double.NaN : (days[(days.Length - 1) / 2] + days[days.Length / 2]) / 2.0;
    }

    private sealed record Noticed(Matching MissedBills, Matching IncomeDrops, Matching NewLenders, Matching NextIncomes);
}
