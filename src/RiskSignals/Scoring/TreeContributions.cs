namespace RiskSignals.Scoring;

/// <summary>
/// A tree ensemble compiled to say exactly, in log-odds, what each feature of a row contributes to its margin (Shapley values).
/// Against a <see cref="ReferencePopulation"/> a feature that isn't known takes the reference rows' values, one row at a time
/// (interventional); without one, the training rows' covers stand for it (path dependent, XGBoost's <c>pred_contribs</c>).
/// Safe for any number of callers at once. A row gives the same bits alone, in a batch, on one thread or many.
/// </summary>
public sealed class TreeContributions
{
    // Rows explained together: their contributions stay in the second-level cache, and every table is read once for all of them.
    private const int BlockRowsMax = 512;
    private const int BlockFloatsMax = 64 * 1024;

    private readonly TreeEnsemble trees;
    private readonly ExplainedTree[] explained;
    private readonly SplitColumns columns;
    private readonly int splitsMax;
    private readonly int blockRows;

    // Scratch at rest; taken and given back without a lock, so that explaining allocates nothing once every caller has had one.
    private readonly ContributionBlock?[] idleBlocks = new ContributionBlock?[Environment.ProcessorCount];
    private readonly ContributionBlock?[] idleSingles = new ContributionBlock?[Environment.ProcessorCount];

    private TreeContributions(TreeEnsemble trees, SplitColumns columns, ExplainedTree[] explained, int splitsMax, double baseMargin)
    {
        this.trees = trees;
        this.columns = columns;
        this.explained = explained;
        this.splitsMax = splitsMax;
        BaseMargin = baseMargin;
        BytesUsed = explained.Sum(tree => tree.Bytes);
        blockRows = Math.Clamp(BlockFloatsMax / (columns.Count + 2) / 32 * 32, 32, BlockRowsMax);
    }

    /// <summary>What contributions start from: the mean margin of the reference rows, or of the training rows by cover.</summary>
    public double BaseMargin { get; }

    /// <summary>The memory that tables and trees take, in bytes.</summary>
    public long BytesUsed { get; }

    /// <summary>Compiles a model; about half a second for 300 trees of depth 6.</summary>
    /// <param name="trees">The model.</param>
    /// <param name="reference">The rows to compare with, in the model's features; null compares with the training rows by cover.</param>
    /// <param name="form">How to execute; every form gives the same bits.</param>
    /// <exception cref="ArgumentException">
    /// The reference rows have another length than the model's rows, or there are too many for so many splits in trees too large for
    /// tables, or too many different splits on categories.
    /// </exception>
    public static TreeContributions Compile(
        TreeEnsemble trees, ReferencePopulation? reference = null, ContributionForm form = ContributionForm.Fastest)
    {
        if (reference is not null)
        {
            trees.RequireWidth(reference.Width);
        }

        var columns = new SplitColumns(trees);
        var explained = new ExplainedTree[trees.TreeCount];
        var (tableBytes, sides, splitsMax) = (0L, 0L, 0);
        for (var tree = 0; tree < explained.Length; tree++)
        {
            var shape = new TreeShape(trees, trees.Roots[tree]);
            splitsMax = Math.Max(splitsMax, shape.Splits.Count);
            if (PatternTree.Fits(shape) && tableBytes < PatternTree.BytesMax)
            {
                explained[tree] = new PatternTree(trees, shape, columns, reference, form);
                tableBytes += explained[tree].Bytes;
            }
            else if (reference is null)
            {
                explained[tree] = new QuadratureTree(trees, shape, columns);
            }
            else
            {
                sides += (long)reference.Rows * shape.Splits.Count;
                explained[tree] = sides <= ReferenceTree.SidesMax
                    ? new ReferenceTree(trees, shape, columns, reference)
                    : throw new ArgumentException(
                        $"Tree {tree} has {shape.Splits.Count} splits, which makes {sides} for {reference.Rows} reference rows in trees too large for " +
                        $"tables; at most {ReferenceTree.SidesMax} are explained: use fewer reference rows or smaller trees.");
            }
        }

        return new(trees, columns, explained, splitsMax, reference is null ? trees.ExpectedMargin : MeanMargin(trees, reference));
    }

