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
            foreach (var (fitted, held) in HeldOut.Numbers(table, foldOf))
            {
                run.Cancel.ThrowIfCancellationRequested();
                fits.Add(new(table, fitted, held, parameters, run));
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
        private readonly TrainingTable table;
        private readonly int[] held;
        private readonly XgboostMatrix fitRows;
        private readonly XgboostMatrix heldOutRows;
        private readonly XgboostBooster[] boosters;
        private readonly float[] margins;

        public FoldFit(TrainingTable table, int[] fitted, int[] held, FitParameters parameters, FitRun run)
        {
            (this.table, this.held) = (table, held);
            margins = new float[held.Length];
            Weight = table.Weights is { } weights ? held.Sum(row => (double)weights[row]) : held.Length;
            fitRows = table.ToQuantiles(parameters.Bins, run.Threads, fitted);
            heldOutRows = table.ToXgboost(held);
            boosters =
            [
                .. Enumerable.Range(0, parameters.Seeds).Select(seed =>
                    XgboostLearner.NewBooster(table, parameters, run with { Seed = run.Seed + seed }, fitted, fitRows, heldOutRows)),
            ];
        }

        /// <summary>Of the rows held out.</summary>
        public double Weight { get; }

        /// <summary>Adds a tree; gives the sum of weighted log losses over the rows held out.</summary>
        public double Advance(int round)
        {
            Array.Clear(margins);
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
                var toward = table.Outcomes[held[i]] ? margins[i] : -(double)margins[i];
                var loss = Math.Max(-toward, 0) + Math.Log(1 + Math.Exp(-Math.Abs(toward)));
                sum += loss * (table.Weights?[held[i]] ?? 1);
            }

            return sum;
        }

        public void CopyMargins(float[] all)
        {
            for (var i = 0; i < margins.Length; i++)
            {
                all[held[i]] = margins[i];
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
