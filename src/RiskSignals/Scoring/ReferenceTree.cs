using System.Runtime.CompilerServices;

namespace RiskSignals.Scoring;

/// <summary>
/// A deep tree explained against reference rows, one pair of rows at a time: both rows walk down together, and where they part by a
/// feature not yet decided, the walk follows both, once with the row's value and once with the reference row's. Each leaf reached then
/// counts with the weights of <see cref="LeafShares.ByReference"/>. Reference rows that take the same sides everywhere are walked once.
/// </summary>
internal sealed class ReferenceTree : ExplainedTree
{
    /// <summary>Reference rows times splits, over all trees of a model: explaining one row may look at each, a second's work.</summary>
    public const long SidesMax = 1 << 26;

    // Place [n · levels + m]: what a feature gains or loses per unit of a leaf's value.
    private const int Levels = TreeEnsemble.DepthMax + 1;
    private static readonly (double Gain, double Loss)[] Weights =
        [.. Enumerable.Range(0, Levels * Levels).Select(i => LeafShares.Weights(rowAlone: i / Levels, referenceAlone: i % Levels))];

    // By whose value a feature is decided on the way down; 0 as long as both rows take the same sides.
    private const byte Row = 1;
    private const byte Reference = 2;

    private readonly TreeSplits splits;
    private readonly int[] features;

    // A distinct reference row each: whether it goes right at each split, and its share of the reference rows.
    private readonly bool[][] references;
    private readonly double[] shares;

    public ReferenceTree(TreeEnsemble trees, TreeShape shape, SplitColumns columns, ReferencePopulation reference)
    {
        splits = new(trees, shape, columns);
        features = [.. splits.All.ToArray().Select(split => split.Feature).Distinct()];
        var distinct = Enumerable.Range(0, reference.Rows)
            .Select(row => Sides(columns.Of(reference.Row(row)), stride: 1, new bool[splits.All.Length]))
            .GroupBy(Key, StringComparer.Ordinal)
            .ToArray();
        references = [.. distinct.Select(rows => rows.First())];
        shares = [.. distinct.Select(rows => (double)rows.Count() / reference.Rows)];
    }

    public override long Bytes => splits.All.Length * (long)(Unsafe.SizeOf<TreeSplit>() + references.Length);

    public override void Explain(ContributionBlock block)
    {
        splits.AddLeaves(block);
        if (splits.All.IsEmpty)
        {
            return;
        }

        var contributions = block.Contributions.Span;
        for (var row = 0; row < block.Rows; row++)
        {
            var sides = Sides(block.Values.Span[row..], block.Stride, block.GoesRight);
            for (var i = 0; i < references.Length; i++)
            {
                new Walk(this, sides, references[i], shares[i], block).Visit(index: 0, rowAlone: 0, referenceAlone: 0);
            }

            foreach (var feature in features)
            {
                contributions[(feature * block.Stride) + row] += (float)block.Sums[feature];
                block.Sums[feature] = 0;
            }
        }
    }

    /// <summary>A bit a split: short, as there are many splits.</summary>
    private static string Key(bool[] sides) => string.Create((sides.Length + 15) / 16, sides, (key, all) =>
    {
        for (var i = 0; i < all.Length; i++)
        {
            key[i / 16] |= (char)(all[i] ? 1 << (i % 16) : 0);
        }
    });

    private bool[] Sides(ReadOnlySpan<float> values, int stride, bool[] goesRight)
    {
        for (var i = 0; i < splits.All.Length; i++)
        {
            goesRight[i] = splits.All[i].On.GoesRight(values[splits.All[i].On.Column * stride]);
        }

        return goesRight;
    }

    private readonly ref struct Walk(ReferenceTree tree, bool[] row, bool[] reference, double share, ContributionBlock block)
    {
        private readonly ReadOnlySpan<TreeSplit> splits = tree.splits.All;
        private readonly byte[] decided = block.Decided;
        private readonly double[] sums = block.Sums;

        /// <summary>What the leaves below give to each feature decided by the row, and take from each decided by the reference row.</summary>
        public (double Gain, double Loss) Visit(int index, int rowAlone, int referenceAlone)
        {
            var feature = splits[index].Feature;
            var (rowRight, referenceRight) = (row[index], reference[index]);
            if (rowRight == referenceRight || decided[feature] != 0)
            {
                return Go(index, decided[feature] == Reference ? referenceRight : rowRight, rowAlone, referenceAlone);
            }

            decided[feature] = Row;
            var byRow = Go(index, rowRight, rowAlone + 1, referenceAlone);
            decided[feature] = Reference;
            var byReference = Go(index, referenceRight, rowAlone, referenceAlone + 1);
            decided[feature] = 0;
            sums[feature] += share * (byRow.Gain - byReference.Loss);
            return (byRow.Gain + byReference.Gain, byRow.Loss + byReference.Loss);
        }

        private (double Gain, double Loss) Go(int index, bool right, int rowAlone, int referenceAlone)
        {
            ref readonly var split = ref splits[index];
            var child = right ? split.Right : split.Left;
            if (child >= 0)
            {
                return Visit(child, rowAlone, referenceAlone);
            }

            var (gain, loss) = Weights[(rowAlone * Levels) + referenceAlone];
            var value = right ? split.RightValue : split.LeftValue;
            return (value * gain, value * loss);
        }
    }
}
