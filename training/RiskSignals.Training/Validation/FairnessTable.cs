using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>Scores by the groups of one protected attribute, which played no part in making them.</summary>
/// <param name="Attribute">Its name in the audit file.</param>
/// <param name="Unknown">Test rows whose borrower has no group.</param>
/// <param name="Groups">The largest first.</param>
public sealed record FairnessTable(string Attribute, int Unknown, IReadOnlyList<FairnessGroup> Groups)
{
    /// <summary>The customary limit of adverse impact: four fifths.</summary>
    public const double RatioMin = 0.8;

    private const int Resamples = 400;

    internal static IReadOnlyList<FairnessTable> Measure(ScoredRows test, AuditGroups audit, int seed) =>
        [.. audit.Attributes.Select(attribute => Measure(test, attribute, audit, seed))];

    private static FairnessTable Measure(ScoredRows test, string attribute, AuditGroups audit, int seed)
    {
        var rowsOf = Enumerable.Range(0, test.Table.Rows).ToLookup(row => audit.Of(attribute, test.Table.BorrowerIds[row]));
        int[][] groups =
        [
            .. rowsOf.Where(group => group.Key is not null).OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray()),
        ];
        return new(
            attribute,
            rowsOf[null].Count(),
            [.. groups.Select(rows => Measure(test, audit.Of(attribute, test.Table.BorrowerIds[rows[0]])!, rows, groups[0], seed))]);
    }

    private static FairnessGroup Measure(ScoredRows test, string name, int[] own, int[] compared, int seed)
    {
        // The group's rows first, then those it is compared with.
        int[] rows = [.. own, .. compared];
        double[] passing = [.. rows.Select(row => test.Bundle.Passes(test.Probabilities[row]) ? 1.0 : 0)];
        double[] overstated =
        [
            .. rows.Select(row => (test.Bundle.HigherIsRiskier ? 1 : -1) * (test.Probabilities[row] - (test.Outcomes[row] ? 1 : 0))),
        ];
        var (ownPassing, comparedPassing) = Means(passing, own.Length, []);
        var (ownOverstated, comparedOverstated) = Means(overstated, own.Length, []);
        var found = new FairnessGroup(name, own.Length, Borrowers(own), own.Count(row => test.Outcomes[row]), ownPassing)
        {
            PassingRatio = comparedPassing > 0 ? ownPassing / comparedPassing : null,
            Predicted = own.Average(row => test.Probabilities[row]),
            Observed = own.Average(row => test.Outcomes[row] ? 1.0 : 0),
            Verdict = ReferenceEquals(own, compared) ? FairnessVerdict.Compared : FairnessVerdict.InsufficientEvidence,
        };
        if (ReferenceEquals(own, compared) || IsThin(own) || IsThin(compared))
        {
            return found;
        }

        var intervals = BorrowerResamples.Intervals(
            [.. rows.Select(row => test.Table.BorrowerIds[row])],
            rows.Length,
            seed,
            Resamples,
            counts => Means(passing, own.Length, counts) is var (one, other) ? one / other : 0,
            counts => Means(overstated, own.Length, counts) is var (one, other) ? one - other : 0);
        var ((low, high), (overLow, overHigh)) = (intervals[0], intervals[1]);
        return double.IsNaN(low) || double.IsInfinity(high) || double.IsNaN(overLow)
            ? found
            : found with
            {
                RatioLow = low,
                RatioHigh = high,
                Overstated = ownOverstated - comparedOverstated,
                OverstatedLow = overLow,
                OverstatedHigh = overHigh,
                Verdict = high < RatioMin ? FairnessVerdict.PassesLess
                    : overLow > 0 ? FairnessVerdict.RiskOverstated
                    : low >= RatioMin ? FairnessVerdict.NoConcernShown
                    : FairnessVerdict.InsufficientEvidence,
            };

        int Borrowers(int[] some) => some.Select(row => test.Table.BorrowerIds[row]).Distinct(StringComparer.Ordinal).Count();

        bool IsThin(int[] some)
        {
            var ones = some.Count(row => test.Outcomes[row]);
            return Math.Min(Math.Min(ones, some.Length - ones), Borrowers(some)) < SegmentQuality.OutcomesMin;
        }
    }

    /// <summary>The means of the first values and of the others, each counted so often; once without counts.</summary>
    private static (double First, double Others) Means(double[] values, int first, ReadOnlySpan<double> counts) =>
        (Mean(values.AsSpan(0, first), counts.IsEmpty ? [] : counts[..first]), Mean(values.AsSpan(first), counts.IsEmpty ? [] : counts[first..]));

    private static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> counts)
    {
        var (sum, all) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var count = counts.IsEmpty ? 1 : counts[i];
            (sum, all) = (sum + (count * values[i]), all + count);
        }

        return sum / all;
    }
}
