using System.Globalization;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Learners;

/// <summary>
/// A weight-of-evidence scorecard: features are cut into bins, a logistic regression weighs their evidence, and every bin's share becomes
/// whole points. The points on the card are those that are executed. More points are always safer.
/// </summary>
public sealed record ScorecardLearner : ILearner
{
    private const double AnchorPoints = 600;

    private const double AnchorGoodToBad = 30;

    /// <summary>Bins of known values a feature, at most, 2 to 20.</summary>
    public int BinsMax { get; init; } = 6;

    /// <summary>Share of the rows in a bin, at least, 0 to 0.5.</summary>
    public double BinShareMin { get; init; } = 0.05;

    /// <summary>Features whose information value is below this are left out.</summary>
    public double InformationMin { get; init; } = 0.02;

    /// <summary>Features on the card, at most, 1 to 200; those with the most information are taken.</summary>
    public int CharacteristicsMax { get; init; } = 25;

    /// <summary>Pull of the features' weights toward 0 (squared), at least 0.</summary>
    public double Ridge { get; init; } = 1;

    /// <summary>Points that double the odds of the good outcome, 10 to 1,000; fewer round more coarsely.</summary>
    public int PointsToDoubleOdds { get; init; } = 40;

    /// <inheritdoc/>
    public LearnerKind Kind => LearnerKind.Scorecard;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Value)> Parameters =>
    [
        ("bins_max", Text(BinsMax)), ("bin_share_min", Text(BinShareMin)), ("information_min", Text(InformationMin)),
        ("characteristics_max", Text(CharacteristicsMax)), ("ridge", Text(Ridge)),
    ];

    /// <inheritdoc/>
    public CrossFitted CrossFit(TrainingTable table, IReadOnlyList<int> foldOf, FitRun run)
    {
        var folds = foldOf.Max() + 1.0;
        return new(HeldOut.Margins(table, foldOf, (rows, fold) => Fit(rows, run.Part(fold / folds, (fold + 1) / folds))), this);
    }

    /// <inheritdoc/>
    public FittedModel Fit(TrainingTable table, FitRun run)
    {
        var cut = new List<(WeightBins Bins, int Column)>();
        for (var column = 0; column < table.ModelFeatures.Count; column++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            if (WeightBins.Cut(table, column, run.SignOf(table.ModelFeatures[column]), BinsMax, BinShareMin) is { } bins)
            {
                cut.Add((bins, column));
            }

            run.Progress?.Report(new((column + 1.0) / table.ModelFeatures.Count, $"{column + 1} of {table.ModelFeatures.Count} features cut"));
        }

        if (cut.Count == 0)
        {
            throw new ArgumentException($"All {table.ModelFeatures.Count} features are the same in every row; a scorecard needs one that differs.");
        }

        // One stays, however little it says, so that there is a card.
        var best = cut.Max(one => one.Bins.Information);
        var chosen = cut
            .Where(one => one.Bins.Information >= Math.Min(InformationMin, best))
            .OrderByDescending(one => one.Bins.Information).ThenBy(one => one.Column)
            .Take(CharacteristicsMax)
            .OrderBy(one => one.Column)
            .ToArray();
        var columns = chosen.Select(one => one.Bins.Column(table.Features.Column(one.Column))).ToArray();

        // Evidence already points the right way; a weight below 0 would turn it round.
        var (weights, intercept) = BoundedLogistic.Fit(
            columns, table.Outcomes, table.Weights, [.. columns.Select(_ => 1)], Ridge, lasso: 0, run.Cancel);
        return FittedModel.Of(Card([.. chosen.Select(one => one.Bins)], weights, intercept, run.HigherIsRiskier), table.ModelFeatures, run);
    }

    /// <exception cref="FormatException">A bound is broken; the message names the parameter.</exception>
    internal void RequireBounds()
    {
        Require(BinsMax is >= 2 and <= 20, "bins_max", BinsMax, "2 to 20");
        Require(BinShareMin is >= 0 and <= 0.5, "bin_share_min", BinShareMin, "0 to 0.5");
        Require(InformationMin >= 0, "information_min", InformationMin, "at least 0");
        Require(CharacteristicsMax is >= 1 and <= 200, "characteristics_max", CharacteristicsMax, "1 to 200");
        Require(Ridge is >= 0 and < double.PositiveInfinity, "ridge", Ridge, "at least 0");
        Require(PointsToDoubleOdds is >= 10 and <= 1_000, "points_to_double_odds", PointsToDoubleOdds, "10 to 1,000");
    }

    private Scorecard Card(WeightBins[] chosen, double[] weights, double intercept, bool higherIsRiskier)
    {
        // Points count toward the good outcome; the scale says so in the odds of outcome 1.
        var toDouble = higherIsRiskier ? -PointsToDoubleOdds : PointsToDoubleOdds;
        var anchorOdds = higherIsRiskier ? 1 / AnchorGoodToBad : AnchorGoodToBad;
        var pointsALogOdds = toDouble / Math.Log(2);
        int PointsOf(int feature, WeightBins.Bin bin) => (int)Math.Round(weights[feature] * chosen[feature].Weight(bin) * pointsALogOdds);
        var characteristics = chosen.Select((bins, i) => new Characteristic(
                bins.Feature,
                [.. bins.Bins.DefaultIfEmpty(WeightBins.Empty).Select(bin => new PointsBin(bin.UpperExcl, PointsOf(i, bin)))],
                PointsOf(i, bins.Missing ?? WeightBins.Empty),
                [.. bins.Special.Select(one => new SpecialPoints(one.Value, PointsOf(i, one.Bin)))]))
            .ToArray();
        var telling = characteristics.Where(
            one => one.MissingPoints != 0 || one.Bins.Any(bin => bin.Points != 0) || one.Special.Any(special => special.Points != 0));
        return new(
            (int)Math.Round(AnchorPoints + ((intercept - Math.Log(anchorOdds)) * pointsALogOdds)),
            AnchorPoints,
            anchorOdds,
            toDouble,
            [.. telling.DefaultIfEmpty(characteristics[0])]);
    }

    private static string Text(IFormattable value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static void Require(bool holds, string name, IFormattable value, string expected)
    {
        if (!holds)
        {
            throw new FormatException($"Recipe: scorecard.{name} is {Text(value)}; {expected} is expected.");
        }
    }
}
