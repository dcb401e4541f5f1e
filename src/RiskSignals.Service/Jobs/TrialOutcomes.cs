using RiskSignals.Storage;
using RiskSignals.Trials;
using MaturedRow = RiskSignals.Trials.TrialRow;

namespace RiskSignals.Service.Jobs;

/// <summary>Computes what came of assigned borrowers, once window and reporting lag have passed, from facts alone.</summary>
internal sealed class TrialOutcomes(TrialStore trials, FactStore facts, ILogger<TrialOutcomes> log)
{
    private const int BorrowersAtATime = 500;

    /// <summary>Keeps the outcome of every assignment that has matured by a day and has none; one that is kept is never changed.</summary>
    /// <remarks>A trial that can't be read or computed is logged and tried again the next time; the others go on.</remarks>
    public void Mature(DateOnly asOf, CancellationToken stopping)
    {
        foreach (var row in trials.All())
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                Mature(row, asOf);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.MaturingFailed(error, row.TrialId, asOf);
            }
        }
    }

    /// <summary>A trial's borrowers as a read-out as of a day needs them; outcomes that aren't kept yet are computed.</summary>
    public IReadOnlyList<MaturedRow> Rows(Trial trial, DateOnly asOf)
    {
        var rows = trials.Borrowers(trial.Plan.Id).Where(one => one.AssignedOn <= asOf).ToArray();
        var missing = rows.Where(one => one.Value is null && trial.MaturesOn(one.AssignedOn) <= asOf).ToArray();
        var computed = missing.Chunk(BorrowersAtATime).SelectMany(some => Outcomes(trial, some))
            .ToDictionary(outcome => outcome.BorrowerId, outcome => outcome.Value, StringComparer.Ordinal);
        return [.. rows.Select(one => Row(trial, one, computed, asOf))];
    }

    private void Mature(Storage.TrialRow row, DateOnly asOf)
    {
        var trial = RunningTrials.Read(row);
        var due = trials.Borrowers(row.TrialId).Where(one => one.Value is null && trial.MaturesOn(one.AssignedOn) <= asOf).ToArray();
        var matured = due.Chunk(BorrowersAtATime).Sum(some => trials.Mature([.. Outcomes(trial, some)]));
        if (matured > 0)
        {
            log.OutcomesMatured(row.TrialId, matured, asOf);
        }
    }

    private static MaturedRow Row(Trial trial, TrialBorrowerRow one, Dictionary<string, double> computed, DateOnly asOf)
    {
        var matured = trial.MaturesOn(one.AssignedOn) <= asOf;
        var reached = one.ExposedOn is { } exposed && exposed <= asOf;
        var outcome = matured ? checked((long)(one.Value ?? computed[one.BorrowerId])) : (long?)null;
        return new(one.Unit, one.Arm, one.AssignedOn, Attempted: reached, Delivered: reached, outcome);
    }

    private IEnumerable<MaturedOutcomeRow> Outcomes(Trial trial, TrialBorrowerRow[] some)
    {
        var files = facts.Load([.. some.Select(one => one.BorrowerId)]).ToDictionary(file => file.BorrowerId, StringComparer.Ordinal);
        return some.Select(one => new MaturedOutcomeRow
        {
            BorrowerId = one.BorrowerId,
            TrialId = trial.Plan.Id,
            Value = TrialOutcome.Of(trial, files[one.BorrowerId], AssignedAt.Read(one.Payload!).LoanId, one.AssignedOn),
            MaturedOn = trial.MaturesOn(one.AssignedOn),
        });
    }
}
