using System.Globalization;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Learners;

/// <summary>
/// A logistic regression over standardised features: the plain model that others must beat. A missing value counts as the mean plus a term
/// of its own, a special value has only its own term, and extremes count as the value at their quantile. Where a direction is known the
/// weight keeps it.
/// </summary>
public sealed record LogisticLearner : ILearner
{
    // A term of its own from fewer rows would be noise.
    private const int OwnTermRowsMin = 10;

    /// <summary>Pull of weights toward 0 (squared), at least 0, against the log loss summed over all rows.</summary>
    public double Ridge { get; init; } = 10;

    /// <summary>Pull of weights toward 0 (absolute), at least 0; leaves features out.</summary>
    public double Lasso { get; init; }

    /// <summary>Share of the known values at either end that count as the value at that quantile, 0 to 0.25.</summary>
    public double Tail { get; init; } = 0.01;

    /// <inheritdoc/>
    public LearnerKind Kind => LearnerKind.Logistic;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Value)> Parameters => [("ridge", Text(Ridge)), ("lasso", Text(Lasso)), ("tail", Text(Tail))];

    /// <inheritdoc/>
    public CrossFitted CrossFit(TrainingTable table, IReadOnlyList<int> foldOf, FitRun run)
    {
        var folds = foldOf.Max() + 1.0;
        return new(HeldOut.Margins(table, foldOf, (rows, fold) => Fit(rows, run.Part(fold / folds, (fold + 1) / folds))), this);
    }

    /// <inheritdoc/>
    public FittedModel Fit(TrainingTable table, FitRun run)
    {
        var parts = table.ModelFeatures.Select((feature, i) => Standardise(table, feature, i)).OfType<Part>().ToArray();
        var columns = parts.SelectMany(part => part.Columns).ToArray();
        var signs = parts.SelectMany(part => part.Columns.Select((_, i) => i == 0 ? run.SignOf(part.Feature) : 0)).ToArray();
        var (fitted, intercept) = BoundedLogistic.Fit(columns, table.Outcomes, table.Weights, signs, Ridge, Lasso, run.Cancel);
        var (weights, at) = (new List<LogisticWeight>(), 0);
        foreach (var part in parts)
        {
            var own = fitted.AsSpan(at, part.Columns.Length);
            at += own.Length;
            if (own.ContainsAnyExcept(0.0))
            {
                weights.Add(part.Weight(own));
            }
        }

        // Nothing helps: a weight of 0 says so and keeps the model in its form.
        weights.AddRange(weights.Count > 0 ? [] : [new(table.ModelFeatures[0].Name, 0, 0, 1, 0)]);
        run.Progress?.Report(new(1, FormattableString.Invariant($"{weights.Count} weights")));
        return FittedModel.Of(new LogisticWeights(intercept, weights), table.ModelFeatures, run);
    }

    /// <exception cref="FormatException">A bound is broken; the message names the parameter.</exception>
    internal void RequireBounds()
    {
        if (!(Ridge is >= 0 and < double.PositiveInfinity && Lasso is >= 0 and < double.PositiveInfinity && Tail is >= 0 and <= 0.25))
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"Recipe: logistic has ridge {Ridge}, lasso {Lasso} and tail {Tail}; at least 0, at least 0, and 0 to 0.25 are expected."));
        }
    }

    private Part? Standardise(TrainingTable table, ModelFeature feature, int column)
    {
        var values = table.Features.Column(column).ToArray();
        var special = table.Special.GetValueOrDefault(feature.Name, []).ToArray();
        var known = values.Where(value => !float.IsNaN(value) && !special.Contains(value)).Order().ToArray();
        if (known.Length == 0 || known[0] == known[^1])
        {
            return null;
        }

        float? low = known[(int)(Tail * (known.Length - 1))], high = known[(int)((1 - Tail) * (known.Length - 1))];

        // A count that is nearly always the same would vanish between its quantiles.
        (low, high) = Tail > 0 && low < high ? (low, high) : (null, null);
        var (from, to) = (low ?? float.MinValue, high ?? float.MaxValue);
        var mean = known.Average(value => (double)Math.Clamp(value, from, to));
        var deviation = Math.Sqrt(known.Average(value => Math.Pow(Math.Clamp(value, from, to) - mean, 2)));
        var plain = new float[values.Length];
        var own = special.Where(value => values.AsSpan().Count(value) >= OwnTermRowsMin).ToArray();
        var isOwn = own.Select(_ => new float[values.Length]).ToArray();
        var missing = new float[values.Length];
        var missingRows = 0;
        for (var row = 0; row < values.Length; row++)
        {
            if (float.IsNaN(values[row]))
            {
                (missing[row], missingRows) = (1, missingRows + 1);
            }
            else if (!special.Contains(values[row]))
            {
                plain[row] = (float)((Math.Clamp(values[row], from, to) - mean) / deviation);
            }
            else if (Array.IndexOf(own, values[row]) is var place and >= 0)
            {
                isOwn[place][row] = 1;
            }
        }

        float[][] columns = [plain, .. missingRows >= OwnTermRowsMin ? [missing] : Array.Empty<float[]>(), .. isOwn];
        return new(feature, mean, deviation, low, high, missingRows >= OwnTermRowsMin, special, own, columns);
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>One feature made ready: its standardised values first, then the flags of missing and of its special values.</summary>
    private sealed record Part(
        ModelFeature Feature,
        double Mean,
        double Deviation,
        float? Low,
        float? High,
        bool HasMissing,
        float[] Special,
        float[] Own,
        float[][] Columns)
    {
        public LogisticWeight Weight(ReadOnlySpan<double> fitted)
        {
            var first = HasMissing ? 2 : 1;
            var adds = fitted.ToArray();
            return new(
                Feature.Name,
                fitted[0],
                Mean,
                Deviation,
                HasMissing ? fitted[1] : 0,
                Low,
                High,
                Special.Length == 0 ? null :
                [
                    .. Special.Select(value => new SpecialAdds(value, Array.IndexOf(Own, value) is var place and >= 0 ? adds[first + place] : 0)),
                ]);
        }
    }
}
