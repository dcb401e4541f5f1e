using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Benchmarks;

/// <summary>
/// Plain window features of any bank account before a loan: balances day by day, money in and out, kinds of bank transactions, each over 30,
/// 90, 180 and 365 days and over the account's life. Amounts are in signed logarithms, so that size counts and not its square. Nothing
/// here knows the data set it is measured on.
/// </summary>
public static class AccountWindows
{
    private static readonly (string Name, int Days)[] Windows = [("30d", 30), ("90d", 90), ("180d", 180), ("365d", 365), ("life", int.MaxValue)];

    private static readonly (string Name, RiskDirection Direction)[] OfLoan =
    [
        ("loan_principal_value", RiskDirection.Rises), ("loan_instalment_value", RiskDirection.Rises), ("loan_instalments_count", RiskDirection.None),
        ("account_days_count", RiskDirection.None), ("balance_last_value", RiskDirection.Falls),
    ];

    private static readonly (string Name, RiskDirection Direction)[] OfWindow =
    [
        ("balance_min_value", RiskDirection.Falls), ("balance_mean_value", RiskDirection.Falls), ("balance_max_value", RiskDirection.Falls),
        ("balance_p10_value", RiskDirection.Falls), ("balance_sd_value", RiskDirection.Rises), ("balance_slope_value", RiskDirection.Falls),
        ("balance_low_share", RiskDirection.Rises), ("balance_negative_share", RiskDirection.Rises),
        ("in_rate", RiskDirection.None), ("out_rate", RiskDirection.None), ("out_in_ratio", RiskDirection.None), ("rows_rate", RiskDirection.None),
        ("instalment_in_ratio", RiskDirection.Rises), ("lack_of_funds_count", RiskDirection.Rises), ("interest_rate", RiskDirection.Falls),
        ("housing_rate", RiskDirection.None), ("insurance_rate", RiskDirection.None), ("cash_rate", RiskDirection.None), ("fee_count", RiskDirection.None),
        ("fee_rate", RiskDirection.None), ("lack_of_funds_rate", RiskDirection.Rises), ("interest_count", RiskDirection.None),
        ("housing_count", RiskDirection.None), ("insurance_count", RiskDirection.None), ("in_named_rate", RiskDirection.None),
        ("in_unnamed_rate", RiskDirection.None), ("out_named_rate", RiskDirection.None), ("out_unnamed_rate", RiskDirection.None),
        ("balance_after_min_value", RiskDirection.Falls), ("balance_after_mean_value", RiskDirection.Falls),
    ];

    /// <summary>A row a label, of the loan's borrower and all of the borrower's bank accounts together.</summary>
    public static TrainingTable Table(IEnumerable<BorrowerFile> files, ExternalLabels labels)
    {
        var (rows, outcomes, ids, days) = (new List<float[]>(), new List<bool>(), new List<string>(), new List<DateOnly>());
        foreach (var file in files)
        {
            foreach (var loan in file.Loans)
            {
                foreach (var (asOf, outcome) in labels.Of(loan.LoanId))
                {
                    rows.Add(Row(file.AsOf(asOf), loan.LoanId));
                    outcomes.Add(outcome);
                    ids.Add(file.BorrowerId);
                    days.Add(asOf);
                }
            }
        }

        (string Name, RiskDirection Direction)[] columns =
            [.. OfLoan, .. Windows.SelectMany(window => OfWindow.Select(one => ($"{one.Name}_{window.Name}", one.Direction)))];
        return new(
            new([.. columns.Select(one => one.Name)], [.. columns.Select((_, column) => rows.Select(row => row[column]).ToArray())]),
            [.. columns.Select(one => new ModelFeature(one.Name, one.Direction, "number", string.Empty, IsReason: false))],
            [.. outcomes],
            [.. ids],
            [.. days]);
    }

    /// <summary>One row: the loan's five, then those of each window; NaN where the account has no days.</summary>
    internal static float[] Row(BorrowerHistory history, string loanId)
    {
        var loan = history.Loan(loanId)!;
        var moves = history.BankTransactions.Where(one => one.BookedOn < history.AsOf && one.BalanceAfter is not null).ToArray();
        var balances = Daily(moves, history.AsOf);
        var instalment = loan.Schedule.Count > 0 ? Amount(loan.Schedule[0].Amount) : double.NaN;
        var values = new List<double>
        {
            Log(Amount(loan.Loan.Principal)), Log(instalment), loan.Schedule.Count, balances.Length, balances.Length == 0 ? double.NaN : Log(balances[^1]),
        };
        foreach (var (_, days) in Windows)
        {
            var length = Math.Min(days, balances.Length);
            BankTransaction[] within = [.. moves.Where(one => history.AsOf.DayNumber - one.BookedOn.DayNumber <= length)];
            values.AddRange(length == 0
                ? Enumerable.Repeat(double.NaN, OfWindow.Length)
                : Window(balances.AsSpan(balances.Length - length), within, instalment));
        }

        return [.. values.Select(value => (float)value)];
    }

