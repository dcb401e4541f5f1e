using RiskSignals.Trials;

namespace RiskSignals.Tests.Trials;

public sealed class SampleRatioTests
{
    [Theory]
    [InlineData(new long[] { 5150, 4850 }, new[] { 1, 1 }, 9.0, 0.0026997960632601883, SampleRatioVerdict.Yellow)] // worked example
    [InlineData(new long[] { 333, 360, 307 }, new[] { 1, 1, 1 }, 4.214, 0.12160222644951099, SampleRatioVerdict.Green)] // scipy
    [InlineData(new long[] { 9000, 1100 }, new[] { 9, 1 }, 8.910891089108912, 0.002834749080259389, SampleRatioVerdict.Yellow)] // scipy
    [InlineData(new long[] { 100, 210, 330, 290 }, new[] { 1, 2, 3, 3 }, 2.741935483870968, 0.43314777430643514,
        SampleRatioVerdict.Green)] // scipy
    [InlineData(new long[] { 5150, 77, 4850 }, new[] { 1, 0, 1 }, 9.0, 0.0026997960632601883,
        SampleRatioVerdict.Yellow)] // weight 0 is dropped
    [InlineData(new long[] { 0, 0 }, new[] { 1, 1 }, 0.0, 1.0, SampleRatioVerdict.Green)] // nobody yet
    [InlineData(new long[] { 90, 10 }, new[] { 1, 0 }, 0.0, 1.0, SampleRatioVerdict.Green)] // one arm with weight
    public void It_agrees_with_an_independent_library(long[] counts, int[] weights, double chiSquare, double p, SampleRatioVerdict verdict)
    {
        var check = SampleRatio.Check(counts, weights);
        Assert.Equal(chiSquare, check.ChiSquare, 1e-9);
        Assert.Equal(p, check.P, 1e-12);
        Assert.Equal(verdict, check.Verdict);
    }

    [Fact]
    public void A_tenth_of_an_arm_lost_is_red() => Assert.Equal(SampleRatioVerdict.Red, SampleRatio.Check([5000, 4500], [1, 1]).Verdict);

    [Fact]
    public void A_deviation_below_a_tenth_of_a_point_is_not_red_however_sure()
    {
        var check = SampleRatio.Check([5_004_500, 4_995_500], [1, 1]);
        Assert.True(check.P > 1e-3 || check.Verdict == SampleRatioVerdict.Yellow);
        Assert.Equal(SampleRatioVerdict.Yellow, SampleRatio.Check([50_045_000, 49_955_000], [1, 1]).Verdict);
    }

    [Fact]
    public void Arms_split_as_designed_are_rarely_red()
    {
        const int Seed = 3;
        var random = new Random(Seed);
        var red = 0;
        for (var run = 0; run < 2_000; run++)
        {
            long first = 0;
            for (var i = 0; i < 400; i++)
            {
                first += random.Next(2);
            }

            red += SampleRatio.Check([first, 400 - first], [1, 1]).Verdict == SampleRatioVerdict.Red ? 1 : 0;
        }

        Assert.True(red <= 8, $"{red} of 2000 red, seed {Seed}");
    }
}
