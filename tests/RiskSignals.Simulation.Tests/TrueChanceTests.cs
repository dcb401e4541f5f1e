using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

public sealed class TrueChanceTests
{
    private static readonly SimulatedLender Lender = new(Portfolio.Parameters);

    [Fact]
    public void The_life_lived_is_judged_as_a_slow_reading_of_the_glossary_judges_it()
    {
        var judged = 0;
        foreach (var life in Portfolio.Lives)
        {
            foreach (var loan in life.Facts.OfType<Loan>())
            {
                for (var day = Portfolio.Parameters.StartOn.AddDays(70); day < Portfolio.Parameters.EndOnExcl.AddDays(-48); day = day.AddDays(41))
                {
                    if (Portfolio.Misses(life, loan, day) is { } missed && MissTruth.Outcome(life.Facts, loan.LoanId, day) is { } told)
                    {
                        judged++;
                        Assert.True(missed == told, $"{loan.LoanId} as of {day:yyyy-MM-dd}: {missed}, told {told}");
                    }
                }
            }
        }

        Assert.True(judged > 1_000, $"{judged}");
    }

    [Fact]
    public void What_happened_agrees_with_the_true_chances_of_it()
    {
        var day = Portfolio.Parameters.StartOn.AddDays(210);
        var (expected, variance, missed, loans) = (0.0, 0.0, 0, 0);
        for (var index = 0; index < Portfolio.Lives.Count; index++)
        {
            foreach (var loanId in Lender.LoansOf(index, day))
            {
                if (Lender.MissProbability(index, loanId, day, replays: 25) is { Judged: > 0 } chance
                    && MissTruth.Outcome(Portfolio.Lives[index].Facts, loanId, day) is { } happened)
                {
                    loans++;
                    missed += happened ? 1 : 0;
                    expected += chance.Probability;
                    variance += (chance.Probability * (1 - chance.Probability)) + (chance.StandardError * chance.StandardError);
                }
            }
        }

        Assert.True(loans > 150, $"{loans} loans");
        var error = Math.Sqrt(variance + 1);
        Assert.True(Math.Abs(missed - expected) < 4 * error, $"{missed} missed, {expected:0.0} ± {error:0.0} expected of {loans}");
    }

    [Fact]
    public void A_true_chance_is_repeatable_and_none_is_told_outside_the_population()
    {
        var day = Portfolio.Parameters.StartOn.AddDays(210);
        var index = Enumerable.Range(0, 300).First(i => Lender.LoansOf(i, day).Count > 0);
        var loanId = Lender.LoansOf(index, day)[0];
        Assert.Equal(Lender.MissProbability(index, loanId, day, 20), Lender.MissProbability(index, loanId, day, 20));
        Assert.Null(Lender.MissProbability(index, "L-unknown", day, 20));
        Assert.Null(Lender.MissProbability(index, loanId, Portfolio.Parameters.StartOn.AddDays(-1), 20));
        Assert.Equal(0.1, new TrueChance(Happened: 10, Judged: 100, Censored: 3).Probability);
        Assert.Equal(0.03, new TrueChance(Happened: 10, Judged: 100, Censored: 3).StandardError, 12);
    }
}
