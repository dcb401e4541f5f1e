using RiskSignals.Borrowers;
using RiskSignals.Simulation;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>A borrower, one of the loans and a day: what one row of features is about.</summary>
/// <param name="Name">What to draw it again from.</param>
internal sealed record PlainCase(string Name, IReadOnlyList<Fact> Facts, string LoanId, DateOnly AsOf)
{
    private static readonly SimulatedLender[] Lenders =
    [
        .. new[] { "consumer-instalment", "credit-card", "credit-union", "short-loans" }.Select(name =>
            new SimulatedLender(ShippedLenders.Read(name) with { Borrowers = 10_000, Months = 20, Seed = 77 })),
    ];

    /// <summary>A borrower drawn from a number: of two in three the facts are random, the third lives with a simulated lender.</summary>
    public static PlainCase Of(int number) => number % 3 == 0 ? Simulated(number / 3) : Drawn(number);

    private static PlainCase Drawn(int seed)
    {
        var facts = MessyFacts.Of(seed);
        var random = new Random(seed);
        var loans = facts.OfType<Loan>().Select(loan => loan.LoanId).Distinct().Append("loan1").ToList();
        return new PlainCase($"seed {seed}", facts, loans[random.Next(loans.Count)], GeneratedFacts.Today.AddDays(-random.Next(4) * random.Next(12)));
    }

    private static PlainCase Simulated(int index)
    {
        var life = Lenders[index % Lenders.Length].Live(index);
        var random = new Random(index);
        var loans = life.Facts.OfType<Loan>().Select(loan => loan.LoanId).Distinct().Append("none").ToList();
        var lastDay = life.Facts.Max(fact => fact.KnownOn.Day);
        return new PlainCase(
            $"simulated {index}", life.Facts, loans[random.Next(Math.Max(1, loans.Count - 1))], lastDay.AddDays(-random.Next(random.Next(2) == 0 ? 60 : 560)));
    }
}
