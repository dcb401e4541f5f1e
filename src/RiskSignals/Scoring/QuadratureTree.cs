using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RiskSignals.Scoring;

/// <summary>
/// A tree of any depth whose path-dependent contributions are integrated, eight rows at a time. The formula of <see cref="LeafShares"/>
/// is summed over the leaves below each split: going down, the factors of the features above are multiplied at every Gauss point;
/// coming back, what the leaves below are worth is multiplied into them, so that a split costs a few operations a point, however many
/// leaves there are. All factors are positive and the points lie inside 0 to 1, so nothing cancels and nothing is divided by 0.
/// </summary>
internal sealed class QuadratureTree : ExplainedTree
{
    private const int Lanes = 8;

    private readonly TreeSplits splits;
    private readonly Shares[] shares;
    private readonly int points;

    // A vector a point: the point, and 1 less the point; the weights start every path.
    private readonly AlignedFloats point;
    private readonly AlignedFloats rest;
    private readonly AlignedFloats weights;

    // For splits below one on the same feature: 1 ÷ the factor that the feature has had so far if the row followed, a point each.
    private readonly float[] inverses;

    public QuadratureTree(TreeEnsemble trees, TreeShape shape, SplitColumns columns)
    {
        points = LeafShares.PointsFor(shape.PathFeatures);
        var (at, weight) = LeafShares.Rule(points);
        (point, rest, weights) = (new(points * Lanes), new(points * Lanes), new(points * Lanes));
        for (var i = 0; i < points; i++)
        {
            point.Span.Slice(i * Lanes, Lanes).Fill((float)at[i]);
            rest.Span.Slice(i * Lanes, Lanes).Fill((float)(1 - at[i]));
            weights.Span.Slice(i * Lanes, Lanes).Fill((float)weight[i]);
        }

        splits = new(trees, shape, columns);
        shares = new Shares[shape.Splits.Count];
        var inverse = new List<float>();
        if (shares.Length > 0)
        {
            Compile(trees, shape, shape.Root, [], at, inverse);
        }

        inverses = [.. inverse];
    }

    public override long Bytes =>
        (shares.Length * (long)(Unsafe.SizeOf<TreeSplit>() + Unsafe.SizeOf<Shares>())) + (inverses.Length * sizeof(float)) + point.Bytes + rest.Bytes + weights.Bytes;

    /// <summary>The scratch that a tree of this depth needs: factors, two sides' worth and what rows follow, a level each.</summary>
    public static int StackFloats(int depth) => (depth + 2) * ((3 * LeafShares.PointsFor(depth)) + 1) * Lanes;

    public override void Explain(ContributionBlock block)
    {
        splits.AddLeaves(block);
        if (shares.Length == 0)
        {
            return;
        }

        unchecked
        {
            weights.Span.CopyTo(block.Stack.Span);
            var walk = new Walk(this, block);
            for (var row = 0; row < block.Rows; row += Lanes)
            {
                walk.Visit(index: 0, depth: 0, side: 0, row);
            }
        }
    }

    private void Compile(TreeEnsemble trees, TreeShape shape, int nodeIndex, List<PathStep> above, double[] at, List<float> inverse)
    {
        var node = trees.Nodes[nodeIndex];
        var feature = node.Feature;
        var earlier = above.FindLastIndex(step => step.Feature == feature);
        var unknown = above.Where(step => step.Feature == feature).Aggregate(1.0, (share, step) => share * step.Share);
        var number = shape.Number(nodeIndex);
        double cover = trees.Covers[nodeIndex];
        var (leftShare, rightShare) = (trees.Covers[node.Left] / cover, trees.Covers[node.Left + 1] / cover);
        shares[number] = new()
        {
            Left = (float)leftShare,
            Right = (float)rightShare,
            LeftUnknown = (float)(unknown * leftShare),
            RightUnknown = (float)(unknown * rightShare),
            Known = (float)(1 - unknown),
            Earlier = earlier,
            Inverses = inverse.Count,
        };
        if (earlier >= 0)
        {
            inverse.AddRange(at.Select(t => (float)(1 / (t + (unknown * (1 - t))))));
        }

        for (var side = 0; side < 2; side++)
        {
            if (!trees.Nodes[node.Left + side].IsLeaf)
            {
                above.Add(new(number, feature, GoesRight: side == 1, side == 0 ? leftShare : rightShare));
                Compile(trees, shape, node.Left + side, above, at, inverse);
                above.RemoveAt(above.Count - 1);
            }
        }
    }

