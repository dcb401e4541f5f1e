using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using RiskSignals.Borrowers;
using RiskSignals.Signals;

namespace RiskSignals.Treatments;

/// <summary>How many treatments a channel can carry a day.</summary>
public sealed record ChannelCapacity(ContactChannel Channel, int PerDay);

/// <summary>
/// Everything a decision follows from besides the facts: treatments, rules, assumed responses, exploration and capacity. Immutable and
/// hashed.
/// </summary>
public sealed record Policy
{
    /// <summary>Days after a promised day for which the promise still stops chasing.</summary>
    public const int PromiseHoldDays = 3;

    /// <summary>Exploration and floor are counted in ten-thousandths.</summary>
    public const int Buckets = 10_000;

    /// <summary>Every decision names the hash; computing it anew for each would cost more than deciding.</summary>
    private static readonly ConditionalWeakTable<Policy, string> Hashes = [];

    public required string Id { get; init; }

    public required int Version { get; init; }

    /// <summary>32 hexadecimal digits, drawn for this policy alone; exploration hangs on it.</summary>
    public required string Salt { get; init; }

    /// <summary>Doing nothing is one of them.</summary>
    public required IReadOnlyList<Treatment> Treatments { get; init; }

    public required TreatmentSequence Sequence { get; init; }

    public required IReadOnlyList<RulePack> Packs { get; init; }

    public required IReadOnlyList<ResponseAssumption> Responses { get; init; }

    /// <summary>ε in ten-thousandths: share of borrowers and days that get a uniform draw instead of the best treatment.</summary>
    public required int ExplorationBuckets { get; init; }

    /// <summary>Lowest ε the policy may run at, in ten-thousandths; keeps every explored propensity at floor ÷ K or above.</summary>
    public required int FloorBuckets { get; init; }

    /// <summary>32 hexadecimal digits, drawn for the hold-out alone: who is held out must hang on nothing else.</summary>
    public required string HoldOutSalt { get; init; }

    /// <summary>Share of households that are never treated, in ten-thousandths, above 0; what treatment does is measured against them.</summary>
    public required int HoldOutBuckets { get; init; }

    /// <summary>Channels without an entry are unlimited.</summary>
    public required IReadOnlyList<ChannelCapacity> Capacities { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the policy's canonical text.</summary>
    public string Hash =>
        Hashes.GetValue(this, policy => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PolicyText.Write(policy)))));

    /// <summary>Whether a unit, the household or else the borrower, belongs to the hold-out. Asked before any trial.</summary>
    public bool HoldsOut(string unit) => Draw.Bucket(HoldOutSalt, unit, Buckets) < HoldOutBuckets;

    /// <summary>The treatment of an id.</summary>
    /// <exception cref="ArgumentException">The policy does not have it.</exception>
    public Treatment Find(string id) => Treatments.FirstOrDefault(treatment => treatment.Id == id)
        ?? throw new ArgumentException(
            $"Policy '{Id}' version {Version} has no treatment '{id}'; use one of {string.Join(' ', Treatments.Select(each => each.Id))}.",
            nameof(id));

    /// <summary>Everything that keeps the policy from being used, all at once; empty if it may be.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }

        Require(Draw.IsSalt(Salt), $"The salt '{Salt}' is not {Draw.SaltHexDigits} hexadecimal digits; draw a random one.");
        Require(
            Treatments.Any(treatment => treatment is { IsNone: true, Intensity: 0, CostMinorUnits: 0, Channel: null }),
            $"Doing nothing ({Treatment.NoneId}) is not among the treatments, at intensity 0, without channel and cost; add it.");
        foreach (var repeated in Treatments.GroupBy(treatment => treatment.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            Require(false, $"Treatment '{repeated.Key}' is given {repeated.Count()} times; give each its own id.");
        }

        foreach (var treatment in Treatments)
        {
            Require(
                treatment.Intensity is >= 0 and <= Treatment.IntensityMax && treatment.CostMinorUnits >= 0,
                $"Treatment '{treatment.Id}' has intensity {treatment.Intensity} and cost {treatment.CostMinorUnits}; "
                    + $"intensity is 0 to {Treatment.IntensityMax}, cost 0 or more.");
        }

        var named = Sequence.Steps.Select(step => step.TreatmentId).Concat(Responses.Select(response => response.TreatmentId));
        foreach (var id in named.Distinct(StringComparer.Ordinal))
        {
            Require(
                Treatments.Any(treatment => treatment.Id == id), $"A step or response names treatment '{id}', which the policy does not have.");
        }

        foreach (var step in Treatments.Where(treatment => treatment.Channel is null && StepOf(treatment) is not null))
        {
            Require(false, $"Step '{step.Id}' has no channel, so nothing would tell that it was taken; give it one.");
        }

        Require(
            FloorBuckets > 0 && FloorBuckets <= ExplorationBuckets && ExplorationBuckets < Buckets,
            $"Exploration is {ExplorationBuckets} and its floor {FloorBuckets} ten-thousandths; keep 0 < floor ≤ exploration < {Buckets}.");
        Require(
            Draw.IsSalt(HoldOutSalt) && HoldOutSalt != Salt,
            $"The hold-out's salt '{HoldOutSalt}' is not {Draw.SaltHexDigits} hexadecimal digits of its own; draw a random one.");
        Require(
            HoldOutBuckets is > 0 and < Buckets, $"The hold-out is {HoldOutBuckets} ten-thousandths; keep 0 < hold-out < {Buckets}.");
        Require(
            Packs.Any(pack => pack.Jurisdiction == RulePack.Everywhere),
            $"No rule pack holds for {RulePack.Everywhere}; add the rules for everybody.");
        foreach (var rule in Packs.SelectMany(pack => pack.Rules))
        {
            Require(
                rule.Condition != RuleCondition.FlagIsAbsent || rule.Flag is not null,
                $"Rule '{rule.Id}' names no flag; say which must be absent.");
            Require(
                rule.Channel is not null || !NeedsChannel(rule),
                $"Rule '{rule.Id}' names no channel; say which it is about.");
        }

        return faults;
    }

    internal TreatmentStep? StepOf(Treatment treatment) => Sequence.Steps.FirstOrDefault(step => step.TreatmentId == treatment.Id);

    private static bool NeedsChannel(Rule rule) =>
        rule.Scope == RuleScope.Channel || rule.Condition is RuleCondition.LoanAttemptsAreBelow or RuleCondition.BorrowerAttemptsAreBelow;
}
