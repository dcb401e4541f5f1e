using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Fits one model a fold on the rows of the other folds, all in step, and stops when the mean log loss of the held-out rows no longer falls.
/// Gives the number of rounds for the final model, and for each row the margin of a model that never saw its borrower.
/// </summary>
internal static class CrossFit
{
    public static (int Rounds, float[] Margins) Run(TrainingTable table, IReadOnlyList<int> foldOf, FitParameters parameters, FitRun run)
    {
        var fits = new List<FoldFit>();
        try
        {
            foreach (var fold in HeldOut.Of(table, foldOf))
            {
                run.Cancel.ThrowIfCancellationRequested();
                fits.Add(new(fold, parameters, run));
            }

            return Stop(fits, table.Rows, parameters, run);
        }
        finally
        {
            fits.ForEach(fit => fit.Dispose());
        }
    }

    private static (int Rounds, float[] Margins) Stop(List<FoldFit> fits, int rows, FitParameters parameters, FitRun run)
    {
        var best = (Loss: double.PositiveInfinity, Rounds: 0);
        var margins = new float[rows];
        for (var round = 0; round < parameters.Rounds && round - best.Rounds < parameters.Patience; round++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            var loss = fits.Sum(fit => fit.Advance(round)) / fits.Sum(fit => fit.Weight);
            if (loss < best.Loss)
            {
                best = (loss, round + 1);
                fits.ForEach(fit => fit.CopyMargins(margins));
            }

            run.Progress?.Report(new(
                (round + 1.0) / parameters.Rounds,
                FormattableString.Invariant($"round {round + 1} of {parameters.Rounds}, log loss {loss:0.0000}, best {best.Loss:0.0000}")));
        }

        return (best.Rounds, margins);
    }

    /// <summary>One fold's models, one a seed, and the rows they don't see.</summary>
    private sealed class FoldFit : IDisposable
    {
        private readonly HeldOut fold;
        private readonly XgboostMatrix fitRows;
        private readonly XgboostMatrix heldOutRows;
        private readonly XgboostBooster[] boosters;
        private float[] margins = [];

        public FoldFit(HeldOut fold, FitParameters parameters, FitRun run)
        {
            this.fold = fold;
            Weight = fold.Out.Weights?.Sum(weight => (double)weight) ?? fold.Out.Rows;
            fitRows = fold.In.ToQuantiles(parameters.Bins, run.Threads);
            heldOutRows = fold.Out.ToXgboost();
            boosters =
            [
                .. Enumerable.Range(0, parameters.Seeds).Select(seed =>
                    XgboostLearner.NewBooster(fold.In, parameters, run with { Seed = run.Seed + seed }, fitRows, heldOutRows)),
            ];
        }

        /// <summary>Of the rows held out.</summary>
        public double Weight { get; }

        /// <summary>Adds a tree; gives the sum of weighted log losses over the rows held out.</summary>
        public double Advance(int round)
        {
            margins = new float[fold.Out.Rows];
            foreach (var booster in boosters)
            {
                booster.Update(round, fitRows);
                var own = booster.Margins(heldOutRows);
                for (var i = 0; i < margins.Length; i++)
                {
                    margins[i] += own[i] / boosters.Length;
                }
            }

            var sum = 0.0;
            for (var i = 0; i < margins.Length; i++)
            {
                var toward = fold.Out.Outcomes[i] ? margins[i] : -(double)margins[i];
                var loss = Math.Max(-toward, 0) + Math.Log(1 + Math.Exp(-Math.Abs(toward)));
                sum += loss * (fold.Out.Weights?[i] ?? 1);
            }

            return sum;
        }

        public void CopyMargins(float[] all)
        {
            for (var i = 0; i < margins.Length; i++)
            {
                all[fold.Rows[i]] = margins[i];
            }
        }

        public void Dispose()
        {
            Array.ForEach(boosters, booster => booster.Dispose());
            heldOutRows.Dispose();
            fitRows.Dispose();
        }
    }
}
