using RiskSignals.Borrowers;

namespace RiskSignals.Treatments;

/// <summary>The three questions asked of a treatment, in this order; one that fails a question is not asked the next.</summary>
public enum RuleStage
{
    /// <summary>Is it lawful and permitted?</summary>
    Eligible,

    /// <summary>Does it make sense for this loan now?</summary>
    Applicable,

    /// <summary>Is it right for this borrower?</summary>
    Suitable,
}

/// <summary>Which treatments a rule is about. None is about doing nothing.</summary>
public enum RuleScope
{
    /// <summary>Everything that is done.</summary>
    Any,

    /// <summary>Everything that reaches the borrower.</summary>
    Contact,

    /// <summary>Everything that is no support.</summary>
    Arrears,

    /// <summary>Calls that are no support.</summary>
    ArrearsCall,

    /// <summary>Support.</summary>
    Support,

    /// <summary>The steps of the policy's sequence.</summary>
    Step,

    /// <summary>Treatments on the rule's own channel.</summary>
    Channel,
}

/// <summary>What must hold for a treatment to stay a candidate.</summary>
public enum RuleCondition
{
    /// <summary>The flag is not in force.</summary>
    FlagIsAbsent,

    /// <summary>A pack for the borrower's jurisdiction is in the policy.</summary>
    PackIsKnown,

    TimeZoneIsKnown,

    LoanIsAlive,

    IsNotHeldOut,

    /// <summary>Days past due are above 0.</summary>
    IsPastDue,

    /// <summary>Fewer attempts on the channel about the loan, or about none stated, than the limit in the days up to the day.</summary>
    LoanAttemptsAreBelow,

    /// <summary>Fewer attempts on the channel, about whatever loan, than the limit in the days up to the day.</summary>
    BorrowerAttemptsAreBelow,

    /// <summary>The last telephone conversation is at least so many days ago; its day is day 1, so 7 blocks days 1 to 7.</summary>
    NoConversationWithin,

    /// <summary>No promise is open, its day and so many days after it included.</summary>
    NoPromiseIsOpen,

    /// <summary>It is the step's turn, it was not taken, and nothing stops the sequence.</summary>
    StepIsOpen,

    /// <summary>
    /// Something says that help is needed: arrears, hardship, an open signal, or a probability of at least so many hundredths.
    /// </summary>
    SupportIsNeeded,

    /// <summary>Asked at release only: the borrower's clock shows from limit to days o'clock, both included to the second.</summary>
    HourIsAllowed,
}

/// <summary>One rule of a pack. It is data: it can be read, compared and hashed, and says itself why it removed a treatment.</summary>
/// <param name="Id">Never reused, such as US-5a.</param>
/// <param name="Flag">For <see cref="RuleCondition.FlagIsAbsent"/>.</param>
/// <param name="Channel">For rules about one channel.</param>
/// <param name="Limit">Attempts, hundredths or first hour, as the condition says; 0 if it needs none.</param>
/// <param name="Days">Days, or last hour, as the condition says; 0 if it needs none.</param>
/// <param name="Message">Shown with the removed treatment.</param>
public sealed record Rule(
    string Id,
    int Version,
    RuleStage Stage,
    RuleScope Scope,
    RuleCondition Condition,
    string Message,
    BorrowerFlagKind? Flag = null,
    ContactChannel? Channel = null,
    int Limit = 0,
    int Days = 0);

/// <summary>The rules of one jurisdiction; all packs that match a borrower apply, and one removal is enough.</summary>
/// <param name="Jurisdiction">Code such as UK, US or US-CA; US holds for US-CA too, and <see cref="Everywhere"/> for all.</param>
public sealed record RulePack(string Id, int Version, string Jurisdiction, IReadOnlyList<Rule> Rules)
{
    /// <summary>The jurisdiction of rules that hold for everybody; alone it permits no contact.</summary>
    public const string Everywhere = "ALL";

    /// <summary>Whether the pack applies to a borrower of a jurisdiction.</summary>
    public bool AppliesTo(string jurisdiction) => Jurisdiction == Everywhere || IsFor(jurisdiction);

    /// <summary>Whether the pack was made for a jurisdiction, or for the country it is a part of.</summary>
    internal bool IsFor(string jurisdiction) =>
        Jurisdiction == jurisdiction || jurisdiction.StartsWith(Jurisdiction + "-", StringComparison.Ordinal);
}

/// <summary>A fact that a rule looked at, as text that reads the same everywhere.</summary>
public sealed record FactUsed(string Name, string Value);

/// <summary>Why a treatment is no candidate.</summary>
public sealed record Removal(string RuleId, int RuleVersion, RuleStage Stage, string Message, IReadOnlyList<FactUsed> Facts);
