namespace RiskSignals.Treatments;

/// <summary>Asks all rules that apply to a borrower about a treatment: eligible, then applicable, then suitable.</summary>
public static class Eligibility
{
    private static readonly RuleStage[] Stages = Enum.GetValues<RuleStage>();

    /// <summary>
    /// Why a treatment may not be planned: every rule that removed it at the first stage it failed; empty if it is a candidate.
    /// </summary>
    public static IReadOnlyList<Removal> WhenPlanning(Policy policy, Treatment treatment, TreatmentFacts facts) =>
        WhenPlanning(RulesFor(policy, facts.Jurisdiction), policy, treatment, facts);

    /// <summary>
    /// Why a planned treatment may not leave now. Asked again with the facts known at that moment, because they change after planning.
    /// </summary>
    /// <param name="localTime">The clock at the borrower's place; null if it is not known, which blocks every contact.</param>
    public static IReadOnlyList<Removal> AtRelease(Policy policy, Treatment treatment, TreatmentFacts facts, TimeOnly? localTime) =>
        FirstFailedStage(RulesFor(policy, facts.Jurisdiction), policy, treatment, facts, localTime);

    /// <summary>The rules of all packs that apply to a jurisdiction.</summary>
    internal static Rule[] RulesFor(Policy policy, string jurisdiction) =>
        [.. policy.Packs.Where(pack => pack.AppliesTo(jurisdiction)).SelectMany(pack => pack.Rules)];

    internal static IReadOnlyList<Removal> WhenPlanning(Rule[] rules, Policy policy, Treatment treatment, TreatmentFacts facts) =>
        FirstFailedStage(
            Array.FindAll(rules, rule => rule.Condition != RuleCondition.HourIsAllowed), policy, treatment, facts, localTime: null);

    /// <summary>Whether it makes sense for this loan now, lawful or not.</summary>
    internal static bool IsApplicable(Policy policy, Treatment treatment, TreatmentFacts facts) =>
        Removals(RulesFor(policy, facts.Jurisdiction), RuleStage.Applicable, policy, treatment, facts, localTime: null).Count == 0;

    private static List<Removal> FirstFailedStage(
        Rule[] rules, Policy policy, Treatment treatment, TreatmentFacts facts, TimeOnly? localTime)
    {
        foreach (var stage in Stages)
        {
            if (Removals(rules, stage, policy, treatment, facts, localTime) is { Count: > 0 } removals)
            {
                return removals;
            }
        }

        return [];
    }

    private static List<Removal> Removals(
        Rule[] rules, RuleStage stage, Policy policy, Treatment treatment, TreatmentFacts facts, TimeOnly? localTime)
    {
        var removals = new List<Removal>();
        foreach (var rule in rules)
        {
            if (rule.Stage == stage && RuleCheck.IsAbout(rule, treatment, policy)
                && RuleCheck.Ask(rule, treatment, facts, policy, localTime) is { } removal)
            {
                removals.Add(removal);
            }
        }

        return removals;
    }
}
