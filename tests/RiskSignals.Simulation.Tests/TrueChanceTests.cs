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
    public void Close_to_the_end_of_the_period_the_true_chances_are_those_of_a_longer_one()
    {
        var parameters = Portfolio.Lender(borrowers: 40, months: 12, seed: 5);
        var (lender, longer) = (new SimulatedLender(parameters), new SimulatedLender(parameters with { Months = 13 }));
        var told = 0;
        foreach (var day in new[] { parameters.EndOnExcl.AddDays(-1), parameters.EndOnExcl.AddDays(-12) })
        {
            foreach (var (index, loanId) in Enumerable.Range(0, parameters.Borrowers).SelectMany(i => lender.LoansOf(i, day).Select(loanId => (i, loanId))))
            {
                var chance = lender.MissProbability(index, loanId, day, replays: 6);
                Assert.Equal(longer.MissProbability(index, loanId, day, replays: 6), chance);
                told += chance is null ? 0 : 1;
            }
        }

        Assert.True(told > 20, $"{told}");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void True_chances_as_of_a_day_outside_the_period_are_refused(int afterEnd)
    {
        var day = afterEnd < 0 ? Portfolio.Parameters.StartOn.AddDays(-1) : Portfolio.Parameters.EndOnExcl;
        var message = Assert.Throws<ArgumentException>(() => Lender.MissProbability(0, "B0000001-L1", day, 20)).Message;
        Assert.Contains($"{day:yyyy-MM-dd}", message, StringComparison.Ordinal);
        Assert.Contains($"{Portfolio.Parameters.EndOnExcl.AddDays(-1):yyyy-MM-dd}", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TruthSample(1, 1, day).Draw(Lender));
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.Throws<ArgumentException>(() => SimulationFiles.Write(Portfolio.Parameters, folder, sample: new(1, 1, day)));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_true_chance_is_repeatable_and_none_is_told_outside_the_population()
    {
        var day = Portfolio.Parameters.StartOn.AddDays(210);
        var index = Enumerable.Range(0, 300).First(i => Lender.LoansOf(i, day).Count > 0);
        var loanId = Lender.LoansOf(index, day)[0];
        Assert.Equal(Lender.MissProbability(index, loanId, day, 20), Lender.MissProbability(index, loanId, day, 20));
        Assert.Null(Lender.MissProbability(index, "L-unknown", day, 20));
        Assert.Equal(0.1, new TrueChance(Happened: 10, Judged: 100, Censored: 3).Probability);
        Assert.Equal(0.03, new TrueChance(Happened: 10, Judged: 100, Censored: 3).StandardError, 12);
    }
}
