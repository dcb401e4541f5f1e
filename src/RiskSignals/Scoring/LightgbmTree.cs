namespace RiskSignals.Scoring;

/// <summary>
/// Reads one tree of LightGBM's text. Splits go left at <c>x ≤ t</c> in double; a row holds floats, for which that is the same as
/// <c>x &lt; u</c> with u the smallest float above t, so most splits become plain thresholds here and now.
/// </summary>
internal static class LightgbmTree
{
    private const int CategoricalBit = 1;
    private const int DefaultLeftBit = 2;

    /// <exception cref="FormatException">Something is missing, of another length, or can't be scored; the message names the tree.</exception>
    public static UnpackedTree Read(LightgbmSection section, int number, double sigmoid)
    {
        if (section.Has("is_linear") && section.Whole("is_linear") != 0)
        {
            throw new FormatException($"Tree {number} has is_linear=1: its leaves are linear models; train with linear_tree=false.");
        }

        var leaves = section.Whole("num_leaves");
        if (leaves is < 1 or > TreeEnsemble.NodesMax)
        {
            throw section.Bad("num_leaves", $"1 to {TreeEnsemble.NodesMax}");
        }

        var splits = leaves - 1;
        double[] leafValues = [.. section.Numbers<double>("leaf_value", leaves).Select(value => value * sigmoid)];
        if (splits == 0)
        {
            // The other lines of a single leaf are empty or missing, by version.
            return new()
            {
                Number = number,
                FirstLeaf = 0,
                Left = [-1],
                Right = [-1],
                Feature = [0],
                Threshold = [0],
                MissingLeft = [false],
                Value = leafValues,
                Cover = [0],
            };
        }

        var thresholds = section.Numbers<double>("threshold", splits);
        var read = new UnpackedTree
        {
            Number = number,
            FirstLeaf = splits,
            Left = Children(section, number, "left_child", splits),
            Right = Children(section, number, "right_child", splits),
            Feature = [.. section.Numbers<int>("split_feature", splits), .. new int[leaves]],
            Threshold = new float[splits + leaves],
            MissingLeft = new bool[splits + leaves],
            Value = [.. new double[splits], .. leafValues],
            Cover = [.. section.Numbers<double>("internal_count", splits), .. section.Numbers<double>("leaf_count", leaves)],
            Kind = new SplitKind[splits + leaves],
            Categories = new uint[]?[splits + leaves],
        };
        var sets = CategorySets(section, number);
        var decisions = section.Numbers<int>("decision_type", splits);
        for (var node = 0; node < splits; node++)
        {
            if (decisions[node] is < 0 or > 11)
            {
                throw new FormatException($"{read.Name(node)} has decision_type {decisions[node]}; 0 to 11 is expected.");
            }

            if ((decisions[node] & CategoricalBit) != 0)
            {
                read.Kind[node] = SplitKind.Categories;
                read.Categories[node] = thresholds[node] is var set && set >= 0 && set < sets.Length && set == Math.Floor(set)
                    ? sets[(int)set]
                    : throw new FormatException($"{read.Name(node)} names category set {thresholds[node]}; the tree has {sets.Length}.");
                continue;
            }

            if (!double.IsFinite(thresholds[node]))
            {
                throw new FormatException($"{read.Name(node)} splits at {thresholds[node]}; a finite number is expected.");
            }

            read.Threshold[node] = Above(thresholds[node]);
            (read.Kind[node], read.MissingLeft[node]) = Missing(thresholds[node], decisions[node]);
        }

        return read;
    }

    /// <summary>The smallest float above a number: +∞ from the largest float on, so that every finite value goes left.</summary>
    private static float Above(double threshold)
    {
        var nearest = (float)threshold;
        return nearest > threshold ? nearest : float.BitIncrement(nearest);
    }

    private static (SplitKind Kind, bool MissingLeft) Missing(double threshold, int decision)
    {
        var defaultLeft = (decision & DefaultLeftBit) != 0;
        switch (decision >> 2)
        {
            case 0:
                // No missing values were seen in training, and NaN counts as 0.
                return (SplitKind.Threshold, 0 <= threshold);
            case 1:
                // 0 is missing as well; where the threshold sends all of it to the default side, NaN alone needs the rule.
                var zerosGoThere = defaultLeft ? threshold >= TreeNode.ZeroMax : threshold < -TreeNode.ZeroMax;
                return (zerosGoThere ? SplitKind.Threshold : SplitKind.ThresholdZeroMissing, defaultLeft);
            default:
                return (SplitKind.Threshold, defaultLeft);
        }
    }

    /// <summary>Splits are numbered from 0 and leaves as −1, −2, …; ours follow the splits.</summary>
    private static int[] Children(LightgbmSection section, int number, string key, int splits)
    {
        var children = section.Numbers<int>(key, splits);
        for (var node = 0; node < splits; node++)
        {
            var child = children[node];
            if (child >= splits || ~child > splits)
            {
                throw new FormatException($"Tree {number} node {node} has {key} {child}; {-splits - 1} to {splits - 1} is expected.");
            }

            children[node] = child < 0 ? splits + ~child : child;
        }

        return [.. children, .. Enumerable.Repeat(-1, splits + 1)];
    }

    private static uint[][] CategorySets(LightgbmSection section, int number)
    {
        var count = section.Has("num_cat") ? section.Whole("num_cat") : 0;
        if (count == 0)
        {
            return [];
        }

        if (count > TreeEnsemble.NodesMax)
        {
            throw section.Bad("num_cat", $"at most {TreeEnsemble.NodesMax}");
        }

        var bounds = section.Numbers<int>("cat_boundaries", count + 1);
        if (bounds[0] != 0 || bounds.Zip(bounds.Skip(1)).Any(pair => pair.First > pair.Second))
        {
            throw new FormatException($"Tree {number} has cat_boundaries that don't rise from 0; restore the model.");
        }

        var words = section.Numbers<uint>("cat_threshold", bounds[^1]);
        return [.. Enumerable.Range(0, count).Select(set => words[bounds[set]..bounds[set + 1]])];
    }
}
