using RiskSignals.Training.Cohorts;

namespace RiskSignals.Training.Tests.Cohorts;

public sealed class GrowingColumnsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_024)]
    [InlineData(1_025)]
    [InlineData(70_000)]
    public void Every_value_is_where_it_was_put(int rows)
    {
        using var columns = new GrowingColumns(3);
        for (var row = 0; row < rows; row++)
        {
            columns.Add([row, -row, row % 7 == 0 ? float.NaN : row / 3f]);
        }

        var matrix = columns.Finish(["a", "b", "c"]);
        Assert.Equal(rows, matrix.Rows);
        for (var row = 0; row < rows; row++)
        {
            Assert.Equal(row, matrix.Column(0)[row]);
            Assert.Equal(-row, matrix.Column(1)[row]);
            Assert.Equal(row % 7 == 0 ? float.NaN : row / 3f, matrix.Column(2)[row]);
        }
    }

    [Fact]
    public void A_row_of_another_width_is_refused()
    {
        using var columns = new GrowingColumns(3);
        Assert.Contains("2 values for 3 columns", Assert.Throws<ArgumentException>(() => columns.Add([1, 2])).Message, StringComparison.Ordinal);
    }
}
