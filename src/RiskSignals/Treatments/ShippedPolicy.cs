using RiskSignals.Borrowers;

namespace RiskSignals.Treatments;

/// <summary>
/// The policy RiskSignals ships with: the ladder of a text message on day 2, an e-mail on day 5 and a call on day 10, a flexible plan,
/// and nothing.
/// </summary>
public static class ShippedPolicy
{
    public const string SmsDay2 = "SMS_DAY_2";

    public const string EmailDay5 = "EMAIL_DAY_5";

    public const string CallDay10 = "CALL_DAY_10";

    public const string OfferPlan = "OFFER_PLAN";

    /// <summary>The shipped treatments; costs in minor units are a starting point for the lender's own.</summary>
    public static IReadOnlyList<Treatment> Treatments { get; } =
    [
        new(Treatment.NoneId, 1, null, 0, 0, "", NeedsApproval: false, AdversePossible: false, IsSupport: false),
        new(SmsDay2, 1, ContactChannel.Sms, 1, 5, "reminder-sms-1", NeedsApproval: false, AdversePossible: false, IsSupport: false),
        new(EmailDay5, 1, ContactChannel.Email, 2, 1, "reminder-email-1", NeedsApproval: false, AdversePossible: false, IsSupport: false),
        new(CallDay10, 1, ContactChannel.Call, 3, 350, "call-guide-1", NeedsApproval: false, AdversePossible: false, IsSupport: false),
        new(OfferPlan, 1, ContactChannel.Email, 1, 120, "flexible-plan-1", NeedsApproval: false, AdversePossible: false, IsSupport: true),
    ];

    /// <summary>The ladder; each step stays open until the next one's turn, the call until day 29.</summary>
    public static TreatmentSequence Ladder { get; } = new(
        "LADDER_2_5_10",
        1,
        [new(SmsDay2, DayFrom: 2, DayToExcl: 5), new(EmailDay5, DayFrom: 5, DayToExcl: 10), new(CallDay10, DayFrom: 10, DayToExcl: 30)],
        [StopCondition.Paid, StopCondition.Promise, StopCondition.Dispute, StopCondition.Moratorium]);

    /// <summary>Assumed, not measured: lower bounds of a few points at most, nothing where borrowers pay anyway.</summary>
    public static IReadOnlyList<ResponseAssumption> Responses { get; } =
    [
        new(SmsDay2, 0.05, 1.01, UpliftBasisPoints: 200, HarmMinorUnits: 10),
        new(EmailDay5, 0.05, 1.01, UpliftBasisPoints: 100, HarmMinorUnits: 5),
        new(CallDay10, 0.05, 0.30, UpliftBasisPoints: 200, HarmMinorUnits: 200),
        new(CallDay10, 0.30, 1.01, UpliftBasisPoints: 400, HarmMinorUnits: 200),
        new(OfferPlan, 0.20, 0.50, UpliftBasisPoints: 200, HarmMinorUnits: 0),
        new(OfferPlan, 0.50, 1.01, UpliftBasisPoints: 300, HarmMinorUnits: 0),
    ];

    private const string HoldOutSalt = "d41f7a06b95c4e18a3720c5e8f9b6d12";

    /// <summary>The policy under a salt of its own.</summary>
    /// <param name="salt">32 hexadecimal digits.</param>
    /// <param name="capacities">Channels without an entry are unlimited.</param>
    public static Policy Create(string salt, IReadOnlyList<ChannelCapacity>? capacities = null) => new()
    {
        Id = "ladder",
        Version = 1,
        Salt = salt,
        Treatments = Treatments,
        Sequence = Ladder,
        Packs = ShippedRules.Packs,
        Responses = Responses,
        ExplorationBuckets = 500,
        FloorBuckets = 200,
        HoldOutSalt = HoldOutSalt,
        HoldOutBuckets = 100,
        Capacities = capacities ?? [],
    };
}
