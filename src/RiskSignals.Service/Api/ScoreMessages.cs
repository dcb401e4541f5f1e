using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.V1;

namespace RiskSignals.Service.Api;

/// <summary>A loan's scores as the wire tells them.</summary>
internal static class ScoreMessages
{
    public static ScoredLoan Of(BorrowerHistory history, LoanScore score)
    {
        var loan = score.Loan;
        var targets = score.Targets.Select(result => Of(result, score.Features)).ToArray();
        var message = new ScoredLoan
        {
            LoanId = loan.Loan.LoanId,
            BorrowerId = history.BorrowerId,
            AsOf = RequestCheck.Text(history.AsOf),
            Status = Array.Exists(targets, target => target.Status == RowStatus.Scored) ? RowStatus.Scored : targets[0].Status,
            Detail = string.Join(" ", targets.Where(target => target.Detail.Length > 0).Select(target => $"{target.Target}: {target.Detail}")),
            Scores = { targets },
            FeatureVectorSha256 = score.Features.VectorHash,
            Evidence = Evidence(history, score),
        };
        if (Age(history.AsOf, LoanFacts(loan)) is { } loanAge)
        {
            message.LoanDataAgeDays = loanAge;
        }

        if (Age(history.AsOf, Readable(history)) is { } bankAge)
        {
            message.BankDataAgeDays = bankAge;
        }

        return message;
    }

    /// <summary>The score of one target, and what would move its band.</summary>
    public static WhatIfAnswer Of(DateOnly asOf, LoanScore score, CancellationToken cancel)
    {
        var result = score.Targets[0];
        var row = result.Served.Columns.Select(column => score.Features.Values[column]).ToArray();
        var changes = result.Excluded is null ? WhatIf.Find(result.Served.Bundle, row, cancel) : [];
        return new()
        {
            LoanId = score.Features.LoanId,
            AsOf = RequestCheck.Text(asOf),
            Score = Of(result, score.Features),
            Changes = { changes.Select(Of) },
        };
    }

    private static BandChange Of(WhatIfChange change) => new()
    {
        Steps = { change.Steps.Select(step => new ChangeStep { Feature = step.Feature, From = step.From, To = step.To, Doing = step.Doing }) },
        Distance = change.Distance,
        Probability = change.Probability,
        Band = change.Band,
    };

    private static TargetScore Of(TargetResult result, FeatureRow features)
    {
        var message = new TargetScore
        {
            Target = result.Served.Target.Id,
            BundleSha256 = result.Served.Bundle.Hash,
            BundleVersion = result.Served.Bundle.Version,
        };
        if (result.Excluded is { } excluded)
        {
            message.Status = RowStatus.NotInPopulation;
            message.Detail = $"The target does not apply to this loan on this day: {excluded}.";
        }
        else if (result.Result!.Score is { } score)
        {
            message.Status = RowStatus.Scored;
            message.Probability = score.Probability;
            if (score.Interval is { } interval)
            {
                (message.ProbabilityLow, message.ProbabilityHigh) = (interval.Low, interval.High);
            }

            message.Band = score.Band;
            message.Reasons.Add(score.Reasons.Select(reason => Of(reason, features)));
        }
        else
        {
            message.Status = result.Result.Status switch
            {
                ScoreStatus.NoData => RowStatus.NoData,
                ScoreStatus.ValueNotFinite => RowStatus.ValueNotFinite,
                ScoreStatus.OutOfScope => RowStatus.OutOfScope,
                _ => RowStatus.ContributionsUnsound,
            };
            message.Detail = result.Result.Detail;
        }

        return message;
    }

    private static ScoreReason Of(Reason reason, FeatureRow features)
    {
        var message = new ScoreReason
        {
            Id = reason.Id,
            Text = reason.Text,
            Feature = reason.Feature,
            Contribution = reason.Contribution,
            EvidenceCount = features.EvidenceCount(reason.Feature),
            Family = reason.Family,
        };
        if (!float.IsNaN(reason.Value))
        {
            message.Value = reason.Value;
        }

        return message;
    }

    private static EvidenceCounts Evidence(BorrowerHistory history, LoanScore score)
    {
        var missing = 0;
        foreach (var value in score.Features.Values)
        {
            missing += float.IsNaN(value) ? 1 : 0;
        }

        return new()
        {
            FeaturesKnown = score.Features.Values.Length - missing,
            FeaturesMissing = missing,
            InstalmentsDue = score.Loan.Ledger.CountDueBy(history.AsOf),
            Payments = score.Loan.CountedPayments.Count,
            BankTransactions = Readable(history).Count(),
        };
    }

    private static IEnumerable<Fact> LoanFacts(LoanHistory loan) =>
        [loan.Loan, .. loan.Schedules, .. loan.AllInstalments, .. loan.Payments, .. loan.Reversals, .. loan.Events];

    /// <summary>The bank transactions that the borrower's consent lets us read on the day.</summary>
    private static IEnumerable<Fact> Readable(BorrowerHistory history)
    {
        var accounts = history.BankAccounts.Select(account => account.BankAccountId).Where(history.HasConsent).ToHashSet(StringComparer.Ordinal);
        return history.BankTransactions.Where(transaction => accounts.Contains(transaction.BankAccountId));
    }

    private static double? Age(DateOnly asOf, IEnumerable<Fact> facts)
    {
        var newest = facts.Select(fact => (Instant?)fact.KnownOn).DefaultIfEmpty(null).Max();
        return newest is { } known ? Math.Round((Instant.EndOf(asOf).UnixSeconds - known.UnixSeconds) / 86_400.0, 1) : null;
    }
}
