using RiskSignals.Training.Cohorts;

namespace RiskSignals.Training.Tests.Cohorts;

public sealed class InOrderTests
{
    [Fact]
    public void Results_come_in_the_order_of_the_things_though_the_first_is_done_last()
    {
        using var others = new CountdownEvent(3);
        var results = InOrder.Work(
            Enumerable.Range(0, 4),
            ahead: 4,
            thing =>
            {
                if (thing == 0)
                {
                    others.Wait();
                }
                else
                {
                    others.Signal();
                }

                return thing * thing;
            },
            CancellationToken.None);
        Assert.Equal([0, 1, 4, 9], results);
    }

    [Fact]
    public void No_more_than_a_few_things_are_read_ahead()
    {
        var read = 0;
        var given = 0;
        foreach (var thing in InOrder.Work(Enumerable.Range(0, 100).Select(one => { read++; return one; }), ahead: 5, one => one, CancellationToken.None))
        {
            Assert.Equal(given++, thing);
            Assert.InRange(read - given, 0, 5);
        }

        Assert.Equal(100, given);
    }

    [Fact]
    public void A_failure_comes_as_it_was_thrown() =>
        Assert.Equal("seven", Assert.Throws<FormatException>(() => InOrder.Work(
            Enumerable.Range(0, 20),
            ahead: 3,
            thing => thing == 7 ? throw new FormatException("seven") : thing,
            CancellationToken.None).Count()).Message);

    [Fact]
    public void Cancelling_ends_the_reading()
    {
        using var cancel = new CancellationTokenSource();
        var read = 0;
        var things = Enumerable.Range(0, 100).Select(thing =>
        {
            if (++read == 10)
            {
                cancel.Cancel();
            }

            return thing;
        });
        Assert.Throws<OperationCanceledException>(() => InOrder.Work(things, ahead: 3, thing => thing, cancel.Token).Count());
        Assert.Equal(10, read);
    }
}
