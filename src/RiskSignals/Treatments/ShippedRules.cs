using RiskSignals.Borrowers;

namespace RiskSignals.Treatments;

/// <summary>The first rule packs. Engineering requirements, not legal advice: a lender verifies them against the texts.</summary>
public static class ShippedRules
{
    /// <summary>Holds for everybody and can't be switched off by a lender.</summary>
    public static RulePack Everywhere { get; } = new("ALL", 1, RulePack.Everywhere,
    [
        new("no_pack", 1, RuleStage.Eligible, RuleScope.Contact, RuleCondition.PackIsKnown,
            "No approved rule pack for the borrower's jurisdiction"),
        new("hold_out", 1, RuleStage.Eligible, RuleScope.Any, RuleCondition.IsNotHeldOut, "The borrower belongs to the hold-out"),
        new("loan_ended", 1, RuleStage.Eligible, RuleScope.Any, RuleCondition.LoanIsAlive,
            "The loan is paid off, sold, written off or under investigation"),
        new("time_zone", 1, RuleStage.Eligible, RuleScope.Contact, RuleCondition.TimeZoneIsKnown, "The borrower's time zone is not known"),
        Forbids(BorrowerFlagKind.Deceased, RuleScope.Any, "The borrower is recorded as deceased"),
        Forbids(BorrowerFlagKind.CeaseContact, RuleScope.Contact, "The borrower asked that contact cease"),
        Forbids(BorrowerFlagKind.Represented, RuleScope.Contact, "The borrower is represented on the debt"),
        Forbids(BorrowerFlagKind.Moratorium, RuleScope.Any, "A statutory stay is in force"),
        Forbids(BorrowerFlagKind.Dispute, RuleScope.Arrears, "The borrower contests the loan"),
        OptOut(BorrowerFlagKind.OptOutSms, ContactChannel.Sms),
        OptOut(BorrowerFlagKind.OptOutEmail, ContactChannel.Email),
        OptOut(BorrowerFlagKind.OptOutCall, ContactChannel.Call),
        MessageCap(ContactChannel.Sms),
        MessageCap(ContactChannel.Email),
        new("step", 1, RuleStage.Applicable, RuleScope.Step, RuleCondition.StepIsOpen,
            "It is not the step's turn, it was taken, or the sequence is stopped"),
        new("support", 1, RuleStage.Applicable, RuleScope.Support, RuleCondition.SupportIsNeeded, "Nothing says that help is needed",
            Limit: 20),
        new(
            "promise", 1, RuleStage.Applicable, RuleScope.Arrears, RuleCondition.NoPromiseIsOpen, "A promise to pay is open",
            Days: Policy.PromiseHoldDays),
        new(
            "vulnerable", 1, RuleStage.Suitable, RuleScope.ArrearsCall, RuleCondition.FlagIsAbsent,
            "No arrears calls to a vulnerable borrower",
            Flag: BorrowerFlagKind.Vulnerable),
        Hours("hours"),
    ]);

    /// <summary>Regulation F, 12 CFR 1006.14(b) and 1006.6(b)(1).</summary>
    public static RulePack UnitedStates { get; } = new("US", 1, "US",
    [
        Calls("US-5a", limit: 7, "Seven call attempts in seven days"),
        Conversation("US-5b"),
        Hours("US-6a"),
    ]);

    /// <summary>CONC 7.3 as changed by PS24/2; the caps on calls are the project's own.</summary>
    public static RulePack UnitedKingdom { get; } = new("UK", 1, "UK",
    [
        new("UK-1a", 1, RuleStage.Eligible, RuleScope.Arrears, RuleCondition.IsPastDue, "The loan is current: support only"),
        Calls("UK-calls", limit: 3, "Three call attempts in seven days"),
        Conversation("UK-conversation"),
    ]);

    /// <summary>The project's own caps until the national packs are written.</summary>
    public static RulePack EuropeanUnion { get; } = new("EU", 1, "EU",
    [
        Calls("EU-calls", limit: 3, "Three call attempts in seven days"),
        Conversation("EU-conversation"),
    ]);

    public static IReadOnlyList<RulePack> Packs { get; } = [Everywhere, UnitedStates, UnitedKingdom, EuropeanUnion];

    private static Rule Forbids(BorrowerFlagKind flag, RuleScope scope, string message) =>
        new(Codes<BorrowerFlagKind>.Word(flag), 1, RuleStage.Eligible, scope, RuleCondition.FlagIsAbsent, message, Flag: flag);

    private static Rule OptOut(BorrowerFlagKind flag, ContactChannel channel) => new(
        Codes<BorrowerFlagKind>.Word(flag), 1, RuleStage.Eligible, RuleScope.Channel, RuleCondition.FlagIsAbsent,
        $"The borrower opted out of {Codes<ContactChannel>.Word(channel)}", Flag: flag, Channel: channel);

    private static Rule MessageCap(ContactChannel channel) => new(
        $"{Codes<ContactChannel>.Word(channel)}_cap", 1, RuleStage.Eligible, RuleScope.Channel, RuleCondition.BorrowerAttemptsAreBelow,
        "Two messages on the channel in seven days", Channel: channel, Limit: 2, Days: 7);

    private static Rule Calls(string id, int limit, string message) => new(
        id, 1, RuleStage.Eligible, RuleScope.Channel, RuleCondition.LoanAttemptsAreBelow, message,
        Channel: ContactChannel.Call, Limit: limit, Days: 7);

    private static Rule Conversation(string id) => new(
        id, 1, RuleStage.Eligible, RuleScope.Channel, RuleCondition.NoConversationWithin, "A conversation within seven days",
        Channel: ContactChannel.Call, Days: 7);

    private static Rule Hours(string id) => new(
        id, 1, RuleStage.Eligible, RuleScope.Contact, RuleCondition.HourIsAllowed,
        "Before 08:00 or after 21:00 where the borrower is, or the hour is not known",
        Limit: 8, Days: 21);
}
