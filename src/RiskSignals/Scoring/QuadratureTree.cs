using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RiskSignals.Scoring;

/// <summary>
/// A tree of any depth whose path-dependent contributions are integrated, eight rows at a time. The formula of <see cref="LeafShares"/>
/// is summed over the leaves below each split: going down, the factors of the features above are multiplied at every Gauss point;
/// coming back, what the leaves below are worth is multiplied into them. The factors of a split's two sides add up to 1, so one of them
/// and the difference of the two sides' worth are all that a split needs: a few operations a point, however many leaves there are.
/// All factors are positive and the points lie inside 0 to 1, so nothing is divided by 0.
/// </summary>
internal sealed unsafe class QuadratureTree : ExplainedTree
{
    private const int Lanes = 8;

    // Levels of paths and worths: a split's two sides and its factor.
    private const int SlotsALevel = 3;

    private readonly TreeSplits splits;
    private readonly Split[] compiled;
    private readonly int size;

    // A vector a point: the point, and 1 less the point; the weights start every path.
    private readonly AlignedFloats point;
    private readonly AlignedFloats rest;
    private readonly AlignedFloats weights;

    // For splits below one on the same feature: 1 ÷ the factor that the feature has had so far if the row followed, a point each.
    private readonly float[] inverses;

    // Of a model whose margin is summed in double: a leaf each. A split's leaves then show their numbers in place of their values.
    private readonly double[]? leafValues;

    public QuadratureTree(TreeEnsemble trees, TreeShape shape, SplitColumns columns)
    {
        var points = LeafShares.PointsFor(shape.PathFeatures);
        var (at, weight) = LeafShares.Rule(points);
        size = points * Lanes;
        (point, rest, weights) = (new(size), new(size), new(size));
        for (var i = 0; i < points; i++)
        {
            point.Span.Slice(i * Lanes, Lanes).Fill((float)at[i]);
            rest.Span.Slice(i * Lanes, Lanes).Fill((float)(1 - at[i]));
            weights.Span.Slice(i * Lanes, Lanes).Fill((float)weight[i]);
        }

        splits = new(trees, shape, columns);
        compiled = new Split[shape.Splits.Count];
        var inverse = new List<float>();
        var leaves = trees.SumsInFloat ? null : new List<double>();
        if (compiled.Length > 0)
        {
            Compile(trees, shape, shape.Root, [], at, inverse, leaves);
        }

        inverses = [.. inverse];
        leafValues = leaves is null ? null : [.. leaves];
    }

    public override long Bytes =>
        (compiled.Length * (long)(Unsafe.SizeOf<TreeSplit>() + Unsafe.SizeOf<Split>())) + (inverses.Length * sizeof(float))
        + point.Bytes + rest.Bytes + weights.Bytes;

    /// <summary>The scratch that a tree of this depth needs: its levels' slots, the root's, and what rows follow at each level.</summary>
    public static int StackFloats(int depth) => (depth + 1) * ((SlotsALevel * LeafShares.PointsFor(depth)) + 1) * Lanes;

    public override void Explain(ContributionBlock block)
    {
        if (compiled.Length == 0)
        {
            splits.AddLeaves(block);
            return;
        }

        // Blocks lie on the pinned heap.
        var stack = (float*)Unsafe.AsPointer(ref block.Stack.First);
        var walk = new Walk(this, block, stack);
        for (var row = 0; row < block.Rows; row += Lanes)
        {
            weights.Span.CopyTo(new(stack, size));
            walk.Start(row);
        }

        if (leafValues is not null)
        {
            block.AddLeaves(leafValues);
        }
    }

    private void Compile(
        TreeEnsemble trees, TreeShape shape, int nodeIndex, List<PathStep> above, double[] at, List<float> inverse, List<double>? leaves)
    {
        var node = trees.Nodes[nodeIndex];
        var feature = node.Feature;
        var earlier = above.FindLastIndex(step => step.Feature == feature);
        var unknown = above.Where(step => step.Feature == feature).Aggregate(1.0, (share, step) => share * step.Share);
        var number = shape.Number(nodeIndex);
        var split = splits.All[number];
        double cover = trees.Covers[nodeIndex];
        var (leftShare, rightShare) = (trees.Covers[node.Left] / cover, trees.Covers[node.Left + 1] / cover);
        compiled[number] = new()
        {
            On = split.On,
            Feature = feature,
            Left = split.Left,
            Right = split.Right,
            LeftValue = (float)split.LeftValue,
            RightValue = (float)split.RightValue,
            LeftShown = Shown(split.Left, split.LeftValue),
            RightShown = Shown(split.Right, split.RightValue),
            Share = (float)leftShare,
            Unknown = (float)(unknown * leftShare),
            Before = (float)unknown,
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
                Compile(trees, shape, node.Left + side, above, at, inverse, leaves);
                above.RemoveAt(above.Count - 1);
            }
        }

