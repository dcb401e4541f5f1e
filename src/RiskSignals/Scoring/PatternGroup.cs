namespace RiskSignals.Scoring;

/// <summary>Neighbouring leaves of a tree with few splits above them together.</summary>
internal sealed class PatternGroup
{
    private readonly List<LeafPath> leaves = [];

    /// <summary>The splits above its leaves: a bit each, by number.</summary>
    public ulong Mask { get; private set; }

    /// <summary>Takes leaves from left to right into a group as long as its splits stay at most so many.</summary>
    public static IReadOnlyList<PatternGroup> Of(TreeShape shape, int bitsMax)
    {
        var groups = new List<PatternGroup> { new() };
        foreach (var leaf in shape.Leaves())
        {
            var above = leaf.Steps.Aggregate(0UL, (mask, step) => mask | (1UL << step.Split));
            if (ulong.PopCount(groups[^1].Mask | above) > (ulong)bitsMax)
            {
                groups.Add(new());
            }

            groups[^1].Mask |= above;
            groups[^1].leaves.Add(leaf);
        }

        return groups;
    }

    /// <summary>The numbers of its splits, rising; each is a bit of its patterns, which is 1 if the row goes right.</summary>
    public byte[] Splits() => [.. Enumerable.Range(0, 64).Where(split => (Mask >> split & 1) == 1).Select(split => (byte)split)];

    /// <summary>The features that its splits split on, each once: its lanes.</summary>
    public int[] Features() => [.. leaves.SelectMany(leaf => leaf.Features()).Distinct()];

    /// <summary>Fills the table: a vector a pattern, its last lane the leaf's value.</summary>
    /// <param name="table">8 floats for every pattern.</param>
    /// <param name="lanes">The features of the lanes.</param>
    /// <param name="references">The sides that each reference row takes at all of the tree's splits; none for covers.</param>
    /// <param name="showsNumbers">Whether the last lane is the leaf's number instead of its value.</param>
    public void Fill(Span<float> table, int[] lanes, ReadOnlySpan<ulong> references, bool showsNumbers)
    {
        var splits = Splits();
        var sums = new double[table.Length];
        for (var entry = 7; entry < table.Length; entry += 8)
        {
            sums[entry] = -0.0;
        }

        foreach (var leaf in leaves)
        {
            var features = leaf.Features();
            var laneOf = features.Select(feature => Array.IndexOf(lanes, feature)).ToArray();
            var (careBySplit, rightBySplit) = (new ulong[features.Length], new ulong[features.Length]);
            var unknown = Enumerable.Repeat(1.0, features.Length).ToArray();
            foreach (var step in leaf.Steps)
            {
                var feature = Array.IndexOf(features, step.Feature);
                careBySplit[feature] |= 1UL << step.Split;
                rightBySplit[feature] |= step.GoesRight ? 1UL << step.Split : 0;
                unknown[feature] *= step.Share;
            }

            var shares = references.IsEmpty
                ? LeafShares.ByCover(leaf.Value, unknown)
                : LeafShares.ByReference(leaf.Value, features.Length, Followed(references, careBySplit, rightBySplit));
            var all = (1 << features.Length) - 1;
            var (care, right) = (careBySplit.Select(mask => Narrow(mask, splits)).ToArray(), rightBySplit.Select(mask => Narrow(mask, splits)).ToArray());
            for (var pattern = 0; pattern < 1 << splits.Length; pattern++)
            {
                var followed = 0;
                for (var i = 0; i < care.Length; i++)
                {
                    followed |= (pattern & care[i]) == right[i] ? 1 << i : 0;
                }

                for (var i = 0; i < care.Length; i++)
                {
                    sums[(pattern * 8) + laneOf[i]] += shares[(followed * care.Length) + i];
                }

                if (followed == all)
                {
                    sums[(pattern * 8) + 7] = showsNumbers ? leaf.Number : leaf.Value;
                }
            }
        }

        for (var i = 0; i < table.Length; i++)
        {
            table[i] = (float)sums[i];
        }
    }

    /// <summary>For every set of a leaf's features, the share of the reference rows that follow its path by just these.</summary>
    private static double[] Followed(ReadOnlySpan<ulong> references, ulong[] care, ulong[] right)
    {
        var found = new double[1 << care.Length];
        foreach (var sides in references)
        {
            var followed = 0;
            for (var i = 0; i < care.Length; i++)
            {
                followed |= (sides & care[i]) == right[i] ? 1 << i : 0;
            }

            found[followed] += 1.0 / references.Length;
        }

        return found;
    }

    /// <summary>A mask of the tree's splits as bits of the group's patterns.</summary>
    private static int Narrow(ulong mask, byte[] splits)
    {
        var narrow = 0;
        for (var bit = 0; bit < splits.Length; bit++)
        {
            narrow |= (int)(mask >> splits[bit] & 1) << bit;
        }

        return narrow;
    }
}
