namespace RiskSignals.Training.Fitting;

/// <summary>
/// Fits one model a fold on the rows of the other folds, all in step, and stops when the mean log loss of the held-out rows no longer falls.
/// Gives the number of rounds for the final model, and for each row the margin of a model that never saw its borrower.
/// </summary>
internal static class CrossFit
{
    public static (int Rounds, float[] Margins) Run(TrainingTable table, Recipe recipe, int threads, IProgress<double>? progress)
    {
        var foldOf = Split.Folds(table, recipe.Validation.Folds, recipe.Seed);
        var fits = new List<FoldFit>();
        try
        {
            for (var fold = 0; fold < recipe.Validation.Folds; fold++)
            {
                fits.Add(new(table, foldOf, fold, recipe, threads));
            }

            return Stop(fits, table.Rows, recipe.Fit, progress);
        }
        finally
        {
            fits.ForEach(fit => fit.Dispose());
        }
    }

    private static (int Rounds, float[] Margins) Stop(List<FoldFit> fits, int rows, FitParameters parameters, IProgress<double>? progress)
    {
        var best = (Loss: double.PositiveInfinity, Rounds: 0);
        var margins = new float[rows];
        for (var round = 0; round < parameters.Rounds && round - best.Rounds < parameters.Patience; round++)
        {
            var loss = fits.Sum(fit => fit.Advance(round)) / fits.Sum(fit => fit.HeldOutWeight);
            if (loss < best.Loss)
            {
                best = (loss, round + 1);
                fits.ForEach(fit => fit.CopyMargins(margins));
            }

            progress?.Report((round + 1.0) / parameters.Rounds);
        }

        return (best.Rounds, margins);
    }

    /// <summary>One fold's model and the rows it doesn't see.</summary>
    private sealed class FoldFit : IDisposable
    {
        private readonly int[] heldOut;
        private readonly TrainingTable heldOutTable;
        private readonly XgboostMatrix fitRows;
        private readonly XgboostMatrix heldOutRows;
        private readonly XgboostBooster booster;
        private float[] margins = [];

        public FoldFit(TrainingTable table, int[] foldOf, int fold, Recipe recipe, int threads)
        {
            heldOut = [.. Enumerable.Range(0, table.Rows).Where(row => foldOf[row] == fold)];
            var fitTable = table.Take([.. Enumerable.Range(0, table.Rows).Where(row => foldOf[row] != fold)]);
            heldOutTable = table.Take(heldOut);
            if (heldOut.Length == 0 || !fitTable.Outcomes.Contains(true) || !fitTable.Outcomes.Contains(false))
            {
                throw new ArgumentException(
                    $"Fold {fold + 1} of {recipe.Validation.Folds} leaves rows of one outcome, or none; give more rows or fewer folds.");
            }

            HeldOutWeight = heldOutTable.Weights?.Sum(weight => (double)weight) ?? heldOut.Length;
            fitRows = fitTable.ToXgboost();
            heldOutRows = heldOutTable.ToXgboost();
            booster = Trainer.NewBooster(fitTable, recipe, threads, fitRows, heldOutRows);
        }

        public double HeldOutWeight { get; }

        /// <summary>Adds a tree; gives the sum of weighted log losses over the rows held out.</summary>
        public double Advance(int round)
        {
            booster.Update(round, fitRows);
            margins = booster.Margins(heldOutRows);
            var sum = 0.0;
            for (var i = 0; i < margins.Length; i++)
            {
                var toward = heldOutTable.Outcomes[i] ? margins[i] : -(double)margins[i];
                var loss = Math.Max(-toward, 0) + Math.Log(1 + Math.Exp(-Math.Abs(toward)));
                sum += loss * (heldOutTable.Weights?[i] ?? 1);
            }

            return sum;
        }

        public void CopyMargins(float[] all)
        {
            for (var i = 0; i < heldOut.Length; i++)
            {
                all[heldOut[i]] = margins[i];
            }
        }

        public void Dispose()
        {
            booster.Dispose();
            heldOutRows.Dispose();
            fitRows.Dispose();
        }
    }
}
