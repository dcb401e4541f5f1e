namespace RiskSignals.Scoring;

/// <summary>Whether trees hold to the directions of their features, as those fitted under monotone constraints do.</summary>
public static class TreeDirections
{
    /// <summary>
    /// The features that are not shown to hold: at some split on one, a leaf on the side of lower values lies beyond a leaf on the other side.
    /// A feature that isn't listed holds for certain; one that is may still do so, through splits on the same feature above or other trees.
    /// </summary>
    /// <param name="trees">The model.</param>
    /// <param name="signs">One a feature: 1 where the margin may only rise with it, −1 where it may only fall, 0 where it may move freely.</param>
    /// <returns>Places of features, rising.</returns>
    /// <exception cref="ArgumentException">There is not one sign a feature.</exception>
    public static int[] NotHeld(TreeEnsemble trees, IReadOnlyList<int> signs)
    {
        ArgumentNullException.ThrowIfNull(trees);
        trees.RequireWidth(signs.Count);
        var found = new SortedSet<int>();
        foreach (var root in trees.Roots)
        {
            Leaves(root);
        }

        return [.. found];

        (double Least, double Most) Leaves(int index)
        {
            var node = trees.Nodes[index];
            if (node.IsLeaf)
            {
                return (node.Value, node.Value);
            }

            var (left, right) = (Leaves(node.Left), Leaves(node.Right));
            var (sign, isOrdered) = (signs[node.Feature], node.Kind == SplitKind.Threshold);
            if ((sign != 0 && !isOrdered) || (sign > 0 && left.Most > right.Least) || (sign < 0 && left.Least < right.Most))
            {
                found.Add(node.Feature);
            }

            return (Math.Min(left.Least, right.Least), Math.Max(left.Most, right.Most));
        }
    }
}
