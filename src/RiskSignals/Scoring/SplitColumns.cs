namespace RiskSignals.Scoring;

/// <summary>
/// What rows are turned into, so that every split of a model becomes a plain threshold on a column: a column a feature, then columns
/// made from features where a split takes 0 as missing (0 becomes NaN) or looks a category up in a set (0 if it is there, 1 if not).
/// </summary>
internal sealed class SplitColumns
{
    /// <summary>More columns than this are not made: every row that is explained fills them all.</summary>
    public const int MadeMax = TreeEnsemble.FeaturesMax;

    private readonly TreeEnsemble trees;
    private readonly Dictionary<(int Feature, SplitKind Kind, int CategorySet), int> places = [];
    private readonly List<TreeNode> made = [];

    /// <exception cref="ArgumentException">The splits need more columns than <see cref="MadeMax"/>.</exception>
    public SplitColumns(TreeEnsemble trees)
    {
        this.trees = trees;
        foreach (ref readonly var node in trees.Nodes)
        {
            if (!node.IsLeaf && node.Kind != SplitKind.Threshold && places.TryAdd(Key(node), trees.FeatureCount + made.Count))
            {
                made.Add(node);
            }
        }

        if (made.Count > MadeMax)
        {
            throw new ArgumentException(
                $"The model splits on {made.Count} different sets of categories and features with zero as missing; at most {MadeMax} can be explained.");
        }
    }

    /// <summary>The number of columns.</summary>
    public int Count => trees.FeatureCount + made.Count;

    /// <summary>A split as a threshold on a column.</summary>
    public ColumnSplit Of(in TreeNode split) => split.Kind switch
    {
        SplitKind.Threshold => new(split.Feature, split.Threshold, split.MissingLeft),
        SplitKind.ThresholdZeroMissing => new(places[Key(split)], split.Threshold, split.MissingLeft),
        _ => new(places[Key(split)], Threshold: 0.5f, MissingLeft: false),
    };

    /// <summary>Turns a row into columns that lie a stride apart.</summary>
    public void Fill(ReadOnlySpan<float> row, Span<float> values, int stride)
    {
        var place = 0;
        foreach (var value in row)
        {
            values[place] = value;
            place += stride;
        }

        foreach (var split in made)
        {
            var value = row[split.Feature];
            values[place] = split.Kind == SplitKind.Categories
                ? trees.Child(split, value) == split.Left ? 0 : 1
                : Math.Abs(value) <= TreeNode.ZeroMax ? float.NaN : value;
            place += stride;
        }
    }

    /// <summary>A row's columns side by side.</summary>
    public float[] Of(ReadOnlySpan<float> row)
    {
        var values = new float[Count];
        Fill(row, values, stride: 1);
        return values;
    }

    private static (int Feature, SplitKind Kind, int CategorySet) Key(in TreeNode split) =>
        (split.Feature, split.Kind, split.Kind == SplitKind.Categories ? split.CategorySet : 0);
}

/// <summary>A plain threshold.</summary>
/// <param name="Column">The column it looks at.</param>
/// <param name="Threshold">Values below it go left.</param>
/// <param name="MissingLeft">Whether NaN goes left.</param>
internal readonly record struct ColumnSplit(int Column, float Threshold, bool MissingLeft)
{
    public bool GoesRight(float value) => float.IsNaN(value) ? !MissingLeft : !(value < Threshold);
}
