using RiskSignals.Training.Cohorts;

namespace RiskSignals.Training.Tests.Cohorts;

public sealed class RestatedRowsTests
{
    [Theory]
    [InlineData(800, 8)]
    [InlineData(40_000, 32)]
    public void Borrowers_are_left_evenly_spread_however_many_there_are(int borrowers, int expectedEvery)
    {
        var rows = new RestatedRows();
        for (var place = 0; place < borrowers; place++)
        {
            if (rows.Takes(place))
            {
                rows.Add(place, firstRow: 10 * place, [.. Enumerable.Range(0, 10).Select(row => new float[] { (10 * place) + row })]);
            }
        }

        var kept = rows.ByRow();
        var expected = Enumerable.Range(0, borrowers).Where(place => place % expectedEvery == 0).SelectMany(place => Enumerable.Range(10 * place, 10));
        Assert.Equal(expected, kept.Keys.Order());
        Assert.All(kept, row => Assert.Equal(row.Key, row.Value[0]));
    }
}
