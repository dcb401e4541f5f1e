using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Simulation;
using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Cli;

/// <summary>How near the probabilities of a model come to the true ones of a simulated lender.</summary>
/// <param name="Trained">The model and its ordinary report on the same test rows.</param>
/// <param name="TrainRows">Rows learnt from.</param>
/// <param name="Rows">The score of each test row beside its true chance; sorted by score.</param>
internal sealed record TrueChanceReport(TrainedBundle Trained, int TrainRows, IReadOnlyList<(double Score, TrueChance Truth)> Rows)
{
    /// <summary>Test days, 30 days apart; the last matures as the lender's period ends.</summary>
    private const int TestDays = 3;

    /// <summary>Mean size of the difference, in points of per cent. It holds the replays' own error too, about <see cref="NoisePoints"/> squared.</summary>
    public double MaePoints => 100 * Rows.Average(row => Math.Abs(row.Score - row.Truth.Probability));

    /// <summary>Mean difference, score less truth, in points of per cent.</summary>
    public double BiasPoints => 100 * Rows.Average(row => row.Score - row.Truth.Probability);

    /// <summary>Mean size of the error of the true chances themselves, from a finite number of replays, in points of per cent.</summary>
    public double NoisePoints => 100 * Math.Sqrt(2 / Math.PI) * Rows.Average(row => row.Truth.StandardError);

    /// <summary>Area under the curve of the scores, each replay an outcome.</summary>
    public double Auc => AucOf(row => row.Score);

    /// <summary>Of the true chances themselves on the same replays: nobody who doesn't know the future has more.</summary>
    public double TrueAuc => AucOf(row => row.Truth.Probability);

    /// <summary>
    /// Trains on the first borrowers of a lender by what was known on the first test day, and scores others as of the test days.
    /// </summary>
    /// <param name="lender">Its borrowers beyond those trained on are tested; its period ends with the last label.</param>
    /// <param name="trainBorrowers">How many to learn from; even, so that no household is on both sides.</param>
    /// <param name="replays">Futures lived a test row.</param>
    public static TrueChanceReport Of(SimulationParameters lender, int trainBorrowers, int replays, Recipe recipe, CancellationToken cancel)
    {
        var (simulated, target, choice) = (new SimulatedLender(lender), Target.Miss30, CohortChoice.Of(recipe));
        var days = Days(lender, target, choice);
        var train = Screen.WithProgress("living and looking at the borrowers to learn from", progress =>
            Cohort.Build(Files(simulated, 0, trainBorrowers, progress, cancel), target, choice, knownBy: days[0], TrainVerb.NoDecisions));
        LeakCheck.Require(train, recipe);
        var test = Screen.WithProgress("those to test on", progress => Cohort.Build(
            Files(simulated, trainBorrowers, lender.Borrowers, progress, cancel),
            target,
            choice with { FirstDay = days[0], LastDay = days[^1] },
            lender.EndOnExcl,
            TrainVerb.NoDecisions));
        var truth = Screen.WithProgress(
            "replaying their futures", progress => Truth(simulated, trainBorrowers, lender.Borrowers, days, replays, progress, cancel));
        var trained = Screen.WithRounds(
            "fitting", progress => Trainer.FitAndTest(train.Table(), test.Table(), recipe, threads: 1, progress, cancel));
        var scores = Scores(trained.Bundle, test);
        return new(
            trained,
            train.Rows.Count,
            [
                .. test.Rows.Select((row, i) => (Score: scores[i], Truth: truth.GetValueOrDefault((row.LoanId, row.AsOf))))
                    .Where(row => row.Truth.Judged > 0)
                    .OrderBy(row => row.Score),
            ]);
    }

    private static DateOnly[] Days(SimulationParameters lender, Target target, CohortChoice choice)
    {
        var last = lender.EndOnExcl.AddDays(-1 - target.DaysToMaturity);
        last = last.AddDays(-(last.DayNumber % choice.EveryDays));
        return [.. Enumerable.Range(1 - TestDays, TestDays).Select(n => last.AddDays(n * choice.EveryDays))];
    }

    private static IEnumerable<BorrowerFile> Files(SimulatedLender lender, int from, int toExcl, IProgress<double> progress, CancellationToken cancel)
    {
        for (var index = from; index < toExcl; index++)
        {
            cancel.ThrowIfCancellationRequested();
            progress.Report((index + 1.0 - from) / (toExcl - from));
            var life = lender.Live(index);
            yield return new(life.BorrowerId, [.. life.Facts]);
        }
    }

    private static Dictionary<(string LoanId, DateOnly AsOf), TrueChance> Truth(
        SimulatedLender lender, int from, int toExcl, DateOnly[] days, int replays, IProgress<double> progress, CancellationToken cancel)
    {
        var done = 0;
        return Enumerable.Range(from, toExcl - from).AsParallel().WithCancellation(cancel).SelectMany(index =>
        {
            (string LoanId, DateOnly AsOf, TrueChance Miss)[] chances =
            [
                .. days.SelectMany(day => lender.MissProbabilities(index, day, replays)
                    .Where(one => one.Miss is not null)
                    .Select(one => (one.LoanId, day, one.Miss!.Value))),
            ];
            progress.Report((double)Interlocked.Increment(ref done) / (toExcl - from));
            return chances;
        }).ToDictionary(one => (one.LoanId, one.AsOf), one => one.Miss);
    }

    private static double[] Scores(Bundle bundle, Cohort test)
    {
        var (matrix, row) = (test.Features.Select([.. bundle.Features.Select(feature => feature.Name)]), new float[bundle.Features.Count]);
        return [.. Enumerable.Range(0, matrix.Rows).Select(i =>
        {
            matrix.CopyRow(i, row);
            return bundle.Probability(row, bundle.Model.Margin(row));
        })];
    }

    private double AucOf(Func<(double Score, TrueChance Truth), double> told)
    {
        double[] scores = [.. Rows.Select(told)];
        return Quality.Auc(
            [.. scores, .. scores],
            [.. Rows.Select(_ => true), .. Rows.Select(_ => false)],
            [.. Rows.Select(row => row.Truth.Probability), .. Rows.Select(row => 1 - row.Truth.Probability)]);
    }
}
