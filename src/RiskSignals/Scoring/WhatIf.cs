using System.Globalization;
using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>One feature moved.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="From">The value it has.</param>
/// <param name="To">The value it would have.</param>
/// <param name="Doing">What the borrower would do for it.</param>
public sealed record WhatIfStep(string Feature, float From, float To, string Doing);

/// <summary>A change that moves a loan into a better band; verified by scoring the changed row.</summary>
/// <param name="Steps">The one or two features moved, each followed by what moves along with it.</param>
/// <param name="Distance">How far the one or two features move: the sum of their moves, each ÷ the range that loan and reference span.</param>
/// <param name="Probability">The score after it.</param>
/// <param name="Band">The band after it.</param>
public sealed record WhatIfChange(IReadOnlyList<WhatIfStep> Steps, double Distance, double Probability, string Band);

/// <summary>
/// The smallest changes of what a borrower can act on that would move a loan into a better band. Features move only to values that
/// borrowers of the reference population have, only to the side on which risk falls, and only if <see cref="ActionableFeatures"/> lists
/// them. Of each feature at most sixteen such values are tried, spread evenly: the smallest change is the smallest among these, and a value
/// between two of them might do. It tells what the model would say, which is no promise of what would happen.
/// </summary>
public static class WhatIf
{
    /// <summary>At most this many changes are told.</summary>
    public const int CountMax = 3;

    // Pairs are tried among the features that help most alone, over values spread evenly: some ten thousand margins at most.
    private const int PairedMax = 12;
    private const int ValuesMax = 16;

    /// <summary>At most <see cref="CountMax"/> changes of one or two features, the smallest first; none if no such change is enough.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="row">The bundle's features in its order; NaN is missing.</param>
    /// <param name="cancel">Looked at between candidates.</param>
    /// <exception cref="ArgumentException">The row has another length than the bundle's features.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<WhatIfChange> Find(Bundle bundle, ReadOnlySpan<float> row, CancellationToken cancel = default)
    {
        if (Scorer.Score(bundle, row).Score is not { } now || now.Band == (bundle.HigherIsRiskier ? bundle.Bands[0] : bundle.Bands[^1]).Name)
        {
            return [];
        }

        var search = new Search(bundle, row.ToArray(), now.Margin);
        var levers = Enumerable.Range(0, row.Length).Select(search.Lever).OfType<Lever>().ToArray();
        var found = new List<(Move[] Moves, double Distance)>();
        var helping = new List<(Lever Lever, double Gain)>();
        foreach (var lever in levers)
        {
            cancel.ThrowIfCancellationRequested();
            if (Array.Find(lever.Moves, move => search.Improves(move)) is { } enough)
            {
                found.Add(([enough], enough.Distance));
            }
            else if (search.Gain(lever.Moves[^1]) is > 0 and var gain)
            {
                helping.Add((lever, gain));
            }
        }

        // Only features that are not enough alone are paired: a pair is then never more than it needs to be.
        var paired = helping.OrderByDescending(one => one.Gain).ThenBy(one => one.Lever.Feature).Take(PairedMax)
            .Select(one => one.Lever).OrderBy(lever => lever.Feature).ToArray();
        for (var i = 0; i < paired.Length; i++)
        {
            foreach (var other in paired[(i + 1)..].Where(other => other.Doing != paired[i].Doing))
            {
                cancel.ThrowIfCancellationRequested();
                found.AddRange(search.Nearest(paired[i], other));
            }
        }

        return
        [
            .. found.OrderBy(one => one.Distance).ThenBy(one => one.Moves.Length).ThenBy(one => one.Moves[0].Steps[0].Feature)
                .Select(one => search.Verified(one.Moves, one.Distance))
                .OfType<WhatIfChange>()
                .DistinctBy(change => string.Join(';', change.Steps.Select(step => step.Doing).Distinct(StringComparer.Ordinal)))
                .Take(CountMax),
        ];
    }

    /// <summary>A feature that can be moved, and where to, the nearest value first.</summary>
    private sealed record Lever(int Feature, string Doing, Move[] Moves);

    /// <summary>One feature at another value, and what moves along with it.</summary>
    private sealed record Move((int Feature, float To)[] Steps, double Distance);

    private sealed class Search(Bundle bundle, float[] row, double margin)
    {
        private readonly double sign = bundle.HigherIsRiskier ? 1 : -1;
        private readonly int band = Band.Place(bundle.Bands, bundle.Probability(row, margin));