    /// <summary>Explains one row.</summary>
    /// <param name="row">The model's features in its order; NaN is missing.</param>
    /// <param name="contributions">One place a feature, in log-odds; their sum plus <see cref="BaseMargin"/> is the margin.</param>
    /// <returns>The margin, bit-equal to <see cref="TreeEnsemble.Margin"/>.</returns>
    /// <exception cref="ArgumentException">The row or the place for the contributions has the wrong length.</exception>
    public double Explain(ReadOnlySpan<float> row, Span<float> contributions)
    {
        trees.RequireWidth(row.Length);
        trees.RequireWidth(contributions.Length);
        var block = Take(idleSingles) ?? new(trees, columns, splitsMax, rowsMax: 1);
        Span<double> margin = stackalloc double[1];
        Explain(block, row, contributions, margin);
        Return(idleSingles, block);
        return margin[0];
    }

    /// <summary>Explains rows, block by block; nothing is allocated on one thread.</summary>
    /// <param name="rows">Row after row, the model's features in its order; NaN is missing.</param>
    /// <param name="contributions">A place a feature and row, laid out as the rows.</param>
    /// <param name="margins">A place a row: the margins, bit-equal to <see cref="TreeEnsemble.Margin"/>.</param>
    /// <param name="threads">How many threads may work, at least 1.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="ArgumentException">The lengths don't fit one another.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what has been written so far is of no use.</exception>
    public unsafe void Explain(
        ReadOnlySpan<float> rows, Span<float> contributions, Span<double> margins, int threads = 1, CancellationToken cancellation = default)
    {
        var width = trees.FeatureCount;
        var count = margins.Length;
        if (rows.Length != (long)count * width || contributions.Length != rows.Length)
        {
            throw new ArgumentException(
                $"{rows.Length} values and room for {contributions.Length} contributions are not {count} rows of {width}; give whole rows.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == 1)
        {
            for (var from = 0; from < count; from += blockRows)
            {
                cancellation.ThrowIfCancellationRequested();
                ExplainBlock(rows, contributions, margins, from);
            }

            return;
        }

        fixed (float* rowsAt = rows, contributionsAt = contributions)
        {
            fixed (double* marginsAt = margins)
            {
                ExplainInParallel((nint)rowsAt, (nint)contributionsAt, (nint)marginsAt, count, threads, cancellation);
            }
        }
    }

    private static double MeanMargin(TreeEnsemble trees, ReferencePopulation reference)
    {
        var sum = 0.0;
        for (var row = 0; row < reference.Rows; row++)
        {
            sum += trees.Margin(reference.Row(row));
        }

        return sum / reference.Rows;
    }

    private static ContributionBlock? Take(ContributionBlock?[] idle)
    {
        for (var i = 0; i < idle.Length; i++)
        {
            if (idle[i] is not null && Interlocked.Exchange(ref idle[i], null) is { } block)
            {
                return block;
            }
        }

        return null;
    }

    private static void Return(ContributionBlock?[] idle, ContributionBlock block)
    {
        for (var i = 0; i < idle.Length; i++)
        {
            if (idle[i] is null && Interlocked.CompareExchange(ref idle[i], block, null) is null)
            {
                return;
            }
        }
    }

    /// <summary>A method of its own, as threads share an object that would else be made for one thread too; the memory is pinned.</summary>
    private unsafe void ExplainInParallel(nint rows, nint contributions, nint margins, int count, int threads, CancellationToken cancellation)
    {
        var length = count * trees.FeatureCount;
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, (count + blockRows - 1) / blockRows, options, block =>
            ExplainBlock(
                new((float*)rows, length), new((float*)contributions, length), new((double*)margins, count), from: block * blockRows));
    }

    private void ExplainBlock(ReadOnlySpan<float> rows, Span<float> contributions, Span<double> margins, int from)
    {
        var width = trees.FeatureCount;
        var count = Math.Min(blockRows, margins.Length - from);
        var block = Take(idleBlocks) ?? new(trees, columns, splitsMax, blockRows);
        Explain(block, rows.Slice(from * width, count * width), contributions.Slice(from * width, count * width), margins.Slice(from, count));
        Return(idleBlocks, block);
    }

    private void Explain(ContributionBlock block, ReadOnlySpan<float> rows, Span<float> contributions, Span<double> margins)
    {
        block.Fill(rows, margins.Length);
        foreach (var tree in explained)
        {
            tree.Explain(block);
        }

        block.CopyTo(contributions, margins);
    }
}
