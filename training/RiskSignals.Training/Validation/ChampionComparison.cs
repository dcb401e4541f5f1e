using System.Text.Json;
using System.Text.Json.Serialization;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Validation;

/// <summary>A proposed bundle beside the champion on the same matured rows, later than what either was fitted on; the ledger keeps it.</summary>
/// <param name="ChampionSha256">The champion.</param>
/// <param name="FirstDay">First as-of day of the rows.</param>
/// <param name="LastDay">Last as-of day.</param>
/// <param name="Seed">Of the resamples.</param>
public sealed record ChampionComparison(
    string ChampionSha256, ComparedBy Measure, double Margin, DateOnly FirstDay, DateOnly LastDay, int Seed, PairedComparison Result, ComparisonVerdict Verdict)
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>
    /// Scores the rows with both. A borrower may have had a part in the training of either, as in service; no outcome of these rows had.
    /// </summary>
    /// <param name="table">Rows over all of the catalogue's scored features.</param>
    /// <exception cref="ArgumentException">All outcomes are the same: nothing can be compared yet.</exception>
    public static ChampionComparison Measured(
        Bundle champion, Bundle challenger, TrainingTable table, ComparedBy measure, double margin, int seed)
    {
        var result = PairedComparison.Measure(
            Probabilities(champion, table), Probabilities(challenger, table), [.. table.Outcomes], table.BorrowerIds, measure, seed);
        return new(champion.Hash, measure, margin, table.AsOf.Min(), table.AsOf.Max(), seed, result, result.Verdict(margin));
    }

    public string ToJson() => JsonSerializer.Serialize(this, Form);

    private static double[] Probabilities(Bundle bundle, TrainingTable table)
    {
        var rows = table.Select(bundle.Features).Features;
        var (row, probabilities) = (new float[bundle.Features.Count], new double[rows.Rows]);
        for (var i = 0; i < probabilities.Length; i++)
        {
            rows.CopyRow(i, row);
            probabilities[i] = bundle.Calibration.Probability(bundle.Model.Margin(row));
        }

        return probabilities;
    }
}
