using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Rpc;
using RiskSignals.Service.Jobs;
using RiskSignals.Signals;
using RiskSignals.Storage;
using RiskSignals.V1;
using SignalEvidence = RiskSignals.Signals.SignalEvidence;

namespace RiskSignals.Service.Api;

/// <summary>Answers for risksignals.v1.Signals.</summary>
internal sealed class SignalsApi(ScoreStore scores, HostClock clock)
{
    private const int PageSizeDefault = 50;

    private const int PageSizeMax = 500;

    public Task<ListSignalsReply> ListSignals(ListSignalsRequest request, CallContext context)
    {
        var size = request.PageSize == 0 ? PageSizeDefault : RequestCheck.Between("page_size", request.PageSize, 1, PageSizeMax);
        var after = After(request.PageToken);
        var run = Run(request);
        var rows = scores.Warnings(run.RunId, after, size);
        var last = rows.Count > 0 ? rows[^1].Number : after;
        return Task.FromResult(new ListSignalsReply
        {
            RunId = run.RunId,
            AsOf = RequestCheck.Text(run.AsOf),
            Total = (int)run.Warnings!.Value,
            Loans = { rows.Select(Listed) },
            NextPageToken = last < run.Warnings ? last.ToString(CultureInfo.InvariantCulture) : "",
        });
    }

    private RunRow Run(ListSignalsRequest request)
    {
        if (request.RunId.Length > 0 && request.AsOf.Length > 0)
        {
            throw RequestCheck.Invalid("as_of", request.AsOf, "name either a run or a day");
        }

        if (request.RunId.Length > 0)
        {
            var runId = RequestCheck.Id("run_id", request.RunId);
            return scores.Run(runId) is { IsEnded: true } run
                ? run
                : throw new RpcFailure(RpcCode.NotFound, $"There is no finished run '{runId}'; GetRun says how far a run is.");
        }

        var asOf = RequestCheck.Day("as_of", request.AsOf, clock.Today);
        return scores.LatestEnded(asOf)
            ?? throw new RpcFailure(RpcCode.NotFound, $"No run as of {RequestCheck.Text(asOf)} or before is finished; Rescore begins one.");
    }

    private static int After(string token) =>
        token.Length == 0 ? 0
        : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after
        : throw RequestCheck.Invalid("page_token", token, "the next_page_token of the page before is expected");

    private static ListedLoan Listed(WarningRow row)
    {
        var kept = KeptWarning.Read(row);
        var message = new ListedLoan
        {
            Number = row.Number,
            LoanId = row.LoanId,
            BorrowerId = row.BorrowerId,
            Band = kept.Band ?? "",
            AmountAtRisk = kept.AmountAtRisk,
            Quadrant = kept.Quadrant is { } quadrant ? Codes<RiskQuadrant>.Word(quadrant) : "",
            Signals = { kept.Signals.Select(Opened) },
            Reasons = { kept.Reasons.Select(reason => reason.Text) },
        };
        if (kept is { MissProbability: { } probability, ExpectedLoss: { } loss })
        {
            (message.Probability, message.ExpectedLoss) = (probability, loss);
        }

        if (kept.DaysToDue is { } days)
        {
            message.DaysToDue = days;
        }

        if (kept.AuditProbability is { } drawn)
        {
            message.AuditProbability = drawn;
        }

        return message;
    }

    private static OpenedSignal Opened(Signal signal) => new()
    {
        SignalId = signal.SignalId,
        Rule = signal.RuleId,
        RuleVersion = signal.RuleVersion,
        Strength = signal.Strength,
        OpenedOn = RequestCheck.Text(signal.OpenedOn),
        Text = signal.Sentence,
        Evidence = { signal.Evidence.Select(Evidence) },
    };

    private static V1.SignalEvidence Evidence(SignalEvidence evidence) => new()
    {
        Quantity = evidence.Quantity,
        Value = evidence.Value,
        FactCount = evidence.FactCount,
        Facts = { evidence.Facts.Select(Fact) },
    };

    private static EvidenceFact Fact(EvidenceRow row) => new() { FactId = row.FactId, Day = RequestCheck.Text(row.Day), Quantity = row.Quantity };
}
