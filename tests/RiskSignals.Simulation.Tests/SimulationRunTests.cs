using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

public sealed class SimulationRunTests
{
    private static readonly SimulationParameters Small = Portfolio.Lender(borrowers: 40, months: 10, seed: 23);

    [Fact]
    public void Stepped_day_by_day_the_lender_learns_what_it_learns_at_once_byte_for_byte()
    {
        var (run, stepped) = (new SimulationRun(Small), new List<Fact>());
        while (!run.IsOver)
        {
            var learnt = run.Step();
            Assert.All(learnt, fact => Assert.Equal(run.Today, fact.KnownOn.Day));
            stepped.AddRange(learnt);
        }

        var lender = new SimulatedLender(Small);
        var atOnce = Enumerable.Range(0, Small.Borrowers).SelectMany(index => lender.Live(index).Facts);
        Assert.Equal(Bytes(atOnce.OrderBy(fact => fact.KnownOn.Day)), Bytes(stepped));
        Assert.Throws<InvalidOperationException>(run.Step);
    }

    [Fact]
    public void Decisions_taken_on_the_way_have_the_effect_of_those_given_at_once()
    {
        var (run, stepped, taken) = (new SimulationRun(Small), new List<Fact>(), new List<SimulatedDecision>());
        var loans = new List<Loan>();
        while (!run.IsOver)
        {
            stepped.AddRange(run.Step());
            loans = [.. stepped.OfType<Loan>()];
            if (run.Today.Day is 5 or 20 && loans.Count > 0)
            {
                var today = loans.Select((loan, n) => new SimulatedDecision(
                    loan.BorrowerId, loan.LoanId, run.Today, (Treatment)(1 + (n % 4)), $"D{run.Today:MMdd}{n:000}")).Reverse().ToArray();
                run.Decide(today);
                taken.AddRange(today);
            }
        }

        var lender = new SimulatedLender(Small, taken);
        var atOnce = Enumerable.Range(0, Small.Borrowers).SelectMany(index => lender.Live(index).Facts);
        Assert.Equal(Bytes(atOnce.OrderBy(fact => fact.KnownOn.Day)), Bytes(stepped));
        Assert.True(stepped.OfType<Outcome>().Count() > 100);
    }

    [Fact]
    public void A_range_of_borrowers_lives_as_in_the_whole()
    {
        var (whole, part) = (new SimulationRun(Small), new SimulationRun(Small, first: 10, count: 5));
        var ids = Enumerable.Range(10, 5).Select(SimulatedLender.BorrowerId).ToHashSet();
        var day = Small.StartOn.AddDays(150);
        Assert.Equal(whole.StepTo(day).Where(fact => ids.Contains(fact.BorrowerId)), part.StepTo(day));
        Assert.Equal(whole.Step().Where(fact => ids.Contains(fact.BorrowerId)), part.Step());
    }

    [Theory]
    [InlineData(11, 4)]
    [InlineData(-2, 4)]
    [InlineData(10, 31)]
    [InlineData(10, 0)]
    public void A_range_that_splits_a_household_or_leaves_the_lender_is_refused(int first, int count) =>
        Assert.Contains(
            $"range of {count} borrowers from index {first} ",
            Assert.Throws<ArgumentException>(() => new SimulationRun(Small, first, count)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Decisions_of_another_day_or_about_what_is_not_there_are_refused()
    {
        var run = new SimulationRun(Small);
        var loan = run.StepTo(Small.StartOn.AddDays(120)).OfType<Loan>().First();
        var good = new SimulatedDecision(loan.BorrowerId, loan.LoanId, run.Today, Treatment.Sms, "d1");
        run.Decide([good]);
        Assert.All(
            [good with { DecidedOn = run.Today.AddDays(-1) }, good with { LoanId = "L" }, good with { BorrowerId = "B9999999" }],
            bad => Assert.Contains("'d1'", Assert.Throws<ArgumentException>(() => run.Decide([bad])).Message, StringComparison.Ordinal));
    }

    private static string Bytes(IEnumerable<Fact> facts)
    {
        var text = new StringBuilder();
        var writer = new TextFactWriter(text);
        foreach (var fact in facts)
        {
            writer.Row(FactKinds.Of(fact), fact);
        }

        return text.ToString();
    }
}
