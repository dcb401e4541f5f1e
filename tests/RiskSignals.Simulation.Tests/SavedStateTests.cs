using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

public sealed class SavedStateTests
{
    private static readonly SimulationParameters Parameters = Portfolio.Parameters;

    [Fact]
    public void A_copy_goes_on_as_the_original_does_fact_for_fact()
    {
        var random = new Random(17);
        for (var index = 0; index < 60; index++)
        {
            var original = new SimulatedLender(Parameters).Begin(index);
            var copies = new List<SimulatedBorrower>();
            foreach (var day in Enumerable.Range(0, 3).Select(_ => Parameters.StartOn.AddDays(random.Next(0, 400))).Order())
            {
                original.Live(toExcl: day);
                copies.Add(original.Copy());
            }

            original.Live(Parameters.EndOnExcl);
            foreach (var copy in copies)
            {
                copy.Live(Parameters.EndOnExcl);
                Assert.Equal(original.Facts, copy.Facts);
                Assert.Equal(original.Shocks, copy.Shocks);
                Assert.Equal(original.TrueCategories, copy.TrueCategories);
            }
        }
    }

    [Fact]
    public void What_a_copy_lives_through_leaves_the_original_as_it_was()
    {
        for (var index = 0; index < 60; index++)
        {
            var original = new SimulatedLender(Parameters).Begin(index);
            for (var day = Parameters.StartOn.AddDays(45); day < Parameters.EndOnExcl; day = day.AddDays(71))
            {
                original.Live(toExcl: day);
                original.Replayed(replay: 1).Live(Parameters.EndOnExcl);
            }

            original.Live(Parameters.EndOnExcl);
            Assert.Equal(Portfolio.Lives[index].Facts, original.Facts);
        }
    }

    [Fact]
    public void Replays_share_the_past_and_differ_after_it()
    {
        var day = Parameters.StartOn.AddDays(200);
        var differ = 0;
        for (var index = 0; index < 30; index++)
        {
            var original = new SimulatedLender(Parameters).Begin(index);
            original.Live(toExcl: day);
            var known = original.Facts.Count;
            var (one, same, other) = (original.Replayed(1), original.Replayed(1), original.Replayed(2));
            foreach (var replay in new[] { one, same, other })
            {
                replay.Live(toExcl: day.AddDays(40));
                Assert.Equal(original.Facts, replay.Facts.Take(known));
            }

            Assert.Equal(one.Facts, same.Facts);
            differ += one.Facts.SequenceEqual(other.Facts) ? 0 : 1;
        }

        Assert.True(differ > 20, $"{differ} of 30 differ");
    }

    [Fact]
    public void What_can_not_be_copied_is_refused_by_its_name()
    {
        var fault = Assert.Throws<NotSupportedException>(() => StateCopy.Of(new List<object> { new System.Text.StringBuilder() }));
        Assert.Contains("StringBuilder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_ways_to_one_object_lead_to_one_copy_and_circles_end()
    {
        var inner = new List<object>();
        var outer = new List<object> { inner, inner };
        inner.Add(outer);
        var copy = StateCopy.Of(outer);
        Assert.NotSame(outer, copy);
        Assert.NotSame(inner, copy[0]);
        Assert.Same(copy[0], copy[1]);
        Assert.Same(copy, ((List<object>)copy[0])[0]);
    }
}
