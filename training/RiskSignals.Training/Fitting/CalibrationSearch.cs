using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Validation;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Makes the calibration of a model from margins of rows that the model behind each margin had not seen: the shape that does best on borrowers
/// that had no part in fitting it, an offset for parts of the portfolio, and the level of the newest days or of the days to come.
/// </summary>
/// <param name="Calibration">For the whole.</param>
/// <param name="Segments">What is added for parts; null if nothing is.</param>
/// <param name="Interval">Gives each probability its interval.</param>
/// <param name="Evidence">How it came about.</param>
internal sealed record CalibrationSearch(Calibration Calibration, SegmentOffsets? Segments, VennAbers Interval, CalibrationEvidence Evidence)
{
    // Steps between knots need rows with outcome 1 on either side of each.
    private const int IsotonicPositivesMin = 1_000;

    /// <param name="margins">One a row, by a model that didn't see the row's borrower.</param>
    /// <param name="table">The rows.</param>
    /// <param name="foldOf">A fold a row, no borrower in two.</param>
    /// <param name="choice">What the recipe asks for.</param>
    public static CalibrationSearch Run(float[] margins, TrainingTable table, IReadOnlyList<int> foldOf, CalibrationChoice choice)
    {
        var outcomes = table.Outcomes.ToArray();
        float[] weights = table.Weights is null ? [] : [.. table.Weights];
        var tries = Tries(margins, outcomes, weights, foldOf);
        var kind = choice.Kind ?? tries.MinBy(one => one.LogLoss)!.Kind;
        var fitted = Fit(kind, margins, outcomes, weights);
        double[] given = [.. margins.Select(margin => (double)margin)];
        double[] whole = [.. given.Select(fitted.Probability)];
        var (segments, parts) = choice.Segments is { } by ? Part(whole, outcomes, table, by) : (null, []);
        var probabilities = Probabilities(fitted, segments, given, table.Features);
        var (offset, anchor) = Level(probabilities, outcomes, weights, table.AsOf, choice);
        var calibration = offset == 0 ? fitted : fitted.Moved(offset);
        return new(
            calibration,
            segments,
            VennAbersFit.Fit(Probabilities(calibration, segments, given, table.Features), outcomes, weights, offset),
            new()
            {
                Kind = kind,
                ChosenByLogLoss = choice.Kind is null,
                Folds = foldOf.Max() + 1,
                Tries = tries,
                ExpectedRate = choice.ExpectedRate,
                Anchor = anchor,
                SegmentFeature = segments?.Feature,
                Segments = parts,
            });
    }

    /// <summary>The calibrated probability of each row, given its margin.</summary>
    public static double[] Probabilities(Calibration calibration, SegmentOffsets? segments, IEnumerable<double> margins, FeatureMatrix features)
    {
        double[] probabilities = [.. margins.Select(calibration.Probability)];
        if (segments is not null)
        {
            var values = features.Column(Place(features, segments.Feature));
            for (var row = 0; row < probabilities.Length; row++)
            {
                probabilities[row] = LogOdds.Moved(probabilities[row], segments.Of(values[row]));
            }
        }

        return probabilities;
    }

    /// <summary>Every shape that the rows can bear, each row calibrated by a fit without its fold.</summary>
    private static CalibrationTry[] Tries(float[] margins, bool[] outcomes, float[] weights, IReadOnlyList<int> foldOf)
    {
        var kinds = outcomes.Count(outcome => outcome) < IsotonicPositivesMin
            ? (CalibrationKind[])[CalibrationKind.Platt, CalibrationKind.Beta]
            : [CalibrationKind.Platt, CalibrationKind.Beta, CalibrationKind.Isotonic];
        double[] rowWeights = [.. weights.Select(weight => (double)weight)];
        return [.. kinds.Select(kind =>
        {
            var probabilities = new double[margins.Length];
            for (var fold = foldOf.Max(); fold >= 0; fold--)
            {
                int[] others = [.. Enumerable.Range(0, margins.Length).Where(row => foldOf[row] != fold)];
                var fitted = Fit(
                    kind,
                    [.. others.Select(row => margins[row])],
                    [.. others.Select(row => outcomes[row])],
                    weights.Length == 0 ? [] : [.. others.Select(row => weights[row])]);
                for (var row = 0; row < margins.Length; row++)
                {
                    probabilities[row] = foldOf[row] == fold ? fitted.Probability(margins[row]) : probabilities[row];
                }
            }

            return new CalibrationTry(
                kind, Quality.LogLoss(probabilities, outcomes, rowWeights), Quality.Brier(probabilities, outcomes, rowWeights));
        })];
    }