    /// <summary>The probabilities of taking a split's sides when its feature isn't known.</summary>
    private struct Shares
    {
        /// <summary>By this split alone.</summary>
        public float Left;
        public float Right;

        /// <summary>By all splits on the feature down to here.</summary>
        public float LeftUnknown;
        public float RightUnknown;

        /// <summary>1 less the probability by the splits on the feature above.</summary>
        public float Known;

        /// <summary>The level of the last split above on the same feature, or −1.</summary>
        public int Earlier;

        /// <summary>Where its inverses begin, if there is one above.</summary>
        public int Inverses;
    }

    private readonly ref struct Walk
    {
        private readonly QuadratureTree tree;
        private readonly int points;
        private readonly int stride;
        private readonly ref float values;
        private readonly ref float contributions;
        private readonly ref float factors;
        private readonly ref float worths;
        private readonly ref float followed;

        public Walk(QuadratureTree tree, ContributionBlock block)
        {
            this.tree = tree;
            points = tree.points;
            stride = block.Stride;
            values = ref block.Values.First;
            contributions = ref block.Contributions.First;

            // Levels of factors, then of two sides' worth, then of what rows follow.
            var levels = block.Stack.Span.Length / (((3 * points) + 1) * Lanes);
            factors = ref block.Stack.First;
            worths = ref Unsafe.Add(ref factors, levels * points * Lanes);
            followed = ref Unsafe.Add(ref worths, levels * 2 * points * Lanes);
        }

        /// <summary>
        /// Adds the contributions of all splits from this one down and leaves the worth of its leaves at each point in its place:
        /// the sum over its leaves of the value times the factors of the features below.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Visit(int index, int depth, int side, int row)
        {
            unchecked
            {
                ref readonly var split = ref tree.splits.All[index];
                ref readonly var shares = ref tree.shares[index];
                var value = Vector256.LoadUnsafe(ref values, (nuint)((split.On.Column * stride) + row));
                var threshold = Vector256.Create(split.On.Threshold);
                var left = split.On.MissingLeft
                    ? ~Vector256.GreaterThanOrEqual(value, threshold)
                    : Vector256.LessThan(value, threshold);
                var right = ~left;
                var earlier = Vector256<float>.AllBitsSet;
                if (shares.Earlier >= 0)
                {
                    earlier = Vector256.LoadUnsafe(ref followed, (nuint)(shares.Earlier * Lanes));
                    left &= earlier;
                    right &= earlier;
                }

                Descend(shares, split.Left, 0, left, earlier, depth, row);
                Descend(shares, split.Right, 1, right, earlier, depth, row);
                var sum = Ascend(split, shares, left, right, earlier, depth, side);
                ref var contribution = ref Unsafe.Add(ref contributions, (split.Feature * stride) + row);
                (Vector256.LoadUnsafe(ref contribution) + sum).StoreUnsafe(ref contribution);
            }
        }

        /// <summary>Multiplies a side's factors to those above and goes on with its split, if it is one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Descend(in Shares shares, int child, int side, Vector256<float> follows, Vector256<float> earlier, int depth, int row)
        {
            unchecked
            {
                if (child < 0)
                {
                    return;
                }

                ref var above = ref Unsafe.Add(ref factors, depth * points * Lanes);
                ref var below = ref Unsafe.Add(ref above, points * Lanes);
                var share = Vector256.Create(side == 0 ? shares.Left : shares.Right);
                var unknown = Vector256.Create(side == 0 ? shares.LeftUnknown : shares.RightUnknown);
                for (nuint at = 0; at < (nuint)(points * Lanes); at += Lanes)
                {
                    var factor = FactorAt(at, shares, share, unknown, follows, earlier);
                    (Vector256.LoadUnsafe(ref above, at) * factor).StoreUnsafe(ref below, at);
                }

                follows.StoreUnsafe(ref followed, (nuint)(depth * Lanes));
                Visit(child, depth + 1, side, row);
            }
        }

        /// <summary>Joins the worth of both sides and returns what the split adds to its feature's contribution.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private Vector256<float> Ascend(
            in TreeSplit split, in Shares shares, Vector256<float> left, Vector256<float> right, Vector256<float> earlier, int depth, int side)
        {
            unchecked
            {
                ref var factors = ref Unsafe.Add(ref this.factors, depth * points * Lanes);
                ref var worth = ref Unsafe.Add(ref worths, ((depth * 2) + side) * points * Lanes);
                ref var leftWorth = ref Unsafe.Add(ref worths, (depth + 1) * 2 * points * Lanes);
                ref var rightWorth = ref Unsafe.Add(ref leftWorth, points * Lanes);
                var (leftIsLeaf, rightIsLeaf) = (split.Left < 0, split.Right < 0);
                var (leftLeaf, rightLeaf) = (Vector256.Create((float)split.LeftValue), Vector256.Create((float)split.RightValue));
                var (leftShare, rightShare) = (Vector256.Create(shares.Left), Vector256.Create(shares.Right));
                var (leftUnknown, rightUnknown) = (Vector256.Create(shares.LeftUnknown), Vector256.Create(shares.RightUnknown));
                var leftGain = (left & Vector256<float>.One) - leftUnknown;
                var rightGain = (right & Vector256<float>.One) - rightUnknown;
                var sum = Vector256<float>.Zero;
                for (nuint at = 0; at < (nuint)(points * Lanes); at += Lanes)
                {
                    var byLeft = leftIsLeaf ? leftLeaf : Vector256.LoadUnsafe(ref leftWorth, at);
                    var byRight = rightIsLeaf ? rightLeaf : Vector256.LoadUnsafe(ref rightWorth, at);
                    var leftFactor = FactorAt(at, shares, leftShare, leftUnknown, left, earlier);
                    var rightFactor = FactorAt(at, shares, rightShare, rightUnknown, right, earlier);
                    Vector256.FusedMultiplyAdd(leftFactor, byLeft, rightFactor * byRight).StoreUnsafe(ref worth, at);

                    Vector256<float> gain;
                    if (shares.Earlier < 0)
                    {
                        gain = Vector256.FusedMultiplyAdd(leftGain, byLeft, rightGain * byRight);
                    }
                    else
                    {
                        // What the path is worth to the feature by this split too, less what it was by the splits above alone.
                        var known = Vector256.Create(shares.Known);
                        gain = Vector256.FusedMultiplyAdd(leftGain - (known * leftFactor), byLeft, (rightGain - (known * rightFactor)) * byRight);
                        gain = gain * Vector256.Create(tree.inverses[shares.Inverses + ((int)at / Lanes)]) & earlier;
                    }

                    sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref factors, at), gain, sum);
                }

                return sum;
            }
        }

        /// <summary>
        /// What a side multiplies into the path at a point: t + z · (1 − t) for rows that follow and z · (1 − t) for others; below an
        /// earlier split on the feature, divided by what that one has multiplied already.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<float> FactorAt(
            nuint at, in Shares shares, Vector256<float> share, Vector256<float> unknown, Vector256<float> follows, Vector256<float> earlier)
        {
            var point = Vector256.LoadUnsafe(ref tree.point.First, at);
            var rest = Vector256.LoadUnsafe(ref tree.rest.First, at);
            var factor = Vector256.FusedMultiplyAdd(unknown, rest, follows & point);
            return shares.Earlier < 0
                ? factor
                : Vector256.ConditionalSelect(earlier, factor * Vector256.Create(tree.inverses[shares.Inverses + ((int)at / Lanes)]), share);
        }
    }
}
