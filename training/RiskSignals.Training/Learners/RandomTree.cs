namespace RiskSignals.Training.Learners;

/// <summary>
/// One tree of extremely randomised trees: at each node some columns are drawn, each with a threshold drawn evenly between its least and
/// greatest value there, and the split is taken that parts the outcomes best. Where a feature's direction is known, splits that go against
/// it are passed over and leaves keep to the bounds of their side, so the tree is monotone.
/// </summary>
internal sealed class RandomTree
{
    // A gain below it is rounding alone.
    private const double GainMin = 1e-9;

    private readonly FitRows fit;
    private readonly Random random;
    private readonly List<Node> nodes = [];

    private RandomTree(FitRows fit, Random random) => (this.fit, this.random) = (fit, random);

    /// <summary>Its nodes; the first is the root, children follow their parent.</summary>
    public static IReadOnlyList<Node> Grow(FitRows fit, Random random)
    {
        var tree = new RandomTree(fit, random);
        tree.nodes.Add(default);
        tree.Fill(0, [.. Enumerable.Range(0, fit.Outcomes.Length)], depth: 0, low: 0, high: 1);
        return tree.nodes;
    }

    /// <param name="low">The rate below which no leaf here may lie.</param>
    /// <param name="high">The rate above which none may.</param>
    private void Fill(int place, int[] rows, int depth, double low, double high)
    {
        var whole = fit.Sum(rows);
        nodes[place] = new(Math.Clamp(whole.Rate, low, high), whole.Weight);
        if (depth == fit.Depth || rows.Length < 2 * fit.LeafRowsMin || whole.Rate is 0 or 1 || Best(rows, low, high) is not { } best)
        {
            return;
        }

        var isLeft = rows.ToLookup(row => IsLeft(fit.Columns[best.Column][row], best.Threshold, best.MissingLeft));
        var (middle, sign) = (Math.Clamp((best.Left.Rate + best.Right.Rate) / 2, low, high), fit.Signs[best.Column]);

        // Side by side: XGBoost takes the place after the left child for the right one.
        var left = nodes.Count;
        nodes.AddRange([default, default]);
        nodes[place] = nodes[place] with { Column = best.Column, Threshold = best.Threshold, MissingLeft = best.MissingLeft, Left = left, Right = left + 1 };
        Fill(left, [.. isLeft[true]], depth + 1, sign < 0 ? middle : low, sign > 0 ? middle : high);
        Fill(left + 1, [.. isLeft[false]], depth + 1, sign > 0 ? middle : low, sign < 0 ? middle : high);
    }

    private Split? Best(int[] rows, double low, double high)
    {
        Split? best = null;
        for (var draw = 0; draw < fit.Draws; draw++)
        {
            if (Draw(rows) is { } split
                && split.Gain > (best?.Gain ?? GainMin)
                && fit.Signs[split.Column] * (Math.Clamp(split.Right.Rate, low, high) - Math.Clamp(split.Left.Rate, low, high)) >= 0)
            {
                best = split;
            }
        }

        return best;
    }

    /// <summary>A split drawn at random; null if it leaves too few rows on a side.</summary>
    private Split? Draw(int[] rows)
    {
        var (column, share, missingLeft) = (random.Next(fit.Columns.Length), random.NextSingle(), random.Next(2) == 0);
        var values = fit.Columns[column];
        var (least, greatest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var row in rows)
        {
            (least, greatest) = float.IsNaN(values[row]) ? (least, greatest) : (Math.Min(least, values[row]), Math.Max(greatest, values[row]));
        }

        // In double, as the width of two floats may be none.
        var threshold = (float)(least + (share * ((double)greatest - least)));
        if (!(threshold > least))
        {
            return null;
        }

        var (left, right) = (default(Side), default(Side));
        foreach (var row in rows)
        {
            if (IsLeft(values[row], threshold, missingLeft))
            {
                left = fit.With(left, row);
            }
            else
            {
                right = fit.With(right, row);
            }
        }

        return Math.Min(left.Rows, right.Rows) < fit.LeafRowsMin ? null : new(column, threshold, missingLeft, left, right);
    }

    private static bool IsLeft(float value, float threshold, bool missingLeft) => float.IsNaN(value) ? missingLeft : value < threshold;

    /// <summary>A place in the tree; a leaf has no children.</summary>
    /// <param name="Rate">Share of outcome 1 among its rows, within its bounds.</param>
    /// <param name="Cover">Sum of the weights of its rows.</param>
    public readonly record struct Node(double Rate, double Cover)
    {
        /// <summary>Rows below the threshold in this column go left.</summary>
        public int Column { get; init; }

        public float Threshold { get; init; }

        public bool MissingLeft { get; init; }

        public int Left { get; init; } = -1;

        public int Right { get; init; } = -1;
    }

    private sealed record Split(int Column, float Threshold, bool MissingLeft, Side Left, Side Right)
    {
        /// <summary>How much the squared error of the rate falls.</summary>
        public double Gain { get; } = Left.Weight * Right.Weight / (Left.Weight + Right.Weight) * Math.Pow(Left.Rate - Right.Rate, 2);
    }
}

/// <summary>Rows on one side of a split.</summary>
/// <param name="Rows">Their number.</param>
/// <param name="Weight">Sum of their weights.</param>
/// <param name="Positive">Of those with outcome 1.</param>
internal readonly record struct Side(int Rows, double Weight, double Positive)
{
    /// <summary>Weighted share of outcome 1.</summary>
    public double Rate => Positive / Weight;
}

/// <summary>Rows as random trees take them, and what bounds the trees.</summary>
/// <param name="Columns">One array a feature, one value a row; NaN is missing.</param>
/// <param name="Outcomes">One a row.</param>
/// <param name="Weights">One a row; null when all count the same.</param>
/// <param name="Signs">1, 0 or −1 a feature: the rate may only rise with it, may move freely, may only fall.</param>
/// <param name="Draws">Columns drawn at each node.</param>
/// <param name="LeafRowsMin">Rows of a leaf, at least.</param>
/// <param name="Depth">Splits on a path, at most.</param>
internal sealed record FitRows(
    float[][] Columns, bool[] Outcomes, IReadOnlyList<float>? Weights, int[] Signs, int Draws, int LeafRowsMin, int Depth)
{
    public Side Sum(IEnumerable<int> rows) => rows.Aggregate(default(Side), With);

    /// <summary>A side with one row more.</summary>
    public Side With(Side side, int row)
    {
        double weight = Weights?[row] ?? 1;
        return new(side.Rows + 1, side.Weight + weight, side.Positive + (Outcomes[row] ? weight : 0));
    }
}