    private static Calibration Fit(CalibrationKind kind, float[] margins, bool[] outcomes, float[] weights) => kind switch
    {
        CalibrationKind.Platt => CalibrationFit.Platt(margins, outcomes, weights),
        CalibrationKind.Beta => CalibrationFit.Beta(margins, outcomes, weights),
        _ => CalibrationFit.Isotonic(margins, outcomes, weights),
    };

    /// <summary>The log-odds that bring probabilities to the level of the days they are for.</summary>
    private static (double Offset, AnchorEvidence? Anchor) Level(
        double[] probabilities, bool[] outcomes, float[] weights, IReadOnlyList<DateOnly> asOf, CalibrationChoice choice)
    {
        var rate = Rate(outcomes, weights, row => true);
        if (choice.ExpectedRate is { } expected)
        {
            return (LogOdds.Of(expected) - LogOdds.Of(rate), null);
        }

        if (choice.AnchorDays is not { } days)
        {
            return (0, null);
        }

        var from = asOf.Max().AddDays(1 - days);
        int[] newest = [.. Enumerable.Range(0, outcomes.Length).Where(row => asOf[row] >= from)];
        double[] predicted = [.. newest.Select(row => probabilities[row])];
        bool[] observed = [.. newest.Select(row => outcomes[row])];
        var offset = CalibrationFit.Offset(predicted, observed, weights.Length == 0 ? [] : [.. newest.Select(row => weights[row])]);
        return (offset, new(from, newest.Length, observed.Count(outcome => outcome), Rate(outcomes, weights, row => asOf[row] >= from), rate, offset));
    }

    private static double Rate(bool[] outcomes, float[] weights, Func<int, bool> counts)
    {
        var (positive, all) = (0.0, 0.0);
        for (var row = 0; row < outcomes.Length; row++)
        {
            double weight = counts(row) ? weights.Length == 0 ? 1 : weights[row] : 0;
            (positive, all) = (positive + (outcomes[row] ? weight : 0), all + weight);
        }

        return positive / all;
    }

    private static (SegmentOffsets Segments, IReadOnlyList<SegmentEvidence> Parts) Part(
        double[] probabilities, bool[] outcomes, TrainingTable table, SegmentChoice by)
    {
        var values = table.Features.Column(Place(table.Features, by.Feature)).ToArray();
        var ranges = new SegmentOffsets(by.Feature, by.Cuts, [.. Enumerable.Repeat(0.0, by.Cuts.Count + 1)], 0);
        int[] partOf = [.. values.Select(value => float.IsNaN(value) ? by.Cuts.Count + 1 : ranges.Place(value))];
        var fits = SegmentFit.Fit(probabilities, outcomes, partOf, by.Cuts.Count + 2, table.BorrowerIds);
        return (
            ranges with { Offsets = [.. fits.SkipLast(1).Select(fit => fit.Offset)], MissingOffset = fits[^1].Offset },
            [.. fits.Select((fit, part) => new SegmentEvidence(SegmentNames.Of(by.Cuts, part), fit.Rows, fit.Positives, fit.Own, fit.Deviation, fit.Offset))]);
    }

    private static int Place(FeatureMatrix features, string feature)
    {
        var place = features.Names.ToList().IndexOf(feature);
        return place >= 0
            ? place
            : throw new ArgumentException($"Recipe: calibration.segments.feature is '{feature}', which the model has not; name one of its features.");
    }
}
