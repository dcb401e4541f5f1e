using RiskSignals.Borrowers;
using RiskSignals.Rpc;
using RiskSignals.Service.Jobs;
using RiskSignals.Signals;
using RiskSignals.Storage;
using RiskSignals.V1;

namespace RiskSignals.Service.Api;

/// <summary>Answers for risksignals.v1.Borrowers.</summary>
internal sealed class BorrowersApi(FactStore facts, ScoreStore scores, SignalStore signals, BundlesInService bundles, HostClock clock)
{
    public Task<GetBorrowerReply> GetBorrower(GetBorrowerRequest request, CallContext context)
    {
        var borrowerId = RequestCheck.Id("borrower_id", request.BorrowerId);
        var asOf = RequestCheck.Day("as_of", request.AsOf, clock.Today);
        var history = facts.Load(borrowerId)?.AsOf(asOf);
        if (history is null || (history.Borrower is null && history.Loans.Count == 0))
        {
            throw new RpcFailure(RpcCode.NotFound, $"Nothing was known about borrower '{borrowerId}' by {RequestCheck.Text(asOf)}.");
        }

        return Task.FromResult(Reply(history));
    }

    public Task<AddFactsReply> AddFacts(AddFactsRequest request, CallContext context)
    {
        RequestCheck.Between("the number of facts", request.Facts.Count, 1, FactMessages.FactsMax);
        return Task.Run(() => FactMessages.Add(request.Facts, facts), context.CancellationToken);
    }

    private GetBorrowerReply Reply(BorrowerHistory history) => new()
    {
        BorrowerId = history.BorrowerId,
        AsOf = RequestCheck.Text(history.AsOf),
        Jurisdiction = history.Borrower?.Jurisdiction ?? "",
        HouseholdId = history.Borrower?.HouseholdId ?? "",
        Loans = { history.Loans.OrderBy(loan => loan.Loan.LoanId, StringComparer.Ordinal).Select(State) },
        Flags = { history.Flags.Where(flag => flag.HoldsOn(history.AsOf)).Select(InForce) },
        OpenSignals =
        {
            signals.Of(history.BorrowerId)
                .Where(row => row.OpenedOn <= history.AsOf && (row.ClosedOn is not { } closed || closed > history.AsOf))
                .Select(row => Open(SignalRows.Signal(row))),
        },
    };

    private static OpenSignal Open(Signal signal) => new()
    {
        LoanId = signal.LoanId,
        Rule = signal.RuleId,
        OpenedOn = RequestCheck.Text(signal.OpenedOn),
        Text = signal.Sentence,
    };

    private LoanStanding State(LoanHistory loan) => new()
    {
        LoanId = loan.Loan.LoanId,
        Product = loan.Loan.Product,
        Currency = loan.Loan.Currency,
        OriginatedOn = RequestCheck.Text(loan.Loan.OriginatedOn),
        Principal = loan.Loan.Principal.MinorUnits,
        DaysPastDue = loan.DaysPastDue,
        Bucket = BucketText(Buckets.Of(loan.DaysPastDue)),
        Arrears = loan.Ledger.Arrears(loan.AsOf).MinorUnits,
        Owed = loan.Ledger.Owed(loan.AsOf).MinorUnits,
        NextDueOn = RequestCheck.Text(loan.NextInstalment?.DueOn),
        NextDueAmount = loan.NextInstalment?.Amount.MinorUnits ?? 0,
        LatestScores =
        {
            bundles.Current.All.Select(served => scores.Latest(loan.Loan.BorrowerId, loan.Loan.LoanId, served.Target.Id, loan.AsOf))
                .OfType<ScoreRow>().Where(row => row.Probability is not null).Select(Latest),
        },
    };

    private static LatestScore Latest(ScoreRow row) => new()
    {
        Target = row.Target,
        Probability = row.Probability!.Value,
        Band = row.Band,
        AsOf = RequestCheck.Text(row.AsOf),
        RunId = row.RunId,
    };

    private static FlagInForce InForce(BorrowerFlag flag) => new()
    {
        Kind = Codes<BorrowerFlagKind>.Word(flag.Kind),
        LoanId = flag.LoanId ?? "",
        StartsOn = RequestCheck.Text(flag.StartsOn),
        EndsOn = RequestCheck.Text(flag.EndsOn),
    };

    private static string BucketText(Bucket bucket) => bucket switch
    {
        Bucket.Current => "current",
        Bucket.From1To29 => "1-29",
        Bucket.From30To59 => "30-59",
        Bucket.From60To89 => "60-89",
        _ => "90+",
    };
}
