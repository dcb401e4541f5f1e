using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

/// <summary>Borrowers seen on several days, whose outcome follows a known logistic law with missing values and an interaction.</summary>
internal static class SyntheticTable
{
    public const string RecipeJson =
        """
        {
          "target": "MISS30@1", "version": "1", "higher_is_riskier": true, "seed": 7,
          "definition": "A miss.", "intended_use": "Tests.",
          "fit": { "rounds": 60, "patience": 10, "depth": 4, "eta": 0.15, "row_sample": 0.8, "column_sample": 0.7 },
          "validation": { "resamples": 200, "baselines": [] },
          "bands": [ { "name": "low", "upper_excl": 0.2 }, { "name": "high", "upper_excl": 1 } ]
        }
        """;

    public static readonly Recipe Recipe = Recipe.Parse(RecipeJson);

    public static readonly IReadOnlyList<ModelFeature> Features =
    [
        new("repayment_late_count_90d", RiskDirection.Rises, "count", "{value} instalments were late", IsReason: true),
        new("balance_value_ratio_now", RiskDirection.Falls, "ratio", "Your balance is {value} of the usual", IsReason: true),
        new("income_total_z_30d", RiskDirection.None, "sd", "", IsReason: false),
        new("spending_noise_value_now", RiskDirection.None, "count", "", IsReason: false),
    ];

    /// <summary>The same rows with good news in the place of bad.</summary>
    public static TrainingTable Reversed(TrainingTable table) =>
        new(table.Features, table.ModelFeatures, [.. table.Outcomes.Select(outcome => !outcome)], [.. table.BorrowerIds], [.. table.AsOf]);

    public static TrainingTable Make(int borrowers = 600, int days = 6, int seed = 1, bool weighted = false)
    {
        var random = new Random(seed);
        var rows = borrowers * days;
        var columns = Enumerable.Range(0, Features.Count).Select(_ => new float[rows]).ToArray();
        var (outcomes, ids, asOf) = (new bool[rows], new string[rows], new DateOnly[rows]);
        for (var row = 0; row < rows; row++)
        {
            var (late, balance, income) = (random.Next(6), random.NextSingle() * 2, (random.NextSingle() * 4) - 2);
            var logOdds = -1.5 + (0.6 * late) - (1.2 * balance) + (income < -1 && balance < 0.5 ? 2 : 0);
            outcomes[row] = random.NextDouble() < 1 / (1 + Math.Exp(-logOdds));
            ids[row] = $"B{row / days}";
            asOf[row] = new DateOnly(2024, 1, 31).AddDays(31 * (row % days));
            columns[0][row] = late;
            columns[1][row] = random.NextDouble() < 0.1 ? float.NaN : balance;
            columns[2][row] = random.NextDouble() < 0.1 ? float.NaN : income;
            columns[3][row] = random.NextSingle();
        }

        return new(
            new([.. Features.Select(feature => feature.Name)], columns),
            Features,
            outcomes,
            ids,
            asOf,
            weighted ? [.. Enumerable.Range(0, rows).Select(row => 1 + (row % 3))] : null);
    }
}
