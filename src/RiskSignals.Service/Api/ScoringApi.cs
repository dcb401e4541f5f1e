using RiskSignals.Borrowers;
using RiskSignals.Rpc;
using RiskSignals.Scoring;
using RiskSignals.Service.Jobs;
using RiskSignals.Storage;
using RiskSignals.V1;

namespace RiskSignals.Service.Api;

/// <summary>Answers for risksignals.v1.Scoring.</summary>
internal sealed class ScoringApi(
    FactStore facts, ScoreStore scores, BundlesInService bundles, PortfolioRuns runs, RunWorker worker, HostClock clock)
{
    /// <summary>Most loans in one batch.</summary>
    public const int BatchMax = 10_000;

    // Borrowers' files in memory at a time.
    private const int LoansARead = 250;

    public Task<ScoredLoan> Score(ScoreRequest request, CallContext context)
    {
        var loanId = RequestCheck.Id("loan_id", request.LoanId);
        var asOf = RequestCheck.Day("as_of", request.AsOf, clock.Today);
        var chosen = Chosen(request.Targets);
        var scored = File(request, loanId) is { } file ? Answer(file, loanId, asOf, chosen) : Unknown(loanId, asOf);
        return scored.Status == RowStatus.UnknownLoan
            ? throw new RpcFailure(RpcCode.NotFound, scored.Detail)
            : Task.FromResult(scored);
    }

    public async IAsyncEnumerable<ScoredLoan> ScoreBatch(ScoreBatchRequest request, CallContext context)
    {
        RequestCheck.Between("the number of loan_ids", request.LoanIds.Count, 1, BatchMax);
        var asOf = RequestCheck.Day("as_of", request.AsOf, clock.Today);
        var chosen = Chosen(request.Targets);
        var repeated = request.LoanIds.CountBy(id => id, StringComparer.Ordinal).Where(count => count.Value > 1)
            .ToDictionary(count => count.Key, _ => (ScoredLoan?)null, StringComparer.Ordinal);
        foreach (var some in request.LoanIds.Chunk(LoansARead))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            foreach (var scored in await Task.Run(() => Answers(some, asOf, chosen, repeated), context.CancellationToken))
            {
                yield return scored;
            }
        }
    }

    public Task<Run> Rescore(RescoreRequest request, CallContext context)
    {
        var run = runs.Begin(RequestCheck.Day("as_of", request.AsOf, clock.Today));
        worker.Wake();
        return Task.FromResult(Progress(run));
    }

    public Task<Run> GetRun(GetRunRequest request, CallContext context)
    {
        var runId = RequestCheck.Id("run_id", request.RunId);
        return scores.Run(runId) is { } run
            ? Task.FromResult(Progress(run))
            : throw new RpcFailure(RpcCode.NotFound, $"There is no run '{runId}'; Rescore begins one.");
    }

    public Task<WhatIfAnswer> WhatIf(WhatIfRequest request, CallContext context)
    {
        var loanId = RequestCheck.Id("loan_id", request.LoanId);
        var asOf = RequestCheck.Day("as_of", request.AsOf, clock.Today);
        var served = Chosen([request.Target.Length == 0 ? Target.Miss30.Id : request.Target]);
        return facts.BorrowerOf(loanId) is { } borrowerId && facts.Load(borrowerId)?.AsOf(asOf) is { } history && history.Loan(loanId) is { } loan
            ? Task.FromResult(ScoreMessages.Of(asOf, LoanScorer.Score(history, loan, served), context.CancellationToken))
            : throw new RpcFailure(RpcCode.NotFound, Unknown(loanId, asOf).Detail);
    }

    private static Run Progress(RunRow run) => new()
    {
        RunId = run.RunId,
        AsOf = RequestCheck.Text(run.AsOf),
        State = run.IsEnded ? RunState.Finished : RunState.Running,
        Loans = run.Loans,
        LoansDone = run.LoansDone,
        Warnings = run.Warnings ?? 0,
        Treatments = run.Treatments ?? 0,
    };

    /// <summary>One answer a loan id, in order.</summary>
    /// <param name="repeated">The ids that repeat in the batch; their answers are kept here, so that each loan is read and scored once.</param>
    private List<ScoredLoan> Answers(
        string[] loanIds, DateOnly asOf, IReadOnlyList<ServedBundle> chosen, Dictionary<string, ScoredLoan?> repeated)
    {
        var unanswered = loanIds.Where(id => RequestCheck.IsId(id) && repeated.GetValueOrDefault(id) is null).Distinct(StringComparer.Ordinal);
        var owners = facts.BorrowersOf([.. unanswered]);
        var files = facts.Load([.. owners.Values.Distinct(StringComparer.Ordinal)])
            .ToDictionary(file => file.BorrowerId, StringComparer.Ordinal);
        var known = new List<(BorrowerHistory History, LoanHistory Loan)>(loanIds.Length);
        foreach (var (loanId, owner) in owners)
        {
            // A borrower erased since the owners were read has no file; the loan is then unknown.
            if (files.GetValueOrDefault(owner)?.AsOf(asOf) is { } history && history.Loan(loanId) is { } loan)
            {
                known.Add((history, loan));
            }
        }

        var scored = known.Zip(LoanScorer.ScoreAll(known, chosen)).ToDictionary(
            one => one.First.Loan.Loan.LoanId, one => ScoreMessages.Of(one.First.History, one.Second), StringComparer.Ordinal);
        var answers = new List<ScoredLoan>(loanIds.Length);
        foreach (var loanId in loanIds)
        {
            var answer = repeated.GetValueOrDefault(loanId)
                ?? (!RequestCheck.IsId(loanId) ? Refused(loanId) : scored.GetValueOrDefault(loanId) ?? Unknown(loanId, asOf));
            if (repeated.ContainsKey(loanId))
            {
                repeated[loanId] = answer;
            }

            answers.Add(answer);
        }

        return answers;
    }

    /// <summary>The history that came with the request, or else what the store knows of the loan's borrower.</summary>
    private BorrowerFile? File(ScoreRequest request, string loanId)
    {
        if (request.History.Count == 0)
        {
            return facts.BorrowerOf(loanId) is { } borrowerId ? facts.Load(borrowerId) : null;
        }

        RequestCheck.Between("the number of facts in history", request.History.Count, 1, FactMessages.FactsMax);
        return FactMessages.File("history", request.History);
    }

    private static ScoredLoan Refused(string loanId) =>
        new() { LoanId = loanId, Status = RowStatus.InvalidLoanId, Detail = $"The loan id is refused; {RequestCheck.IdRule}." };

    private static ScoredLoan Answer(BorrowerFile file, string loanId, DateOnly asOf, IReadOnlyList<ServedBundle> chosen)
    {
        var history = file.AsOf(asOf);
        return history.Loan(loanId) is { } loan ? ScoreMessages.Of(history, LoanScorer.Score(history, loan, chosen)) : Unknown(loanId, asOf);
    }

    private static ScoredLoan Unknown(string loanId, DateOnly asOf) => new()
    {
        LoanId = loanId,
        AsOf = RequestCheck.Text(asOf),
        Status = RowStatus.UnknownLoan,
        Detail = $"No loan '{loanId}' was known by {RequestCheck.Text(asOf)}; import it first.",
    };

    /// <summary>Taken once a call, so that all of its answers are of one version.</summary>
    private IReadOnlyList<ServedBundle> Chosen(IReadOnlyCollection<string> targets)
    {
        var served = bundles.Current;
        return served.Find(targets) ?? throw RequestCheck.Invalid(
            "targets", string.Join(", ", targets), $"served are {string.Join(", ", served.All.Select(one => one.Target.Id))}");
    }
}
