using System.Globalization;
using RiskSignals.Trials;

namespace RiskSignals.Tests.Trials;

public sealed class EffectTests
{
    /// <summary>n, mean, variance of the control arm; the same of the arm; p, low, high as scipy 1.10 gives them.</summary>
    private const string Oracle = """
        857 | 4617.26 | 18.1782 | 3425 | 4617.02 | 35.883 | 1.777556765928e-01 | -5.891315245656e-01 | 1.091315245660e-01
        1847 | 3954.53 | 0.0455894 | 8459 | 3954.52 | 1.32987 | 4.584316650487e-01 | -3.643699027927e-02 | 1.643699027883e-02
        8 | 3451.86 | 0.0196409 | 85903 | 3455.19 | 75050.6 | 3.744218279522e-04 | 1.495418374172e+00 | 5.164581625828e+00
        7033 | 25.7537 | 49.9653 | 19 | 25.6801 | 0.0261131 | 4.244110969045e-01 | -2.544153730959e-01 | 1.072153730959e-01
        29 | 101.917 | 17.6824 | 56 | 103.426 | 12.126 | 1.033771235306e-01 | -3.183497586646e-01 | 3.336349758665e+00
        9674 | 3295.37 | 15.8968 | 1580 | 3295.25 | 0.885402 | 1.059360470552e-02 | -2.120172549300e-01 | -2.798274506976e-02
        6 | 1972.02 | 8435.01 | 49114 | 2048.81 | 5.07685 | 9.588238749001e-02 | -1.959259321763e+01 | 1.731725932176e+02
        582153 | -47.2481 | 0.29378 | 139615 | -50.0754 | 23545.3 | 5.815164366376e-12 | -3.632193795553e+00 | -2.022406204447e+00
        422 | 3128.75 | 2815.63 | 6 | 3132.17 | 0.773444 | 1.904280991119e-01 | -1.705971434200e+00 | 8.545971434200e+00
        7 | 4818.58 | 2024.34 | 183 | 4819.03 | 0.0669795 | 9.797471523160e-01 | -4.116127667969e+01 | 4.206127667969e+01
        5 | 847.275 | 82.2368 | 72999 | 851.953 | 13.5511 | 3.129452702190e-01 | -6.581932188068e+00 | 1.593793218807e+01
        """;

    [Fact]
    public void The_worked_example_holds()
    {
        var effect = Effect.Between(control: new(200, 10, 16), arm: new(250, 11, 25))!;
        Assert.Equal(1, effect.Difference, 1e-12);
        Assert.Equal(0.4242641, effect.StandardError, 5e-8);
        Assert.Equal(448.0, effect.DegreesOfFreedom, 0.05);
        Assert.Equal(0.018852, effect.P, 5e-7);
        Assert.Equal(0.166205, effect.Low, 5e-7);
        Assert.Equal(1.833795, effect.High, 5e-7);
    }

    [Fact]
    public void It_agrees_with_an_independent_library()
    {
        foreach (var line in Oracle.Split('\n'))
        {
            var f = line.Split('|').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            var effect = Effect.Between(control: new((long)f[0], f[1], f[2]), arm: new((long)f[3], f[4], f[5]))!;
            var scale = effect.StandardError;
            Assert.True(Math.Abs(effect.P - f[6]) <= 1e-8 * f[6], $"p {effect.P:R} for {line}");
            Assert.True(Math.Abs(effect.Low - f[7]) <= 1e-8 * scale, $"low {effect.Low:R} for {line}");
            Assert.True(Math.Abs(effect.High - f[8]) <= 1e-8 * scale, $"high {effect.High:R} for {line}");
        }
    }

    [Fact]
    public void Arms_without_two_units_or_without_variation_are_not_compared()
    {
        Assert.Null(Effect.Between(control: new(1, 0, 0), arm: new(50, 1, 1)));
        Assert.Null(Effect.Between(control: new(50, 1, 0), arm: new(50, 1, 0)));
        Assert.NotNull(Effect.Between(control: new(50, 1, 0), arm: new(50, 0.5, 0.25)));
    }

    [Fact]
    public void Sums_give_the_plain_mean_and_variance_and_merge_in_any_order()
    {
        const int Seed = 5;
        var random = new Random(Seed);
        var values = Enumerable.Range(0, 1_000).Select(_ => random.NextInt64(1_000_000_000, 1_000_001_000)).ToArray();
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        var whole = values.Aggregate(default(ArmSums), (sums, value) => sums.With(value));
        var parts = values.Chunk(37).Reverse().Select(chunk => chunk.Aggregate(default(ArmSums), (sums, value) => sums.With(value)));
        Assert.Equal(mean, whole.Mean, 1e-3);
        Assert.Equal(variance, whole.SampleVariance, 1e-6 * variance);
        Assert.Equal(whole, parts.Aggregate((left, right) => right + left));
    }

    [Fact]
    public void Intervals_of_equal_arms_cover_zero_about_as_often_as_stated()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        var covered = 0;
        const int Runs = 4_000;
        for (var run = 0; run < Runs; run++)
        {
            var arms = new ArmSums[2];
            for (var i = 0; i < 200; i++)
            {
                arms[i % 2] = arms[i % 2].With(random.NextDouble() < 0.3 ? 1 : 0);
            }

            var effect = Effect.Between(
                ArmMoments.Of(arms[0], TrialMeasure.PaidWhatWasDue), ArmMoments.Of(arms[1], TrialMeasure.PaidWhatWasDue))!;
            covered += effect.Low <= 0 && 0 <= effect.High ? 1 : 0;
        }

        Assert.InRange(covered / (double)Runs, 0.935, 0.965);
    }
}
