using RiskSignals.Borrowers;
using RiskSignals.Rpc;
using RiskSignals.Service.Jobs;
using RiskSignals.Storage;
using RiskSignals.Treatments;
using RiskSignals.V1;
using Decision = RiskSignals.V1.Decision;

namespace RiskSignals.Service.Api;

/// <summary>Answers for risksignals.v1.Treatments.</summary>
internal sealed class TreatmentsApi(
    Database database,
    FactStore facts,
    SignalStore signals,
    TreatmentStore treatments,
    TrialStore trials,
    ScoreStore scores,
    PortfolioRuns runs,
    BundlesInService bundles,
    Policy policy,
    HostClock clock)
{
    public Task<Decision> NextBestAction(NextBestActionRequest request, CallContext context)
    {
        var loanId = RequestCheck.Id("loan_id", request.LoanId);
        var asOf = RequestCheck.Day("as_of", request.AsOf, clock.Today);
        if (facts.BorrowerOf(loanId) is not { } borrowerId || facts.Load(borrowerId)?.AsOf(asOf) is not { } history
            || history.Loan(loanId) is not { } loan)
        {
            throw new RpcFailure(RpcCode.NotFound, $"No loan '{loanId}' was known by {RequestCheck.Text(asOf)}; import it first.");
        }

        var kept = Kept(borrowerId, loanId, asOf) ?? Decide(history, loan);
        return Task.FromResult(DecisionMessages.Of(DecisionText.Parse(kept.Record)));
    }

    public async IAsyncEnumerable<Decision> ListDecisions(ListDecisionsRequest request, CallContext context)
    {
        var runId = RequestCheck.Id("run_id", request.RunId);
        if (scores.Run(runId) is not { IsEnded: true })
        {
            throw new RpcFailure(RpcCode.NotFound, $"There is no finished run '{runId}'; Rescore begins one and GetRun tells how far it is.");
        }

        foreach (var row in await Task.Run(
            () => treatments.OfRun(runId).Where(row => row.Treatment != Treatment.NoneId).ToArray(), context.CancellationToken))
        {
            yield return DecisionMessages.Of(DecisionText.Parse(row.Record));
        }
    }

    /// <summary>Takes the decision and keeps it; if somebody was faster, theirs stands.</summary>
    private DecisionRow Decide(BorrowerHistory history, LoanHistory loan)
    {
        var (borrowerId, loanId) = (history.BorrowerId, loan.Loan.LoanId);
        var served = bundles.Current;
        var score = ScoreRows.Of(runs.Key(history.AsOf, served).RunId, LoanScorer.Score(history, loan, served.All))
            .First(row => row.Target == Scoring.Target.Miss30.Id);
        var running = RunningTrials.On(history.AsOf, trials);
        var assigned = trials.AssignmentsOf([borrowerId]);
        var place = history.Borrower is { } borrower ? running.Place(borrower, assigned) : null;
        var open = signals.OpenOf([borrowerId]).Count(row => row.LoanId == loanId && row.OpenedOn <= history.AsOf);
        var reserved = LoanDecision.Lately(treatments, [borrowerId], history.AsOf).Select(LoanDecision.Reserved).OfType<ReservedContact>();
        var decision = LoanDecision.Decide(policy, history, loan, score, open, place, [.. reserved]);
        database.Write(transaction =>
        {
            if (treatments.Add([LoanDecision.Row(policy, decision)], transaction) == 1
                && running.FirstAssignment(history.Borrower, decision, assigned) is { } assignment)
            {
                trials.Assign([assignment], transaction);
            }
        });
        return Kept(borrowerId, loanId, history.AsOf)!;
    }

    private DecisionRow? Kept(string borrowerId, string loanId, DateOnly asOf) =>
        treatments.Of([borrowerId], asOf, asOf).FirstOrDefault(row => row.LoanId == loanId);
}
