using System.Globalization;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Learners;

/// <summary>
/// Extremely randomised trees (Geurts, Ernst, Wehenkel 2006): trees of random thresholds on all rows, averaged. They vary less than boosted
/// trees, which pays where rows are few. Written as XGBoost writes trees, so they are executed and explained as boosted ones are.
/// </summary>
public sealed record ExtraTreesLearner : ILearner
{
    /// <summary>Trees whose average is the model, 1 to 2,000.</summary>
    public int Trees { get; init; } = 500;

    /// <summary>Rows of a leaf, at least, 1 or more.</summary>
    public int LeafRowsMin { get; init; } = 2;

    /// <summary>Share of the columns drawn at each split, above 0 to 1.</summary>
    public double ColumnSample { get; init; } = 0.1;

    /// <summary>Splits on a path, 1 to 20.</summary>
    public int Depth { get; init; } = 12;

    /// <inheritdoc/>
    public LearnerKind Kind => LearnerKind.ExtraTrees;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Value)> Parameters =>
    [
        ("trees", Text(Trees)), ("leaf_rows_min", Text(LeafRowsMin)), ("column_sample", Text(ColumnSample)), ("depth", Text(Depth)),
    ];

    /// <inheritdoc/>
    public CrossFitted CrossFit(TrainingTable table, IReadOnlyList<int> foldOf, FitRun run)
    {
        var folds = foldOf.Max() + 1.0;
        return new(HeldOut.Margins(table, foldOf, (rows, fold) => Fit(rows, run.Part(fold / folds, (fold + 1) / folds))), this);
    }

    /// <inheritdoc/>
    public FittedModel Fit(TrainingTable table, FitRun run)
    {
        float[][] columns = [.. Enumerable.Range(0, table.ModelFeatures.Count).Select(column => table.Features.Column(column).ToArray())];
        var rows = new FitRows(
            columns,
            [.. table.Outcomes],
            table.Weights,
            [.. table.ModelFeatures.Select(run.SignOf)],
            Math.Max(1, (int)Math.Round(ColumnSample * columns.Length)),
            LeafRowsMin,
            Depth);
        var baseRate = (float)rows.Sum(Enumerable.Range(0, table.Rows)).Rate;

        // One step of Newton's from the base rate, as a round of XGBoost's would take; calibration stretches what it leaves too flat.
        var scale = 1 / (Trees * (double)baseRate * (1 - baseRate));
        var trees = new List<IReadOnlyList<RandomTree.Node>>(Trees);
        for (var number = 0; number < Trees; number++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            trees.Add(RandomTree.Grow(rows, new Random(SeedOf(run.Seed, number))));
            run.Progress?.Report(new((number + 1.0) / Trees, $"tree {number + 1} of {Trees}"));
        }

        return FittedModel.OfTrees(XgboostText.Write(trees, columns.Length, baseRate, node => (float)((node.Rate - baseRate) * scale)));
    }

    /// <exception cref="FormatException">A bound is broken; the message names the parameter.</exception>
    internal void RequireBounds()
    {
        Require(Trees is >= 1 and <= 2_000, "trees", Trees, "1 to 2,000");
        Require(LeafRowsMin >= 1, "leaf_rows_min", LeafRowsMin, "1 or more");
        Require(ColumnSample is > 0 and <= 1, "column_sample", ColumnSample, "above 0 to 1");
        Require(Depth is >= 1 and <= 20, "depth", Depth, "1 to 20");
    }

    /// <summary>A seed a tree, the same in every process.</summary>
    private static int SeedOf(int seed, int number) => unchecked((int)((((uint)seed * 2_654_435_761) + (uint)number) * 2_246_822_519));

    private static string Text(IFormattable value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static void Require(bool holds, string name, IFormattable value, string expected)
    {
        if (!holds)
        {
            throw new FormatException($"Recipe: extra_trees.{name} is {Text(value)}; {expected} is expected.");
        }
    }
}
