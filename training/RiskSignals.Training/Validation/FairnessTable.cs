using RiskSignals.Scoring;

namespace RiskSignals.Training.Validation;

/// <summary>What the figures of a group allow to be said against those of the largest one.</summary>
public enum FairnessVerdict
{
    /// <summary>The largest group of the attribute, with which the others are compared.</summary>
    Compared,

    /// <summary>Too few rows of one outcome or too few borrowers, or the interval holds both a concern and none.</summary>
    InsufficientEvidence,

    /// <summary>Four fifths or more of the comparison's share pass, and the score errs alike, chance considered.</summary>
    NoConcernShown,

    /// <summary>Surely less than four fifths of the comparison's share pass.</summary>
    PassesLess,

    /// <summary>Surely the score overstates the group's risk, compared with how it errs for the comparison.</summary>
    RiskOverstated,
}

/// <summary>How scores treat one group of borrowers; the test rows alone.</summary>
/// <param name="Group">Its name.</param>
/// <param name="PassingShare">Share of its rows in the passing band or a better one.</param>
/// <param name="PassingRatio">That share ÷ the comparison's; null where none of the comparison passes.</param>
/// <param name="RatioLow">Lower end of its 95 % interval, borrowers resampled; null where too few rows tell.</param>
/// <param name="RatioHigh">Upper end.</param>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Observed">Share with outcome 1.</param>
/// <param name="OverstatedLow">
/// Lower end of the interval of (risk predicted − observed) less the same of the comparison; above 0 the group is made to look riskier than it is.
/// </param>
/// <param name="OverstatedHigh">Upper end.</param>
public sealed record FairnessGroup(
    string Group,
    int Rows,
    int Borrowers,
    int Positives,
    double PassingShare,
    double? PassingRatio,
    double? RatioLow,
    double? RatioHigh,
    double Predicted,
    double Observed,
    double? OverstatedLow,
    double? OverstatedHigh,
    FairnessVerdict Verdict);

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
        string?[] groupOf = [.. test.Table.BorrowerIds.Select(borrower => audit.Of(attribute, borrower))];
        var groups = groupOf.OfType<string>().GroupBy(group => group, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key).ToArray();
        bool[] passes = [.. test.Probabilities.Select(test.Bundle.Passes)];
        return new(attribute, groupOf.Count(group => group is null), [.. groups.Select(group => Measure(test, groupOf, group, groups[0], passes, seed))]);
    }

    private static FairnessGroup Measure(ScoredRows test, string?[] groupOf, string group, string compared, bool[] passes, int seed)
    {
        int[] own = [.. Rows(group)];
        int[] other = [.. Rows(compared)];
        var (ones, borrowers) = (own.Count(row => test.Outcomes[row]), Borrowers(own));
        var found = new FairnessGroup(
            group,
            own.Length,
            borrowers,
            ones,
            Share(own, passes, []),
            Share(other, passes, []) is > 0 and var share ? Share(own, passes, []) / share : null,
            null,
            null,
            own.Average(row => test.Probabilities[row]),
            (double)ones / own.Length,
            null,
            null,
            FairnessVerdict.InsufficientEvidence);
        if (group == compared)
        {
            return found with { Verdict = FairnessVerdict.Compared };
        }

        if (IsThin(own) || IsThin(other))
        {
            return found;
        }

        int[] both = [.. own, .. other];
        string[] ids = [.. both.Select(row => test.Table.BorrowerIds[row])];
        var place = Enumerable.Range(0, own.Length).ToArray();
        var otherPlace = Enumerable.Range(own.Length, other.Length).ToArray();
        bool[] passing = [.. both.Select(row => passes[row])];
        double[] overstated =
        [
            .. both.Select(row => (test.Bundle.HigherIsRiskier ? 1 : -1) * (test.Probabilities[row] - (test.Outcomes[row] ? 1 : 0))),
        ];
        var intervals = BorrowerResamples.Intervals(
            ids,
            both.Length,
            seed,
            Resamples,
            counts => Share(place, passing, counts) / Share(otherPlace, passing, counts),
            counts => Mean(place, overstated, counts) - Mean(otherPlace, overstated, counts));
        var ((low, high), (overLow, overHigh)) = (intervals[0], intervals[1]);
        return double.IsNaN(low) || double.IsInfinity(high) || double.IsNaN(overLow)
            ? found
            : found with
            {
                RatioLow = low,
                RatioHigh = high,
                OverstatedLow = overLow,
                OverstatedHigh = overHigh,
                Verdict = high < RatioMin ? FairnessVerdict.PassesLess
                    : overLow > 0 ? FairnessVerdict.RiskOverstated
                    : low >= RatioMin ? FairnessVerdict.NoConcernShown
                    : FairnessVerdict.InsufficientEvidence,
            };

        IEnumerable<int> Rows(string name) => Enumerable.Range(0, groupOf.Length).Where(row => groupOf[row] == name);

        int Borrowers(int[] rows) => rows.Select(row => test.Table.BorrowerIds[row]).Distinct(StringComparer.Ordinal).Count();

        bool IsThin(int[] rows) => Math.Min(
            Math.Min(rows.Count(row => test.Outcomes[row]), rows.Count(row => !test.Outcomes[row])), Borrowers(rows)) < SegmentQuality.OutcomesMin;
    }

    private static double Share(int[] rows, bool[] holds, ReadOnlySpan<double> counts)
    {
        var (sum, all) = (0.0, 0.0);
        foreach (var row in rows)
        {
            var count = counts.IsEmpty ? 1 : counts[row];
            (sum, all) = (sum + (holds[row] ? count : 0), all + count);
        }

        return sum / all;
    }

    private static double Mean(int[] rows, double[] values, ReadOnlySpan<double> counts)
    {
        var (sum, all) = (0.0, 0.0);
        foreach (var row in rows)
        {
            (sum, all) = (sum + (counts[row] * values[row]), all + counts[row]);
        }

        return sum / all;
    }
}