        public Lever? Lever(int feature)
        {
            var (known, from) = (bundle.Features[feature], row[feature]);
            if (known.Direction == RiskDirection.None || float.IsNaN(from) || ActionableFeatures.Doing(known.Name) is not { } doing)
            {
                return null;
            }

            var better = known.Direction == RiskDirection.Rises ? -1 : 1;
            var reference = Enumerable.Range(0, bundle.Reference.Rows).Select(i => bundle.Reference.Row(i)[feature])
                .Where(value => !float.IsNaN(value)).Distinct().ToArray();

            // What is overdue is paid or not: nothing in between ends it.
            var values = reference.Where(value => better * (value - from) > 0 && (known.Name != "repayment_dpd_value_now" || value == 0))
                .OrderBy(value => Math.Abs(value - from)).ToArray();
            if (values.Length == 0)
            {
                return null;
            }

            var range = Math.Max(reference.Max(), from) - Math.Min(reference.Min(), from);
            var count = Math.Min(values.Length, ValuesMax);
            var moves = Enumerable.Range(1, count).Select(i => values[(i * values.Length / count) - 1])
                .Select(value => new Move([(feature, value), .. Along(feature, value)], Math.Abs(value - from) / range));
            return new(feature, doing, [.. moves]);
        }

        public bool Improves(params ReadOnlySpan<Move> moves) => IsBetter(Probability(moves));

        public double Gain(Move move) => sign * (margin - Margin(move));

        /// <summary>The nearest pair of values of two features that is enough.</summary>
        public IEnumerable<(Move[] Moves, double Distance)> Nearest(Lever first, Lever second)
        {
            (Move[] Moves, double Distance)? nearest = null;
            foreach (var one in first.Moves)
            {
                foreach (var other in second.Moves)
                {
                    if (one.Distance + other.Distance >= (nearest?.Distance ?? double.PositiveInfinity))
                    {
                        break;
                    }

                    if (Improves(one, other))
                    {
                        nearest = ([one, other], one.Distance + other.Distance);
                        break;
                    }
                }
            }

            return nearest is { } found ? [found] : [];
        }

        /// <summary>The change as told; null if its score doesn't bear it out.</summary>
        public WhatIfChange? Verified(Move[] moves, double distance)
        {
            var steps = moves.SelectMany(move => move.Steps.Select(step => new WhatIfStep(
                bundle.Features[step.Feature].Name, row[step.Feature], step.To, ActionableFeatures.Doing(bundle.Features[move.Steps[0].Feature].Name)!)));
            return Scorer.Score(bundle, Moved(moves)).Score is { } score && IsBetter(score.Probability)
                ? new([.. steps], distance, score.Probability, score.Band)
                : null;
        }

        /// <summary>
        /// What can't stay as it is: a count over a shorter window is no larger than over a longer one, and who has paid what is overdue has
        /// no arrears.
        /// </summary>
        private IEnumerable<(int Feature, float To)> Along(int feature, float to)
        {
            var name = bundle.Features[feature].Name;
            for (var other = 0; other < row.Length; other++)
            {
                var its = bundle.Features[other].Name;
                var isShorter = name.Contains("_count_", StringComparison.Ordinal) && Subject(its) == Subject(name) && Days(its) < Days(name);
                var isArrears = name == "repayment_dpd_value_now" && its == "repayment_arrears_ratio_now";
                if ((isShorter || isArrears) && row[other] > to)
                {
                    yield return (other, to);
                }
            }
        }

        private static string Subject(string name) => name[..Math.Max(0, name.LastIndexOf('_'))];

        private static int Days(string name) =>
            int.TryParse(name[(name.LastIndexOf('_') + 1)..].TrimEnd('d'), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 0;

        private bool IsBetter(double probability)
        {
            var place = Band.Place(bundle.Bands, probability);
            return bundle.HigherIsRiskier ? place < band : place > band;
        }

        private double Margin(params ReadOnlySpan<Move> moves) => bundle.Model.Margin(Moved(moves));

        private double Probability(params ReadOnlySpan<Move> moves)
        {
            var moved = Moved(moves);
            return bundle.Probability(moved, bundle.Model.Margin(moved));
        }

        private float[] Moved(params ReadOnlySpan<Move> moves)
        {
            var moved = (float[])row.Clone();
            foreach (var move in moves)
            {
                foreach (var (feature, to) in move.Steps)
                {
                    moved[feature] = to;
                }
            }

            return moved;
        }
    }
}
