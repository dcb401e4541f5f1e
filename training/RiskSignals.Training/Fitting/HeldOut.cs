namespace RiskSignals.Training.Fitting;

/// <summary>One fold: the rows to fit on, and those held out of it.</summary>
/// <param name="In">The rows of the other folds.</param>
/// <param name="Out">The fold's own rows.</param>
/// <param name="Rows">The numbers of the fold's own rows in the table.</param>
internal sealed record HeldOut(TrainingTable In, TrainingTable Out, int[] Rows)
{
    /// <summary>All the folds, one after the other.</summary>
    /// <exception cref="ArgumentException">A fold is empty or leaves rows of one outcome alone; the message names it.</exception>
    public static IEnumerable<HeldOut> Of(TrainingTable table, IReadOnlyList<int> foldOf) =>
        Numbers(table, foldOf).Select(fold => new HeldOut(table.Take(fold.In), table.Take(fold.Out), fold.Out));

    /// <summary>The numbers of the rows to fit on and of those held out, fold after fold.</summary>
    /// <inheritdoc cref="Of"/>
    public static IEnumerable<(int[] In, int[] Out)> Numbers(TrainingTable table, IReadOnlyList<int> foldOf)
    {
        var folds = foldOf.Max() + 1;
        for (var fold = 0; fold < folds; fold++)
        {
            var sides = Enumerable.Range(0, table.Rows).ToLookup(row => foldOf[row] == fold);
            int[] fitted = [.. sides[false]], held = [.. sides[true]];
            if (held.Length == 0 || fitted.Select(row => table.Outcomes[row]).Distinct().Count() < 2)
            {
                throw new ArgumentException($"Fold {fold + 1} of {folds} leaves rows of one outcome, or none; give more rows or fewer folds.");
            }

            yield return (fitted, held);
        }
    }

    /// <summary>For each row the margin of a model fitted without the row's fold.</summary>
    public static float[] Margins(TrainingTable table, IReadOnlyList<int> foldOf, Func<TrainingTable, int, Learners.FittedModel> fit)
    {
        var margins = new float[table.Rows];
        var number = 0;
        foreach (var fold in Of(table, foldOf))
        {
            var own = fit(fold.In, number++).Margins(fold.Out.Features);
            for (var i = 0; i < own.Length; i++)
            {
                margins[fold.Rows[i]] = (float)own[i];
            }
        }

        return margins;
    }
}
