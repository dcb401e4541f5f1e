using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using RiskSignals.Borrowers;
using RiskSignals.Rpc;
using RiskSignals.Storage;
using RiskSignals.V1;

namespace RiskSignals.Service.Api;

/// <summary>Keeps what came of a decision as facts, once for each idempotency key of a caller.</summary>
internal sealed class OutcomeRecorder(
    IdempotencyStore idempotency, FactStore facts, TreatmentStore treatments, TrialStore trials, HostClock clock)
{
    private const int KeyLengthMin = 16;

    private const int Ok = 0;

    /// <param name="caller">Keys of different callers have nothing to do with each other.</param>
    public RecordOutcomeReply Record(RecordOutcomeRequest request, string caller)
    {
        var key = RequestCheck.Id("idempotency_key", request.IdempotencyKey);
        if (key.Length < KeyLengthMin)
        {
            throw RequestCheck.Invalid("idempotency_key", key, $"{KeyLengthMin} to {RequestCheck.IdLengthMax} characters drawn for this outcome are expected");
        }

        var outcome = Checked(request, caller, key);
        var result = idempotency.Once(caller, key, request.ToByteArray(), transaction => Keep(outcome, transaction));
        return result.Outcome switch
        {
            IdempotentOutcome.OtherRequest => throw new RpcFailure(
                RpcCode.InvalidArgument, $"idempotency_key '{key}' was used for another outcome; draw a new key for each."),
            IdempotentOutcome.InProgress => throw new RpcFailure(
                RpcCode.Aborted, $"An outcome with idempotency_key '{key}' is being recorded; send it again in a second."),
            _ => RecordOutcomeReply.Parser.ParseFrom(result.Reply!.Response),
        };
    }

    private (Outcome Fact, DecisionRow Decision) Checked(RecordOutcomeRequest request, string caller, string key)
    {
        var decisionId = RequestCheck.Id("decision_id", request.DecisionId);
        var kind = KindOf(request.Event);
        if (request.Amount < 0 || (request.Amount > 0) != (kind is OutcomeKind.Paid or OutcomeKind.Promised))
        {
            throw RequestCheck.Invalid(
                "amount", $"{request.Amount}", "minor units above 0 are expected for PAID and PROMISED, and 0 for every other event");
        }

        var observedOn = RequestCheck.Day("observed_on", request.ObservedOn, clock.Today);
        var decision = treatments.Find(decisionId)
            ?? throw new RpcFailure(RpcCode.NotFound, $"There is no decision '{decisionId}'; name one that NextBestAction or a run took.");
        if (observedOn < decision.DecidedOn)
        {
            throw RequestCheck.Invalid(
                "observed_on", RequestCheck.Text(observedOn), $"a day not before the decision, {RequestCheck.Text(decision.DecidedOn)}, is expected");
        }

        var amount = request.Amount > 0 ? new Money(request.Amount) : (Money?)null;
        return (new(decision.BorrowerId, IdOf(caller, key), decisionId, decision.LoanId, kind, amount, observedOn, clock.Now), decision);
    }

    private Reply Keep((Outcome Fact, DecisionRow Decision) outcome, DbTransaction transaction)
    {
        var (fact, decision) = outcome;
        List<Fact> learnt = [fact];
        if (fact.Kind is OutcomeKind.Exposed or OutcomeKind.NotDelivered
            && decision.Channel is { } word && Codes<ContactChannel>.TryParse(word, out var channel))
        {
            learnt.Add(new Contact(
                fact.BorrowerId, fact.OutcomeId, fact.LoanId, channel, Inbound: false, ResultOf(fact.Kind, channel),
                Moment(fact), fact.DecisionId, fact.KnownOn));
        }

        if (facts.Add(learnt, transaction).Refused is [var refused, ..])
        {
            throw new RpcFailure(RpcCode.InvalidArgument, $"The outcome is refused: {refused}");
        }

        MoveContact(fact, transaction);
        if (fact.Kind == OutcomeKind.Exposed)
        {
            Expose(fact, decision, transaction);
        }

        var reply = new RecordOutcomeReply { OutcomeId = fact.OutcomeId, BorrowerId = fact.BorrowerId, LoanId = fact.LoanId };
        return new(Ok, reply.ToByteArray());
    }

    /// <summary>What did not arrive was still an attempt; a call that reached the borrower was a conversation.</summary>
    private static ContactResult ResultOf(OutcomeKind kind, ContactChannel channel) => (kind, channel) switch
    {
        (OutcomeKind.NotDelivered, _) => ContactResult.Attempted,
        (_, ContactChannel.Call) => ContactResult.Answered,
        _ => ContactResult.Delivered,
    };

    private void MoveContact(Outcome fact, DbTransaction transaction)
    {
        if (fact.Kind is OutcomeKind.Exposed or OutcomeKind.NotDelivered)
        {
            var state = fact.Kind == OutcomeKind.Exposed ? ContactState.Confirmed : ContactState.Sent;
            treatments.MoveContact(fact.DecisionId, ContactState.Reserved, state, transaction);
        }
    }

    private void Expose(Outcome fact, DecisionRow decision, DbTransaction transaction)
    {
        if (Treatments.DecisionText.Parse(decision.Record).TrialId is { } trialId)
        {
            trials.Expose(
                [new() { BorrowerId = fact.BorrowerId, TrialId = trialId, ExposedOn = fact.ObservedOn, DecisionId = fact.DecisionId }], transaction);
        }
    }

    /// <summary>The moment of a contact of which the day is told: now if it is today, otherwise noon.</summary>
    private static Instant Moment(Outcome fact) => fact.ObservedOn == fact.KnownOn.Day ? fact.KnownOn : Instant.At(fact.ObservedOn, hour: 12);

    /// <summary>Follows from caller and key, so that a repetition names the same fact even after the reply is forgotten.</summary>
    private static string IdOf(string caller, string key) =>
        "o-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\u001F{key}")).AsSpan(0, 16));

    private static OutcomeKind KindOf(OutcomeEvent told) => told switch
    {
        OutcomeEvent.Exposed => OutcomeKind.Exposed,
        OutcomeEvent.NotDelivered => OutcomeKind.NotDelivered,
        OutcomeEvent.Paid => OutcomeKind.Paid,
        OutcomeEvent.Promised => OutcomeKind.Promised,
        OutcomeEvent.PlanAccepted => OutcomeKind.PlanAccepted,
        OutcomeEvent.Complained => OutcomeKind.Complained,
        OutcomeEvent.OptedOut => OutcomeKind.OptedOut,
        _ => throw RequestCheck.Invalid("event", $"{told}", "one of EXPOSED, NOT_DELIVERED, PAID, PROMISED, PLAN_ACCEPTED, COMPLAINED, OPTED_OUT is expected"),
    };
}
