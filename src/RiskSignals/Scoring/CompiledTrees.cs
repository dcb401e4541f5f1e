using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RiskSignals.Features;

namespace RiskSignals.Scoring;

/// <summary>
/// A tree ensemble made ready to run fast. Margins have the same bits as <see cref="TreeEnsemble.Margin"/>, in every form. Nothing is
/// allocated by a call on one thread; scratch lies on the stack. Safe to use from many threads at once.
/// </summary>
public sealed unsafe class CompiledTrees
{
    /// <summary>Rows that a thread takes at a time; cancelling is looked at in between.</summary>
    private const int RowsAtOnce = 8 * TreeFragments.BlockRows;

    // A binned tree costs a pass over fragments for every 63 leaves, a tree in step only its depth. Measured in batches with
    // AVX2, binned takes half to two thirds of the time at 512 leaves, and at 1,024 as long (grown leaf by leaf) or twice as long (filled).
    private const int BinnedLeavesMax = 512;

    private readonly TreeBins? bins;
    private readonly TreeFragments? fragments;
    private readonly HeapTrees? heaps;
    private readonly LockstepTrees? lockstep;

    private CompiledTrees(TreeEnsemble trees, ExecutionForm form, TreeBins? bins)
    {
        Trees = trees;
        Form = form;
        this.bins = bins;
        if (bins is not null)
        {
            fragments = new(trees, bins);
            heaps = trees.Depth <= HeapTrees.DepthMax ? new(trees, bins) : null;
        }

        lockstep = form == ExecutionForm.Walk || heaps is not null ? null : new(trees);
    }

    /// <summary>What was compiled.</summary>
    public TreeEnsemble Trees { get; }

    /// <summary>How it runs.</summary>
    public ExecutionForm Form { get; }

    /// <summary>The length of the rows it takes.</summary>
    public int FeatureCount => Trees.FeatureCount;

    /// <summary>
    /// Compiles to the fastest form that the processor and the model allow, or to the one asked for. A model with a tree of more than 512
    /// leaves runs in step, since it would run slower binned.
    /// </summary>
    /// <exception cref="ArgumentException">The form asked for can't run this model, or not on this processor; the message says why.</exception>
    public static CompiledTrees Compile(TreeEnsemble trees, ExecutionForm? form = null)
    {
        if (!trees.HasOnlyThresholds)
        {
            return form is null or ExecutionForm.Walk
                ? new(trees, ExecutionForm.Walk, bins: null)
                : throw new ArgumentException($"The model splits on categories or takes 0 as missing, which {form} can't; compile it as {ExecutionForm.Walk}.");
        }

        if (form is ExecutionForm.Walk or ExecutionForm.Lockstep || !Avx2.IsSupported)
        {
            return form is ExecutionForm.Binned256 or ExecutionForm.Binned512
                ? throw new ArgumentException($"{form} needs AVX2, which this processor doesn't have; compile to {ExecutionForm.Lockstep}.")
                : new(trees, form ?? ExecutionForm.Lockstep, bins: null);
        }

        if (form is null && HasTreeAbove(trees, BinnedLeavesMax))
        {
            return new(trees, ExecutionForm.Lockstep, bins: null);
        }

        var bins = new TreeBins(trees);
        if (bins.ColumnCount <= TreeBins.ColumnsMax)
        {
            return new(trees, form ?? (Avx512BW.IsSupported && Vector512.IsHardwareAccelerated ? ExecutionForm.Binned512 : ExecutionForm.Binned256), bins);
        }

        return form is null
            ? new(trees, ExecutionForm.Lockstep, bins: null)
            : throw new ArgumentException(
                $"The thresholds make {bins.ColumnCount} columns; {form} takes at most {TreeBins.ColumnsMax}: compile to {ExecutionForm.Lockstep}.");
    }

    /// <summary>The log-odds of one row; NaN is missing.</summary>
    /// <exception cref="ArgumentException">The row is not <see cref="FeatureCount"/> long.</exception>
    public double Margin(ReadOnlySpan<float> row)
    {
        Trees.RequireWidth(row.Length);
        if (Form == ExecutionForm.Walk)
        {
            return Trees.Margin(row);
        }

        fixed (float* values = row)
        {
            return heaps is null
                ? Trees.SumsInFloat ? lockstep!.Add(values, (float)Trees.BaseMargin) : lockstep!.Add(values, Trees.BaseMargin)
                : Form == ExecutionForm.Binned512
                    ? BinnedMargin<Lanes512, Vector512<sbyte>>(values)
                    : BinnedMargin<Lanes256, Vector256<sbyte>>(values);
        }
    }

