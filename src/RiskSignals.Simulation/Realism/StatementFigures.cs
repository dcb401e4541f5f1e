namespace RiskSignals.Simulation.Realism;

/// <summary>The shape of many bank accounts' statements, in figures that can be laid beside those of another bank.</summary>
internal static class StatementFigures
{
    private static readonly double[] Levels = [0.10, 0.25, 0.50, 0.75, 0.90];

    /// <summary>Names and units, in the order of <see cref="Of"/>.</summary>
    public static IReadOnlyList<(string Name, string Unit)> Names { get; } =
    [
        ("bank transactions a month, mean", "count"),
        ("bank transactions a month, 10th percentile", "count"),
        ("bank transactions a month, median", "count"),
        ("bank transactions a month, 90th percentile", "count"),
        ("balance at the month's end below zero", "% of months"),
        ("balance at the month's end, 10th percentile", "months of money in"),
        ("balance at the month's end, 25th percentile", "months of money in"),
        ("balance at the month's end, median", "months of money in"),
        ("balance at the month's end, 75th percentile", "months of money in"),
        ("balance at the month's end, 90th percentile", "months of money in"),
        ("bank accounts with a monthly income from one payer", "%"),
        ("that income on its usual day of the month", "% of credits"),
        ("distance from the usual day of the month, mean", "days"),
        ("variation of that income's amounts, median", "% of its mean"),
    ];

    /// <returns>Each with the number of months, bank accounts or credits that it was taken from.</returns>
    public static (double Value, long Count)[] Of(IReadOnlyCollection<StatementShape> shapes)
    {
        var counts = shapes.SelectMany(shape => shape.RowsByMonth).Select(count => (double)count).ToArray();
        var balances = shapes.SelectMany(shape => shape.BalancesByMonth).ToArray();
        var offsets = shapes.SelectMany(shape => shape.IncomeOffsets).ToArray();
        var variations = shapes.Select(shape => shape.IncomeVariation).Where(double.IsFinite).ToArray();
        var counted = Quantiles.Of(counts, [0.10, 0.50, 0.90]);
        return
        [
            (Mean(counts), counts.Length),
            .. counted.Select(count => (count, (long)counts.Length)),
            (100 * Mean(balances.Select(balance => balance < 0 ? 1.0 : 0)), balances.Length),
            .. Quantiles.Of(balances, Levels).Select(balance => (balance, (long)balances.Length)),
            (100 * Mean(shapes.Select(shape => shape.IncomeOffsets.Length > 0 ? 1.0 : 0)), shapes.Count),
            (100 * Mean(offsets.Select(offset => offset == 0 ? 1.0 : 0)), offsets.Length),
            (Mean(offsets.Select(Math.Abs)), offsets.Length),
            (100 * Quantiles.Median(variations), variations.Length),
        ];
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