        float Shown(int child, double value)
        {
            if (child >= 0 || leaves is null)
            {
                return (float)value;
            }

            leaves.Add(value);
            return leaves.Count - 1;
        }
    }

    /// <summary>A split as the walk needs it.</summary>
    private struct Split
    {
        public ColumnSplit On;
        public int Feature;

        /// <summary>The number of the split on a side, or −1 for a leaf; a leaf's value, and what it adds to the margin's column.</summary>
        public int Left;
        public int Right;
        public float LeftValue;
        public float RightValue;
        public float LeftShown;
        public float RightShown;

        /// <summary>The probability of going left when the feature isn't known, by this split alone.</summary>
        public float Share;

        /// <summary>The same by all splits on the feature down to here.</summary>
        public float Unknown;

        /// <summary>The probability of coming here by the splits on the feature above; 1 without one.</summary>
        public float Before;

        /// <summary>The level of the last split above on the same feature, or −1.</summary>
        public int Earlier;

        /// <summary>Where its inverses begin, if there is one above.</summary>
        public int Inverses;
    }

    private ref struct Walk
    {
        private readonly int size;
        private readonly int stride;
        private readonly float* values;
        private readonly float* contributions;
        private readonly float* margins;
        private readonly float* point;
        private readonly float* rest;
        private readonly float* stack;
        private readonly float* followed;
        private readonly ref Split splits;
        private readonly ref float inverses;
        private Vector256<float> shown;
        private int row;

        public Walk(QuadratureTree tree, ContributionBlock block, float* stack)
        {
            size = tree.size;
            stride = block.Stride;
            values = (float*)Unsafe.AsPointer(ref block.Values.First);
            contributions = (float*)Unsafe.AsPointer(ref block.Contributions.First);
            margins = contributions + (block.MarginColumn * stride);
            point = (float*)Unsafe.AsPointer(ref tree.point.First);
            rest = (float*)Unsafe.AsPointer(ref tree.rest.First);
            splits = ref MemoryMarshal.GetArrayDataReference(tree.compiled);
            inverses = ref MemoryMarshal.GetArrayDataReference(tree.inverses);

            // What rows follow lies behind the slots.
            this.stack = stack;
            var levels = block.Stack.Span.Length / ((SlotsALevel * size) + Lanes);
            followed = stack + (levels * SlotsALevel * size);
        }

        /// <summary>Explains eight rows; the stack's first slot holds the weights.</summary>
        public void Start(int row)
        {
            unchecked
            {
                this.row = row;
                shown = Vector256<float>.Zero;
                Visit(0, 0, stack, stack + size, Vector256<float>.AllBitsSet);
                (Vector256.Load(margins + row) + shown).Store(margins + row);
            }
        }

        /// <summary>
        /// Adds the contributions of all splits from this one down. The slot holds the product of the factors above at each point; it is
        /// left with the worth of the leaves below: the sum of a leaf's value times the factors of the features below.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Visit(int index, int depth, float* slot, float* free, in Vector256<float> here)
        {
            unchecked
            {
                ref readonly var split = ref Unsafe.Add(ref splits, index);
                var value = Vector256.LoadAligned(values + (split.On.Column * stride) + row);
                var threshold = Vector256.Create(split.On.Threshold);
                var left = split.On.MissingLeft
                    ? ~Vector256.GreaterThanOrEqual(value, threshold)
                    : Vector256.LessThan(value, threshold);
                var gain = (left & Vector256<float>.One) - Vector256.Create(split.Share);
                Vector256<float> sum;
                if (split.Earlier >= 0)
                {
                    sum = Repeat(split, depth, slot, free, here, left) * Vector256.Create(split.Before);
                }
                else if ((split.Left & split.Right) < 0)
                {
                    sum = Pair(split, slot, here, left);
                }
                else
                {
                    var factors = free + (2 * size);
                    var right = free + size;
                    var unknown = Vector256.Create(split.Unknown);
                    for (nint at = 0; at < size; at += Lanes)
                    {
                        var factor = Vector256.FusedMultiplyAdd(unknown, Vector256.LoadAligned(rest + at), left & Vector256.LoadAligned(point + at));
                        var above = Vector256.LoadAligned(slot + at);
                        var byLeft = above * factor;
                        factor.StoreAligned(factors + at);
                        byLeft.StoreAligned(free + at);
                        (above - byLeft).StoreAligned(right + at);
                    }

                    Descend(split, depth, free, here, left, ~left);
                    sum = Vector256<float>.Zero;
                    for (nint at = 0; at < size; at += Lanes)
                    {
                        var byRight = Vector256.LoadAligned(right + at);
                        var difference = Vector256.LoadAligned(free + at) - byRight;
                        sum = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(slot + at), difference, sum);
                        Vector256.FusedMultiplyAdd(Vector256.LoadAligned(factors + at), difference, byRight).StoreAligned(slot + at);
                    }
                }

                var contribution = contributions + (split.Feature * stride) + row;
                Vector256.FusedMultiplyAdd(gain, sum, Vector256.LoadAligned(contribution)).StoreAligned(contribution);
            }
        }

        /// <summary>A split between two leaves.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<float> Pair(in Split split, float* slot, Vector256<float> here, Vector256<float> left)
        {
            unchecked
            {
                var byRight = Vector256.Create(split.RightValue);
                var difference = Vector256.Create(split.LeftValue) - byRight;
                var unknown = Vector256.Create(split.Unknown) * difference;
                var follows = left & difference;
                var sum = Vector256<float>.Zero;
                for (nint at = 0; at < size; at += Lanes)
                {
                    sum += Vector256.LoadAligned(slot + at);
                    var worth = Vector256.FusedMultiplyAdd(unknown, Vector256.LoadAligned(rest + at), byRight);
                    Vector256.FusedMultiplyAdd(follows, Vector256.LoadAligned(point + at), worth).StoreAligned(slot + at);
                }

                Show(here & left, split.LeftShown);
                Show(Vector256.AndNot(here, left), split.RightShown);
                return sum * difference;
            }
        }

        /// <summary>
        /// A split below one on the same feature: its factor is divided by what that one has multiplied already, and what it adds to the
        /// contribution is less what that one has added; rows that left the path there go by the shares alone.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private Vector256<float> Repeat(
            in Split split, int depth, float* slot, float* free, in Vector256<float> here, in Vector256<float> left)
        {
            unchecked
            {
                var earlier = Vector256.LoadAligned(followed + (split.Earlier * Lanes));
                var factors = free + (2 * size);
                var right = free + size;
                ref var inverse = ref Unsafe.Add(ref inverses, split.Inverses);
                var (share, unknown) = (Vector256.Create(split.Share), Vector256.Create(split.Unknown));
                for (nint at = 0; at < size; at += Lanes)
                {
                    var factor = Vector256.FusedMultiplyAdd(unknown, Vector256.LoadAligned(rest + at), left & Vector256.LoadAligned(point + at));
                    factor = Vector256.ConditionalSelect(earlier, factor * Vector256.Create(Unsafe.Add(ref inverse, at / Lanes)), share);
                    var above = Vector256.LoadAligned(slot + at);
                    var byLeft = above * factor;
                    factor.StoreAligned(factors + at);
                    byLeft.StoreAligned(free + at);
                    (above - byLeft).StoreAligned(right + at);
                }

                Descend(split, depth, free, here, left & earlier, Vector256.AndNot(earlier, left));
                var sum = Vector256<float>.Zero;
                for (nint at = 0; at < size; at += Lanes)
                {
                    var byRight = Vector256.LoadAligned(right + at);
                    var difference = Vector256.LoadAligned(free + at) - byRight;
                    var divisor = Vector256.Create(Unsafe.Add(ref inverse, at / Lanes));
                    sum = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(slot + at) * divisor * divisor, difference, sum);
                    Vector256.FusedMultiplyAdd(Vector256.LoadAligned(factors + at), difference, byRight).StoreAligned(slot + at);
                }

                return sum & earlier;
            }
        }

        /// <summary>Turns the slots of both sides into their worth.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Descend(
            in Split split, int depth, float* slots, in Vector256<float> here, Vector256<float> followsLeft, Vector256<float> followsRight)
        {
            unchecked
            {
                var free = slots + (SlotsALevel * size);
                var follows = followed + (depth * Lanes);
                if (split.Left < 0)
                {
                    Leaf(slots, here & followsLeft, split.LeftValue, split.LeftShown);
                }
                else
                {
                    followsLeft.StoreAligned(follows);
                    Visit(split.Left, depth + 1, slots, free, here & followsLeft);
                }

                if (split.Right < 0)
                {
                    Leaf(slots + size, here & followsRight, split.RightValue, split.RightShown);
                }
                else
                {
                    followsRight.StoreAligned(follows);
                    Visit(split.Right, depth + 1, slots + size, free, here & followsRight);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Leaf(float* slot, Vector256<float> here, float value, float mark)
        {
            unchecked
            {
                var worth = Vector256.Create(value);
                for (nint at = 0; at < size; at += Lanes)
                {
                    worth.StoreAligned(slot + at);
                }

                Show(here, mark);
            }
        }

        /// <summary>Rows are in one leaf each.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Show(Vector256<float> here, float mark) => shown |= here & Vector256.Create(mark);
    }
}
