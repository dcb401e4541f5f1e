namespace RiskSignals.Simulation.Realism;

/// <summary>A posted row of a bank statement.</summary>
/// <param name="Amount">Above zero in, below zero out, in any currency.</param>
/// <param name="Balance">Right after it; null where the bank doesn't say.</param>
/// <param name="Payer">Who paid it in; empty if unknown or paid out.</param>
public readonly record struct StatementRow(DateOnly Day, double Amount, double? Balance, string Payer);

/// <summary>The shape of one bank account's statement over its whole calendar months, in figures without a currency.</summary>
/// <param name="RowsByMonth">Number of rows, by month.</param>
/// <param name="BalancesByMonth">Balance at the month's end ÷ the median of the money that comes in a month.</param>
/// <param name="IncomeOffsets">Days from the usual day of the month, of each credit of the largest monthly income; empty without one.</param>
/// <param name="IncomeVariation">Standard deviation ÷ mean of that income's amounts; NaN without one.</param>
public sealed record StatementShape(int[] RowsByMonth, double[] BalancesByMonth, double[] IncomeOffsets, double IncomeVariation)
{
    private const int CreditsMin = 4;

    /// <param name="rows">In the order of the statement.</param>
    /// <returns>Null without a whole calendar month.</returns>
    public static StatementShape? Of(IReadOnlyList<StatementRow> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        var first = rows[0].Day.AddDays(1 - rows[0].Day.Day).AddMonths(1);
        var months = MonthsBetween(first, rows[^1].Day);
        if (months <= 0)
        {
            return null;
        }

        var counts = new int[months];
        var cameIn = new double[months];
        var balances = new double?[months];
        foreach (var row in rows)
        {
            var month = MonthsBetween(first, row.Day);
            if (month >= 0 && month < months)
            {
                counts[month]++;
                cameIn[month] += Math.Max(0, row.Amount);
            }

            if (row.Balance is { } balance && month < months)
            {
                balances[Math.Max(0, month)] = balance;
            }
        }

        for (var month = 1; month < months; month++)
        {
            balances[month] ??= balances[month - 1];
        }

        var usual = Quantiles.Median(cameIn);
        var (offsets, variation) = MonthlyIncome(rows);
        return new(
            counts,
            usual > 0 ? [.. balances.Where(balance => balance is not null).Select(balance => balance!.Value / usual)] : [],
            offsets,
            variation);
    }

    private static int MonthsBetween(DateOnly first, DateOnly day) => ((day.Year - first.Year) * 12) + day.Month - first.Month;

    /// <summary>The payer from whom most came in at gaps of about a month.</summary>
    private static (double[] Offsets, double Variation) MonthlyIncome(IReadOnlyList<StatementRow> rows)
    {
        var income = rows.Where(row => row.Amount > 0 && row.Payer.Length > 0)
            .GroupBy(row => row.Payer, StringComparer.Ordinal)
            .Select(payer => payer.ToArray())
            .Where(credits => credits.Length >= CreditsMin && IsMonthly(credits))
            .MaxBy(credits => credits.Sum(credit => credit.Amount));
        if (income is null)
        {
            return ([], double.NaN);
        }

        var usual = income.GroupBy(credit => credit.Day.Day).OrderBy(day => day.Key).MaxBy(day => day.Count())!.Key;
        var mean = income.Average(credit => credit.Amount);
        var variance = income.Average(credit => (credit.Amount - mean) * (credit.Amount - mean));
        return ([.. income.Select(credit => (double)Offset(credit.Day, usual))], Math.Sqrt(variance) / mean);
    }

    private static bool IsMonthly(StatementRow[] credits) =>
        Quantiles.Median([.. credits.Zip(credits.Skip(1), (one, next) => (double)(next.Day.DayNumber - one.Day.DayNumber))]) is >= 26 and <= 35;

    private static int Offset(DateOnly day, int usual)
    {
        var days = DateTime.DaysInMonth(day.Year, day.Month);
        var offset = day.Day - Math.Min(usual, days);
        return offset > 15 ? offset - days : offset < -15 ? offset + days : offset;
    }
}

/// <summary>Order statistics by linear interpolation.</summary>
internal static class Quantiles
{
    public static double Median(double[] values) => Of(values, [0.5])[0];

    /// <returns>One a level; NaN without values.</returns>
    public static double[] Of(IReadOnlyList<double> values, double[] levels)
    {
        var sorted = values.Order().ToArray();
        return Array.ConvertAll(levels, level =>
        {
            if (sorted.Length == 0)
            {
                return double.NaN;
            }

            var place = level * (sorted.Length - 1);
            var below = (int)place;
            var above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
        });
    }
}