    private static double[] Window(ReadOnlySpan<double> balances, BankTransaction[] moves, double instalment)
    {
        double[] days = balances.ToArray(), rising = [.. days.Order()];
        var mean = days.Average();
        double Sum(Func<BankTransaction, bool> isIn) => moves.Where(isIn).Sum(one => Math.Abs(Amount(one.Amount)));
        double Rate(Func<BankTransaction, bool> isIn) => Log(Sum(isIn) / days.Length);
        double Count(BankCategory category) => moves.Count(one => one.Category == category);
        double[] after = [.. moves.Select(one => Amount(one.BalanceAfter!.Value))];
        static bool IsNamed(BankTransaction one) => one.Counterparty.Length > 0;
        var (paidIn, paidOut) = (Sum(one => one.Amount > Money.Zero), Sum(one => one.Amount < Money.Zero));
        return
        [
            Log(rising[0]), Log(mean), Log(rising[^1]), Log(rising[(int)(0.1 * (rising.Length - 1))]),
            Log(Math.Sqrt(days.Average(day => (day - mean) * (day - mean)))), Log(Slope(days, mean)),
            days.Count(day => day < instalment) / (double)days.Length, days.Count(day => day < 0) / (double)days.Length,
            Rate(one => one.Amount > Money.Zero), Rate(one => one.Amount < Money.Zero), paidIn > 0 ? paidOut / paidIn : double.NaN,
            moves.Length / (double)days.Length, instalment / ((paidIn / days.Length * 30) + 1),
            Count(BankCategory.LackOfFundsFee), Rate(one => one.Category == BankCategory.InterestEarned),
            Rate(one => one.Category == BankCategory.Housing), Rate(one => one.Category == BankCategory.Insurance),
            Rate(one => one.Category == BankCategory.Cash), Count(BankCategory.OtherFee),
            Rate(one => one.Category == BankCategory.OtherFee), Rate(one => one.Category == BankCategory.LackOfFundsFee), Count(BankCategory.InterestEarned),
            Count(BankCategory.Housing), Count(BankCategory.Insurance), Rate(one => one.Amount > Money.Zero && IsNamed(one)),
            Rate(one => one.Amount > Money.Zero && !IsNamed(one)), Rate(one => one.Amount < Money.Zero && IsNamed(one)),
            Rate(one => one.Amount < Money.Zero && !IsNamed(one)),
            after.Length > 0 ? Log(after.Min()) : double.NaN, after.Length > 0 ? Log(after.Average()) : double.NaN,
        ];
    }

    /// <summary>The balance at the end of each day, from the first booked one to the day before the loan.</summary>
    private static double[] Daily(BankTransaction[] moves, DateOnly asOf)
    {
        if (moves.Length == 0)
        {
            return [];
        }

        var first = moves.Min(one => one.BookedOn);
        var days = new double[asOf.DayNumber - first.DayNumber];
        foreach (var account in moves.GroupBy(one => one.BankAccountId, StringComparer.Ordinal))
        {
            var (ordered, at, balance) = (account.OrderBy(one => one.BookedOn).ThenBy(one => one.Key, StringComparer.Ordinal).ToArray(), 0, 0.0);
            for (var day = 0; day < days.Length; day++)
            {
                for (; at < ordered.Length && ordered[at].BookedOn.DayNumber - first.DayNumber <= day; at++)
                {
                    balance = Amount(ordered[at].BalanceAfter!.Value);
                }

                days[day] += balance;
            }
        }

        return days;
    }

    private static double Slope(double[] days, double mean)
    {
        var (above, below, middle) = (0.0, 0.0, (days.Length - 1) / 2.0);
        for (var day = 0; day < days.Length; day++)
        {
            above += (day - middle) * (days[day] - mean);
            below += (day - middle) * (day - middle);
        }

        return below > 0 ? above / below : 0;
    }

    private static double Amount(Money money) => money.MinorUnits / 100.0;

    private static double Log(double amount) => amount < 0 ? -Math.Log(1 - amount) : Math.Log(1 + amount);
}
