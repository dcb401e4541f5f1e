using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Borrowers;

/// <summary>Facts about one borrower B with one loan L of 100.00 instalments, written as short sentences by the tests.</summary>
internal sealed class LoanFacts
{
    private readonly List<Fact> facts = [];

    public LoanFacts(params string[] dueOn)
    {
        var known = Instant.At(Day("2023-12-01"));
        facts.Add(new Borrower("B", "UK", "Europe/London", HouseholdId: null, known));
        facts.Add(new Loan("B", "L", "personal", "GBP", Day("2023-12-01"), new Money(100_00 * dueOn.Length), 990, Limit: null, known));
        Schedule(version: 1, ScheduleReason.Original, "2023-12-01", dueOn);
    }

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public LoanFacts Schedule(int version, ScheduleReason reason, string knownOn, params string[] dueOn)
    {
        var known = Instant.At(Day(knownOn));
        facts.Add(new ScheduleVersion("B", "L", version, reason, known));
        facts.AddRange(dueOn.Select((due, i) => new Instalment("B", "L", version, i + 1, Day(due), new Money(100_00), known)));
        return this;
    }

    public LoanFacts Pays(string effectiveOn, int amount = 100, string? knownOn = null, string? id = null)
    {
        var known = Instant.At(Day(knownOn ?? effectiveOn));
        facts.Add(new Payment("B", id ?? "P" + facts.Count, "L", new Money(amount * 100L), Day(effectiveOn), PaymentMethod.Transfer, known));
        return this;
    }

    public LoanFacts Reverses(string paymentId, string knownOn)
    {
        facts.Add(new PaymentReversal("B", paymentId, "L", Day(knownOn), ReversalReason.InsufficientFunds, Instant.At(Day(knownOn))));
        return this;
    }

    public LoanFacts Event(LoanEventKind kind, string startsOn, string? endsOn = null)
    {
        facts.Add(new LoanEvent("B", "E" + facts.Count, "L", kind, Day(startsOn), endsOn is null ? null : Day(endsOn), Instant.At(Day(startsOn))));
        return this;
    }

    public LoanFacts With(Fact fact)
    {
        facts.Add(fact);
        return this;
    }

    public BorrowerFile File(int? shuffleSeed = null)
    {
        var order = facts.ToArray();
        if (shuffleSeed is { } seed)
        {
            new Random(seed).Shuffle(order);
        }

        return new BorrowerFile("B", order);
    }

    public LoanHistory LoanAsOf(string day) => File().AsOf(Day(day)).Loan("L")!;
}
