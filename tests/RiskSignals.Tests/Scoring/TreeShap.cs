using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>
/// Exact Shapley contributions of one row to the log-odds, path dependent, with the cover of the training rows standing for
/// an unknown feature (Lundberg et al. 2018, "Consistent individualized feature attribution for tree ensembles", algorithm 2):
/// what XGBoost calls <c>pred_contribs</c>, computed in double: the reference for what is executed.
/// </summary>
internal static class TreeShap
{
    /// <summary>
    /// Fills one contribution a feature, in log-odds; their sum plus <see cref="TreeEnsemble.ExpectedMargin"/> is the margin.
    /// </summary>
    public static void Contributions(TreeEnsemble trees, ReadOnlySpan<float> row, Span<double> contributions)
    {
        contributions.Clear();
        var levels = trees.Depth + 2;
        var walk = new Walk(trees, row, contributions, new PathElement[levels * (levels + 1) / 2]);
        foreach (var root in trees.Roots)
        {
            walk.Descend(root, parentStart: 0, parentLength: 0, zero: 1, one: 1, feature: -1);
        }
    }

    /// <summary>One distinct feature on the path: the share of cover that flows through when it is unknown, and when it is known.</summary>
    private struct PathElement
    {
        public int Feature;
        public double Zero;
        public double One;
        public double Weight;
    }

    private readonly ref struct Walk(TreeEnsemble trees, ReadOnlySpan<float> row, Span<double> contributions, PathElement[] buffer)
    {
        private readonly ReadOnlySpan<TreeNode> nodes = trees.Nodes;
        private readonly ReadOnlySpan<double> covers = trees.Covers;
        private readonly ReadOnlySpan<float> row = row;
        private readonly Span<double> contributions = contributions;

        public void Descend(int index, int parentStart, int parentLength, double zero, double one, int feature)
        {
            var start = parentStart + parentLength;
            buffer.AsSpan(parentStart, parentLength).CopyTo(buffer.AsSpan(start));
            var path = buffer.AsSpan(start, parentLength + 1);
            Extend(path, zero, one, feature);

            ref readonly var node = ref nodes[index];
            if (node.IsLeaf)
            {
                for (var i = 1; i < path.Length; i++)
                {
                    contributions[path[i].Feature] += UnwoundSum(path, i) * (path[i].One - path[i].Zero) * node.Value;
                }

                return;
            }

            var hot = trees.Child(node, row[node.Feature]);
            var cold = hot == node.Left ? node.Right : node.Left;
            var (zeroBefore, oneBefore) = (1.0, 1.0);
            var length = path.Length;
            for (var i = 1; i < path.Length; i++)
            {
                if (path[i].Feature == node.Feature)
                {
                    (zeroBefore, oneBefore) = (path[i].Zero, path[i].One);
                    Unwind(path, i);
                    length--;
                    break;
                }
            }

            var cover = covers[index];
            Descend(hot, start, length, zeroBefore * covers[hot] / cover, oneBefore, node.Feature);
            Descend(cold, start, length, zeroBefore * covers[cold] / cover, 0, node.Feature);
        }

        private static void Extend(Span<PathElement> path, double zero, double one, int feature)
        {
            var last = path.Length - 1;
            path[last] = new() { Feature = feature, Zero = zero, One = one, Weight = last == 0 ? 1 : 0 };
            for (var i = last - 1; i >= 0; i--)
            {
                path[i + 1].Weight += one * path[i].Weight * (i + 1) / (last + 1);
                path[i].Weight = zero * path[i].Weight * (last - i) / (last + 1);
            }
        }

        /// <summary>Takes a feature off the path again; the last place is then free.</summary>
        private static void Unwind(Span<PathElement> path, int remove)
        {
            var last = path.Length - 1;
            var (zero, one) = (path[remove].Zero, path[remove].One);
            var next = path[last].Weight;
            for (var i = last - 1; i >= 0; i--)
            {
                if (one != 0)
                {
                    var weight = path[i].Weight;
                    path[i].Weight = next * (last + 1) / ((i + 1) * one);
                    next = weight - (path[i].Weight * zero * (last - i) / (last + 1));
                }
                else
                {
                    path[i].Weight = path[i].Weight * (last + 1) / (zero * (last - i));
                }
            }

            for (var i = remove; i < last; i++)
            {
                (path[i].Feature, path[i].Zero, path[i].One) = (path[i + 1].Feature, path[i + 1].Zero, path[i + 1].One);
            }
        }

        /// <summary>The sum of the weights as if the feature had been taken off the path.</summary>
        private static double UnwoundSum(Span<PathElement> path, int remove)
        {
            var last = path.Length - 1;
            var (zero, one) = (path[remove].Zero, path[remove].One);
            var next = path[last].Weight;
            var sum = 0.0;
            for (var i = last - 1; i >= 0; i--)
            {
                if (one != 0)
                {
                    var weight = next * (last + 1) / ((i + 1) * one);
                    sum += weight;
                    next = path[i].Weight - (weight * zero * (last - i) / (last + 1));
                }
                else if (zero != 0)
                {
                    sum += path[i].Weight * (last + 1) / (zero * (last - i));
                }
            }

            return sum;
        }
    }
}