    /// <summary>The log-odds of every row.</summary>
    /// <param name="rows">Row after row, each of <see cref="FeatureCount"/> values; NaN is missing.</param>
    /// <param name="margins">One place a row.</param>
    /// <exception cref="ArgumentException">The lengths don't fit.</exception>
    public void Margins(ReadOnlySpan<float> rows, Span<double> margins)
    {
        RequireRows(rows.Length, margins.Length);
        fixed (float* values = rows)
        fixed (double* places = margins)
        {
            Run(values, margins.Length, places);
        }
    }

    /// <summary>The log-odds of every row, on several threads; a little is allocated for them.</summary>
    /// <param name="rows">Row after row, each of <see cref="FeatureCount"/> values; NaN is missing.</param>
    /// <param name="margins">One place a row; unfinished when cancelled.</param>
    /// <param name="threads">At least 1; no more than there are cores.</param>
    /// <param name="cancel">Looked at every thousand rows or so.</param>
    /// <exception cref="ArgumentException">The lengths don't fit.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Margins(ReadOnlyMemory<float> rows, Memory<double> margins, int threads, CancellationToken cancel = default)
    {
        RequireRows(rows.Length, margins.Length);
        Share(
            margins.Length,
            threads,
            (from, count) => Margins(rows.Span.Slice(from * FeatureCount, count * FeatureCount), margins.Span.Slice(from, count)),
            cancel);
    }

    /// <summary>The log-odds of every row, in row order; the columns are the model's features in its order.</summary>
    /// <exception cref="ArgumentException">The number of columns or of places for the margins is wrong.</exception>
    public void Margins(FeatureMatrix rows, Span<double> margins)
    {
        RequireMatrix(rows, margins.Length);
        fixed (double* places = margins)
        {
            Run(rows, 0, margins.Length, places);
        }
    }

    /// <summary>As the other, on several threads; a little is allocated for them.</summary>
    /// <param name="rows">The columns are the model's features in its order.</param>
    /// <param name="margins">One place a row; unfinished when cancelled.</param>
    /// <param name="threads">At least 1; no more than there are cores.</param>
    /// <param name="cancel">Looked at every thousand rows or so.</param>
    /// <exception cref="ArgumentException">The number of columns or of places for the margins is wrong.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Margins(FeatureMatrix rows, Memory<double> margins, int threads, CancellationToken cancel = default)
    {
        RequireMatrix(rows, margins.Length);
        Share(
            margins.Length,
            threads,
            (from, count) =>
            {
                fixed (double* places = margins.Span.Slice(from, count))
                {
                    Run(rows, from, count, places);
                }
            },
            cancel);
    }

    /// <summary>A tree of n leaves has 2n − 1 nodes.</summary>
    private static bool HasTreeAbove(TreeEnsemble trees, int leaves)
    {
        for (var tree = 0; tree < trees.TreeCount; tree++)
        {
            var (from, toExcl) = trees.NodeRange(tree);
            if (toExcl - from > (2 * leaves) - 1)
            {
                return true;
            }
        }

        return false;
    }

    private static void Share(int rows, int threads, Action<int, int> run, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var parts = (rows + RowsAtOnce - 1) / RowsAtOnce;
        Parallel.For(0, parts, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, part =>
            run(part * RowsAtOnce, Math.Min(RowsAtOnce, rows - (part * RowsAtOnce))));
    }

    private void RequireRows(int values, int margins)
    {
        if (values != (long)margins * FeatureCount)
        {
            throw new ArgumentException($"{values} values are not {margins} rows of {FeatureCount}; give whole rows and one place a row.");
        }
    }

    private void RequireMatrix(FeatureMatrix rows, int margins)
    {
        Trees.RequireWidth(rows.Names.Count);
        if (margins != rows.Rows)
        {
            throw new ArgumentException($"There are {rows.Rows} rows but room for {margins} margins; give one place a row.");
        }
    }

    /// <summary>Row after row.</summary>
    private void Run(float* rows, int count, double* margins)
    {
        switch (Form)
        {
            case ExecutionForm.Binned512:
                RunBinned<Lanes512, Vector512<sbyte>>(rows, columns: null, from: 0, count, margins);
                break;
            case ExecutionForm.Binned256:
                RunBinned<Lanes256, Vector256<sbyte>>(rows, columns: null, from: 0, count, margins);
                break;
            case ExecutionForm.Lockstep when Trees.SumsInFloat:
                RunLockstep<float>(rows, count, margins);
                break;
            case ExecutionForm.Lockstep:
                RunLockstep<double>(rows, count, margins);
                break;
            default:
                for (var row = 0; row < count; row++)
                {
                    margins[row] = Trees.Margin(new(unchecked(rows + ((nint)row * FeatureCount)), FeatureCount));
                }

                break;
        }
    }

