using RiskSignals.Borrowers;
using RiskSignals.Treatments;

namespace RiskSignals.Tests.Treatments;

/// <summary>Borrowers, policies and inputs that tests start from.</summary>
internal static class Situations
{
    public static readonly DateOnly Day = new(2025, 3, 31);

    public static readonly Policy Shipped = ShippedPolicy.Create("c0000000000000000000000000000001");

    public static TreatmentFacts PastDue(int days) => new()
    {
        BorrowerId = "b1",
        LoanId = "l1",
        On = Day,
        Jurisdiction = "UK",
        TimeZone = "Europe/London",
        DaysPastDue = days,
        MissProbability = 0.4,
    };

    public static DecisionInput Input(TreatmentFacts facts, long amount = 30_000) => new()
    {
        Facts = facts,
        RunId = "run-1",
        AmountMinorUnits = amount,
        FeatureHash = "f",
        BundleHash = "m",
        ReasonCodes = ["loan_late_count_90d"],
    };

    /// <summary>Counts days from 1, as the rules do: on day 1 the first contact happens.</summary>
    public static DateOnly DayNumber(int number) => Day.AddDays(number - 1);

    public static PastContact Call(int dayNumber, bool conversation = false, bool inbound = false, bool concernsLoan = true) =>
        new(ContactChannel.Call, inbound, conversation, concernsLoan, DayNumber(dayNumber));

    /// <summary>A borrower in some state, drawn from a seeded generator over all that the rules look at.</summary>
    public static TreatmentFacts Draw(Random random, int number)
    {
        var flags = Enum.GetValues<BorrowerFlagKind>().Where(kind => kind != BorrowerFlagKind.Deceased && random.Next(8) == 0).ToHashSet();
        return PastDue(random.Next(3) == 0 ? 0 : random.Next(40)) with
        {
            BorrowerId = $"b{number}",
            Jurisdiction = new[] { "UK", "US", "US-CA", "EU-FR", "XX" }[random.Next(5)],
            Flags = flags,
            Contacts =
            [
                .. Enumerable.Range(0, random.Next(6)).Select(_ => new PastContact(
                    (ContactChannel)random.Next(3), random.Next(4) == 0, random.Next(3) == 0, random.Next(3) > 0,
                        Day.AddDays(-random.Next(12)))),
            ],
            PromisedFor = random.Next(5) == 0 ? Day.AddDays(random.Next(-6, 6)) : null,
            MissProbability = random.Next(10) == 0 ? null : random.NextDouble(),
            OpenSignals = random.Next(2),
        };
    }
}
