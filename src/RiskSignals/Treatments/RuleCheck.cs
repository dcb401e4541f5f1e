using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Treatments;

/// <summary>Asks one rule about one treatment.</summary>
internal static class RuleCheck
{
    /// <summary>Whether the rule is about the treatment.</summary>
    public static bool IsAbout(Rule rule, Treatment treatment, Policy policy) => !treatment.IsNone && rule.Scope switch
    {
        RuleScope.Any => true,
        RuleScope.Contact => treatment.Channel is not null,
        RuleScope.Arrears => !treatment.IsSupport,
        RuleScope.ArrearsCall => !treatment.IsSupport && treatment.Channel == ContactChannel.Call,
        RuleScope.Support => treatment.IsSupport,
        RuleScope.Step => policy.StepOf(treatment) is not null,
        RuleScope.Channel => treatment.Channel == rule.Channel,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Scope, $"Rule {rule.Id} has an unknown scope."),
    };

    /// <summary>The removal, or null if the rule lets the treatment pass.</summary>
    /// <param name="localTime">The borrower's clock at release; null when planning, where hours are not asked.</param>
    public static Removal? Ask(Rule rule, Treatment treatment, TreatmentFacts facts, Policy policy, TimeOnly? localTime)
    {
        var (holds, used) = rule.Condition switch
        {
            RuleCondition.FlagIsAbsent => Flag(rule.Flag!.Value, facts),
            RuleCondition.PackIsKnown =>
                (policy.Packs.Any(pack => pack.Jurisdiction != RulePack.Everywhere && pack.IsFor(facts.Jurisdiction)),
                    Used("jurisdiction", facts.Jurisdiction)),
            RuleCondition.TimeZoneIsKnown => (facts.TimeZone.Length > 0, Used("time_zone", facts.TimeZone)),
            RuleCondition.LoanIsAlive => (!facts.LoanHasEnded, Used("loan_has_ended", facts.LoanHasEnded)),
            RuleCondition.IsNotHeldOut => (!facts.IsHeldOut, Used("is_held_out", facts.IsHeldOut)),
            RuleCondition.IsPastDue => (facts.DaysPastDue > 0, Used("days_past_due", facts.DaysPastDue)),
            RuleCondition.LoanAttemptsAreBelow => Attempts(rule, facts, thisLoanOnly: true),
            RuleCondition.BorrowerAttemptsAreBelow => Attempts(rule, facts, thisLoanOnly: false),
            RuleCondition.NoConversationWithin => Conversation(rule, facts),
            RuleCondition.NoPromiseIsOpen => Promise(rule.Days, facts),
            RuleCondition.StepIsOpen => Step(policy, treatment, facts),
            RuleCondition.SupportIsNeeded => SupportNeeded(rule, facts),
            RuleCondition.HourIsAllowed => Hour(rule, localTime),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Condition, $"Rule {rule.Id} has an unknown condition."),
        };
        return holds ? null : new Removal(rule.Id, rule.Version, rule.Stage, rule.Message, used);
    }

    private static (bool Holds, FactUsed[] Used) Flag(BorrowerFlagKind flag, TreatmentFacts facts) =>
        (!facts.Has(flag), Used(Codes<BorrowerFlagKind>.Word(flag), facts.Has(flag)));

    private static (bool Holds, FactUsed[] Used) Attempts(Rule rule, TreatmentFacts facts, bool thisLoanOnly)
    {
        var channel = rule.Channel!.Value;
        var attempts = facts.Attempts(channel, rule.Days, thisLoanOnly);
        return (attempts < rule.Limit, Used(Text($"{Codes<ContactChannel>.Word(channel)}_attempts_{rule.Days}d"), attempts));
    }

    private static (bool Holds, FactUsed[] Used) Conversation(Rule rule, TreatmentFacts facts)
    {
        var days = facts.DaysSinceConversation();
        return (days is not { } since || since >= rule.Days,
            Used("days_since_conversation", days?.ToString(CultureInfo.InvariantCulture) ?? ""));
    }

    private static (bool Holds, FactUsed[] Used) Promise(int days, TreatmentFacts facts) =>
        (facts.PromisedFor is not { } promised || promised.AddDays(days) < facts.On,
            Used("promised_for", Text($"{facts.PromisedFor:yyyy-MM-dd}")));

    private static (bool Holds, FactUsed[] Used) Step(Policy policy, Treatment treatment, TreatmentFacts facts)
    {
        var step = policy.StepOf(treatment)!;
        var stopped = policy.Sequence.StopsOn.Any(stop => stop switch
        {
            StopCondition.Paid => facts.DaysPastDue == 0,
            StopCondition.Promise => !Promise(days: Policy.PromiseHoldDays, facts).Holds,
            StopCondition.Dispute => facts.Has(BorrowerFlagKind.Dispute),
            StopCondition.Moratorium => facts.Has(BorrowerFlagKind.Moratorium),
            _ => throw new ArgumentOutOfRangeException(
                nameof(policy), stop, $"Sequence {policy.Sequence.Id} has an unknown stop condition."),
        });
        var isTurn = step.DayFrom <= facts.DaysPastDue && facts.DaysPastDue < step.DayToExcl;
        var openDays = facts.DaysPastDue - step.DayFrom + 1;
        var taken = isTurn && facts.Attempts(treatment.Channel!.Value, openDays, thisLoanOnly: true) > 0;
        return (isTurn && !stopped && !taken,
            [.. Used("days_past_due", facts.DaysPastDue), .. Used("stopped", stopped), .. Used("taken", taken)]);
    }

    private static (bool Holds, FactUsed[] Used) SupportNeeded(Rule rule, TreatmentFacts facts)
    {
        var likely = facts.MissProbability is { } probability && probability >= rule.Limit / 100.0;
        var hardship = facts.Has(BorrowerFlagKind.Hardship);
        return (
            likely || hardship || facts.DaysPastDue > 0 || facts.OpenSignals > 0,
            [
                .. Used("miss_probability", Text($"{facts.MissProbability:R}")), .. Used("hardship", hardship),
                .. Used("days_past_due", facts.DaysPastDue), .. Used("open_signals", facts.OpenSignals),
            ]);
    }

    private static (bool Holds, FactUsed[] Used) Hour(Rule rule, TimeOnly? localTime) => (
        localTime is { } time && time >= new TimeOnly(rule.Limit, 0) && time <= new TimeOnly(rule.Days, 0),
        Used("local_time", Text($"{localTime:HH:mm:ss}")));

    private static FactUsed[] Used(string name, bool value) => Used(name, value ? "true" : "false");

    private static FactUsed[] Used(string name, int value) => Used(name, value.ToString(CultureInfo.InvariantCulture));

    private static FactUsed[] Used(string name, string value) => [new(name, value)];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