    /// <summary>Column by column.</summary>
    private void Run(FeatureMatrix rows, int from, int count, double* margins)
    {
        switch (Form)
        {
            case ExecutionForm.Binned512:
                RunBinned<Lanes512, Vector512<sbyte>>(rows: null, rows, from, count, margins);
                return;
            case ExecutionForm.Binned256:
                RunBinned<Lanes256, Vector256<sbyte>>(rows: null, rows, from, count, margins);
                return;
        }

        var together = ArrayPool<float>.Shared.Rent(LockstepTrees.RowsTogether * FeatureCount);
        fixed (float* values = together)
        {
            for (var row = 0; row < count; row += LockstepTrees.RowsTogether)
            {
                var some = Math.Min(LockstepTrees.RowsTogether, count - row);
                for (var i = 0; i < some; i++)
                {
                    rows.CopyRow(from + row + i, together.AsSpan(i * FeatureCount, FeatureCount));
                }

                Run(values, some, margins + row);
            }
        }

        ArrayPool<float>.Shared.Return(together);
    }

    private void RunLockstep<T>(float* rows, int count, double* margins)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var start = T.CreateTruncating(Trees.BaseMargin);
        var sums = stackalloc T[LockstepTrees.RowsTogether];
        nint row = 0;
        for (; row + LockstepTrees.RowsTogether <= count; row += LockstepTrees.RowsTogether)
        {
            new Span<T>(sums, LockstepTrees.RowsTogether).Fill(start);
            lockstep!.AddEight(unchecked(rows + (row * FeatureCount)), FeatureCount, sums);
            for (var i = 0; i < LockstepTrees.RowsTogether; i++)
            {
                margins[row + i] = double.CreateTruncating(sums[i]);
            }
        }

        for (; row < count; row++)
        {
            margins[row] = double.CreateTruncating(lockstep!.Add(unchecked(rows + (row * FeatureCount)), start));
        }
    }

    /// <summary>Block after block, from rows or from columns, whichever are given.</summary>
    [SkipLocalsInit]
    private void RunBinned<TLanes, TBytes>(float* rows, FeatureMatrix? columns, int from, int count, double* margins)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        const int Rows = TreeFragments.BlockRows;
        const int Line = 64;
        var scratch = stackalloc sbyte[((bins!.ColumnCount + 1) * Rows) + Line];
        var block = unchecked(scratch + (Line - ((nint)scratch % Line)));
        var sums = stackalloc double[Rows];
        for (var row = 0; row < count; row += Rows)
        {
            var some = Math.Min(Rows, count - row);
            if (columns is null)
            {
                bins.FillFromRows<TLanes, TBytes>(unchecked(rows + ((nint)row * FeatureCount)), FeatureCount, some, block, Rows);
            }
            else
            {
                for (var share = 0; share < bins.Shares.Length; share++)
                {
                    bins.FillFromColumn<TLanes, TBytes>(share, columns.Column(bins.Shares[share].Feature).Slice(from + row, some), block, Rows);
                }
            }

            if (Trees.SumsInFloat)
            {
                var floats = (float*)sums;
                new Span<float>(floats, Rows).Fill((float)Trees.BaseMargin);
                fragments!.Add<TLanes, TBytes>(block, floats);
                for (var i = 0; i < some; i++)
                {
                    margins[row + i] = floats[TreeFragments.SumPlace<TLanes, TBytes>(i)];
                }
            }
            else
            {
                new Span<double>(sums, Rows).Fill(Trees.BaseMargin);
                fragments!.Add<TLanes, TBytes>(block, sums);
                new ReadOnlySpan<double>(sums, some).CopyTo(new(margins + row, some));
            }
        }
    }

    [SkipLocalsInit]
    private double BinnedMargin<TLanes, TBytes>(float* row)
        where TLanes : struct, ILanes<TBytes>
        where TBytes : struct
    {
        var columns = stackalloc sbyte[bins!.ColumnCount + 1];
        bins.FillFromRow<TLanes, TBytes>(row, columns);
        return Trees.SumsInFloat ? heaps!.Sum(columns, (float)Trees.BaseMargin) : heaps!.Sum(columns, Trees.BaseMargin);
    }
}
