"""Uses the scoring host as a lender's own system would, and prints one observation a line: name, '|', what was seen."""

import sys

import grpc

import borrowers_pb2
import borrowers_pb2_grpc
import features_pb2
import features_pb2_grpc
import scoring_pb2
import scoring_pb2_grpc
import signals_pb2
import signals_pb2_grpc
import treatments_pb2
import treatments_pb2_grpc
import trials_pb2
import trials_pb2_grpc

ADDRESS, RUN = sys.argv[1:3]
LOANS = [f"l{number:05}" for number in range(1, 61)]


def see(name, value):
    print(f"{name} | {value}", flush=True)


def code(call):
    try:
        return call()
    except grpc.RpcError as error:
        return error.code().name


def scores(channel):
    scoring = scoring_pb2_grpc.ScoringStub(channel)
    scored = scoring.Score(scoring_pb2.ScoreRequest(loan_id="l00005"))
    see("score", " ".join(f"{score.target} {score.band}" for score in scored.scores))
    see("reason", scored.scores[0].reasons[0].text)
    see("family", scored.scores[0].reasons[0].family)
    changes = scoring.WhatIf(scoring_pb2.WhatIfRequest(loan_id="l00005")).changes
    see("what if", f"{changes[0].steps[0].doing}: {changes[0].band}")
    see("unknown loan", code(lambda: scoring.Score(scoring_pb2.ScoreRequest(loan_id="nobody"))))
    ids = [LOANS[i % 60] if i % 100 else "nobody" for i in range(10_000)]
    rows = list(scoring.ScoreBatch(scoring_pb2.ScoreBatchRequest(loan_ids=ids), timeout=60))
    see("rows", len(rows))
    see("in order", [row.loan_id for row in rows] == ids)
    see("scored", sum(row.status == scoring_pb2.SCORED for row in rows))
    see("unknown", sum(row.status == scoring_pb2.UNKNOWN_LOAN for row in rows))
    see("run", scoring_pb2.RunState.Name(scoring.GetRun(scoring_pb2.GetRunRequest(run_id=RUN)).state))


def the_rest(channel):
    borrower = borrowers_pb2_grpc.BorrowersStub(channel).GetBorrower(borrowers_pb2.GetBorrowerRequest(borrower_id="b00005"))
    see("days past due", borrower.loans[0].days_past_due)
    features = features_pb2_grpc.FeaturesStub(channel).ListFeatures(features_pb2.ListFeaturesRequest())
    see("features", len(features.features) >= 60)
    warnings = signals_pb2_grpc.SignalsStub(channel).ListSignals(signals_pb2.ListSignalsRequest(page_size=10))
    see("warnings", f"{len(warnings.loans)} of {warnings.total}")
    see("signals", all(loan.signals for loan in warnings.loans))
    decision = treatments_pb2_grpc.TreatmentsStub(channel).NextBestAction(
        treatments_pb2.NextBestActionRequest(loan_id="l00005"))
    see("candidates", len(decision.candidates))
    trials = trials_pb2_grpc.TrialsStub(channel)
    outcome = trials_pb2.RecordOutcomeRequest(
        idempotency_key="drawn-by-python-01", decision_id=decision.decision_id, event=trials_pb2.PROMISED, amount=10_500)
    first = trials.RecordOutcome(outcome)
    see("outcome of", first.loan_id)
    see("again", trials.RecordOutcome(outcome) == first)
    outcome.amount = 1
    see("other content", code(lambda: trials.RecordOutcome(outcome)))
    see("no plan", code(lambda: trials.StartTrial(trials_pb2.StartTrialRequest(trial_id="t"))))


with grpc.insecure_channel(ADDRESS) as connection:
    scores(connection)
    the_rest(connection)
