using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class PopulationStabilityTests
{
    [Theory]
    [InlineData(200, 200, .169, .279)]
    [InlineData(1_000, 1_000, .034, .056)]
    [InlineData(10_000, 10_000, .0034, .0056)]
    [InlineData(1_000_000, 10_000, .0017, .0028)]
    public void The_noise_of_ten_bins_is_the_published_one(int n, int m, double null95, double null999)
    {
        float[] values = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        var found = PopulationStability.Compare(values, values, n, m);
        Assert.Equal(10, found.Bins.Count);
        Assert.Equal(0, found.Psi, 1e-12);
        Assert.Equal(null95, found.Null95, null95 * 0.02);
        Assert.Equal(null999, found.Null999, null999 * 0.02);
    }

    [Fact]
    public void Samples_of_one_law_exceed_their_noise_as_often_as_stated()
    {
        var random = new Random(7);
        float[] Draw(int rows) => [.. Enumerable.Range(0, rows).Select(_ => random.Next(8) == 0 ? float.NaN : random.NextSingle())];
        var above = Enumerable.Range(0, 400).Count(_ =>
        {
            var found = PopulationStability.Compare(Draw(800), Draw(500), 800, 500);
            return found.Psi > found.Null95;
        });
        Assert.InRange(above, 6, 36);
    }

    [Fact]
    public void A_shift_is_called_one_only_beyond_both_the_limit_and_the_noise()
    {
        float[] reference = [.. Enumerable.Range(0, 2_000).Select(i => i / 2_000f)];
        float[] moved = [.. reference.Select(value => value * value)];
        Assert.Equal(StabilityVerdict.Shift, PopulationStability.Compare(reference, moved, 2_000, 2_000).Verdict);
        Assert.Equal(StabilityVerdict.Stable, PopulationStability.Compare(reference, moved, 12, 12).Verdict);

        float[] gone = [.. reference.Select((value, i) => i % 4 == 0 ? float.NaN : value)];
        var missing = PopulationStability.Compare(reference, gone, 2_000, 2_000);
        Assert.True(missing.Bins[^1] is { IsMissing: true, Expected: 0, Actual: 0.25 }, $"{missing.Bins[^1]}");
        Assert.Equal(StabilityVerdict.Shift, missing.Verdict);

        // The sum by hand: two values, swapped shares.
        var two = PopulationStability.Compare([0, 0, 0, 1], [0, 1, 1, 1], 4, 4);
        Assert.Equal(2 * 0.5 * Math.Log(3), two.Psi, 1e-12);
        Assert.Equal(0, PopulationStability.Compare([1, 1], [1, 1], 2, 2).Psi);
    }

    [Fact]
    public void Bins_that_were_kept_compare_later_samples_as_the_values_themselves_do()
    {
        var random = new Random(5);
        float[] Draw(double power) => [.. Enumerable.Range(0, 3_000).Select(_ => (float)Math.Pow(random.NextDouble(), power))];
        var (reference, first, later) = (Draw(1), Draw(1), Draw(1.4));
        later[7] = float.NaN;
        var kept = StabilityReference.Of(PopulationStability.Compare(reference, first, 900, 900).Bins, rows: 3_000, borrowers: 900);
        var (expected, found) = (PopulationStability.Compare(reference, later, 900, 800), kept.Compare(later, 800));
        Assert.Equal(expected.Psi, found.Psi, 1e-12);
        Assert.Equal((expected.Null999, expected.Verdict), (found.Null999, found.Verdict));
        Assert.Equal(expected.Bins, found.Bins);
    }

    [Fact]
    public void Bins_out_of_order_or_of_other_shares_are_refused()
    {
        StabilityBin[] bins = [new(null, 0.5f, false, 0.4, 0), new(0.5f, null, false, 0.6, 0)];
        Assert.Throws<ArgumentException>(() => StabilityReference.Of([bins[1], bins[0]], 10, 10));
        Assert.Throws<ArgumentException>(() => StabilityReference.Of([bins[0], bins[1] with { Expected = 0.3 }], 10, 10));
        Assert.Throws<ArgumentException>(() => StabilityReference.Of(bins, 10, 0));
        Assert.Equal(0, StabilityReference.Of([bins[0] with { Expected = 0.5 }, bins[1] with { Expected = 0.5 }], 10, 10).Compare([0, 1], 2).Psi, 1e-12);
    }
}
