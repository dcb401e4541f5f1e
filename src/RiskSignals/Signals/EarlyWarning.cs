using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Signals;

/// <summary>What changed in a loan's signals between two runs.</summary>
/// <param name="StillOpen">With today's strength and evidence.</param>
/// <param name="Closed">As they last were, with the day they closed.</param>
public sealed record SignalChanges(IReadOnlyList<Signal> Opened, IReadOnlyList<Signal> StillOpen, IReadOnlyList<Signal> Closed)
{
    /// <summary>What the next run is to compare with.</summary>
    public LoanWatch Watch(LoanState loan) => new([.. StillOpen, .. Opened], loan.MissProbability);
}

/// <summary>Compares a loan with what the run before left, and finds the signals that opened, stayed and closed.</summary>
public static class EarlyWarning
{
    private const int FactsShown = 10;

    /// <summary>Compares one loan.</summary>
    /// <param name="explain">The facts behind a feature of this loan; asked only for features that raise a signal.</param>
    public static SignalChanges Compare(
        LoanWatch previous, LoanState loan, Peers peers, Func<string, IReadOnlyList<EvidenceRow>> explain)
    {
        var opened = new List<Signal>();
        var stillOpen = new List<Signal>();
        var closed = new List<Signal>();
        foreach (var rule in SignalRules.All)
        {
            var before = previous.OpenSignals.FirstOrDefault(signal => signal.RuleId == rule.Id && signal.RuleVersion == rule.Version);
            var reference = before is null ? previous.MissProbability : before.Reference ?? previous.MissProbability;
            var look = new Look(loan, peers, reference);
            if (look.Strongest(rule, isOpen: before is not null) is not { } found)
            {
                closed.AddRange(before is null ? [] : [before with { ClosedOn = loan.Features.AsOf }]);
                continue;
            }

            var signal = look.Signal(rule, found.Case, found.Strength, before?.OpenedOn ?? loan.Features.AsOf, explain);
            (before is null ? opened : stillOpen).Add(signal);
        }

        closed.AddRange(previous.OpenSignals.Where(IsOfNoRule).Select(signal => signal with { ClosedOn = loan.Features.AsOf }));
        return new SignalChanges(opened, stillOpen, closed);
    }

    private static bool IsOfNoRule(Signal signal) =>
        SignalRules.All.All(rule => rule.Id != signal.RuleId || rule.Version != signal.RuleVersion);

    /// <summary>A loan with what its risk is compared with.</summary>
    private sealed record Look(LoanState Loan, Peers Peers, double? Reference)
    {
        public (SignalCase Case, double Strength)? Strongest(SignalRule rule, bool isOpen)
        {
            (SignalCase Case, double Strength)? strongest = null;
            foreach (var each in rule.Cases)
            {
                if (each.Thresholds.All(threshold => threshold.Opens(Value(threshold)) || (isOpen && threshold.Holds(Value(threshold)))))
                {
                    var strength = each.Thresholds.Min(threshold => threshold.Strength(Value(threshold))) ?? 0;
                    strongest = strongest is { } found && found.Strength >= strength ? found : (each, strength);
                }
            }

            return strongest;
        }

        public Signal Signal(
            SignalRule rule, SignalCase found, double strength, DateOnly openedOn, Func<string, IReadOnlyList<EvidenceRow>> explain)
        {
            var row = Loan.Features;
            var sentence = string.Format(
                CultureInfo.InvariantCulture,
                found.Sentence,
                Value(found.Thresholds[0]),
                Loan.MissProbability,
                Reference,
                Peers.MissProbability(Loan.Segment));
            var usesChange = found.Thresholds.Any(threshold => threshold.Quantity == RiskQuantity.Change);
            return new Signal(
                IdOf(row.LoanId, rule, openedOn),
                row.BorrowerId,
                row.LoanId,
                rule.Id,
                rule.Version,
                openedOn,
                ClosedOn: null,
                strength,
                usesChange ? Reference : null,
                sentence,
                [.. found.Thresholds.Select(threshold => Evidence(threshold, explain))]);
        }

        private double Value(SignalThreshold threshold) => threshold.Quantity switch
        {
            RiskQuantity.Level => Loan.MissLogOdds - Peers.MissLogOdds(Loan.Segment),
            RiskQuantity.Change => Loan.MissLogOdds - (Reference is { } reference ? LogOdds.Of(reference) : double.NaN),
            _ => Loan.Features[threshold.Quantity],
        };

        private SignalEvidence Evidence(SignalThreshold threshold, Func<string, IReadOnlyList<EvidenceRow>> explain)
        {
            IReadOnlyList<EvidenceRow> facts = FeatureCatalog.Holds(threshold.Quantity) ? explain(threshold.Quantity) : [];
            var shown = facts.Where(fact => fact.Part != EvidencePart.Baseline)
                .OrderByDescending(fact => fact.Day).ThenBy(fact => fact.FactId, StringComparer.Ordinal).Take(FactsShown);
            return new SignalEvidence(threshold.Quantity, Value(threshold), [.. shown], facts.Count);
        }

        private static string IdOf(string loanId, SignalRule rule, DateOnly openedOn)
        {
            var key = string.Create(
                CultureInfo.InvariantCulture, $"{loanId}\u001F{rule.Id}\u001F{rule.Version}\u001F{openedOn:yyyy-MM-dd}");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        }
    }
}
