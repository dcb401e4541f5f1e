using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class VennAbersTests
{
    private static readonly double[] Scores = [.05, .1, .15, .2, .25, .3, .4, .5, .6, .8];
    private static readonly bool[] Outcomes = [false, false, true, false, false, true, false, true, true, true];

    [Fact]
    public void The_worked_example_gives_its_published_interval()
    {
        var interval = VennAbersFit.Fit(Scores, Outcomes, []).Of(.35);
        Assert.Equal(0.333333, interval.Low, 1e-6);
        Assert.Equal(0.666667, interval.High, 1e-6);
        Assert.Equal(0.5, interval.Merged, 2e-6);
    }

    [Fact]
    public void Beyond_the_calibration_rows_one_end_is_certain()
    {
        var fitted = VennAbersFit.Fit(Scores, Outcomes, []);
        Assert.Equal(0, fitted.Of(.01).Low);
        Assert.Equal(1, fitted.Of(.99).High);
    }

    [Theory]
    [InlineData(1, 1 << 20, false)]
    [InlineData(2, 6, false)]
    [InlineData(3, 1 << 20, true)]
    [InlineData(4, 6, true)]
    public void Every_interval_is_the_pair_of_isotonic_fits_with_the_row_added(int seed, int steps, bool weighted)
    {
        for (var rows = 1; rows <= 41; rows += 4)
        {
            var random = new Random((seed * 100) + rows);
            double[] scores = [.. Enumerable.Range(0, rows).Select(_ => (random.Next(steps) + 0.5) / steps)];
            bool[] outcomes = [.. scores.Select(score => random.NextDouble() < score)];
            float[] weights = weighted ? [.. scores.Select(_ => 0.2f + random.NextSingle())] : [];
            var mean = weighted ? weights.Average(weight => (double)weight) : 1;
            double[] scaled = [.. scores.Select((_, i) => weighted ? weights[i] / mean : 1)];
            var (distinct, intervals) = VennAbersFit.Exact(scores, outcomes, weights);
            for (var i = 0; i < distinct.Length; i++)
            {
                Assert.Equal(Refitted(scores, outcomes, scaled, distinct[i], false), intervals[i].Low, 1e-9);
                Assert.Equal(Refitted(scores, outcomes, scaled, distinct[i], true), intervals[i].High, 1e-9);
            }

            var fitted = VennAbersFit.Fit(scores, outcomes, weights);
            foreach (var at in (double[])[.001, .2, .21, .5, .77, .999])
            {
                Assert.Equal(Refitted(scores, outcomes, scaled, at, false), fitted.Of(at).Low, 1.1e-6);
                Assert.Equal(Refitted(scores, outcomes, scaled, at, true), fitted.Of(at).High, 1.1e-6);
            }
        }
    }

    [Fact]
    public void Fewer_knots_only_ever_widen_the_interval()
    {
        var random = new Random(5);
        double[] scores = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextDouble() * 0.999 + 0.0005)];
        bool[] outcomes = [.. scores.Select(score => random.NextDouble() < score)];
        var full = VennAbersFit.Fit(scores, outcomes, [], knotsMax: VennAbers.KnotsMax);
        var few = VennAbersFit.Fit(scores, outcomes, [], knotsMax: 20);
        Assert.InRange(few.Knots, 2, 20);
        Assert.True(full.Knots > few.Knots, $"{full.Knots} knots");
        for (var at = 0.001; at < 1; at += 0.001)
        {
            Assert.True(few.Of(at).Low <= full.Of(at).Low && few.Of(at).High >= full.Of(at).High, $"at {at}");
            Assert.InRange(few.Of(at).High - few.Of(at).Low, 0, 0.25);
        }
    }

    [Fact]
    public void One_of_the_two_ends_is_calibrated_on_rows_not_seen_before()
    {
        var random = new Random(6);
        (double Score, bool Outcome)[] Draw(int rows) => [.. Enumerable.Range(0, rows).Select(_ =>
        {
            var score = random.NextDouble() * 0.98 + 0.01;
            return (score, random.NextDouble() < score * score);
        })];
        var calibration = Draw(20_000);
        var fitted = VennAbersFit.Fit([.. calibration.Select(one => one.Score)], [.. calibration.Select(one => one.Outcome)], []);
        var fresh = Draw(20_000);
        foreach (var part in fresh.GroupBy(one => (int)(one.Score * 5)))
        {
            var observed = part.Average(one => one.Outcome ? 1.0 : 0);
            Assert.InRange(observed, part.Average(one => fitted.Of(one.Score).Low) - 0.03, part.Average(one => fitted.Of(one.Score).High) + 0.03);
            Assert.Equal(observed, part.Average(one => fitted.Of(one.Score).Merged), 0.03);
        }
    }

    [Fact]
    public void Knots_read_back_and_broken_ones_are_refused_by_number()
    {
        var fitted = VennAbersFit.Fit(Scores, Outcomes, []);
        var read = VennAbers.Parse(fitted.ToText());
        Assert.Equal(fitted.ToText(), read.ToText());
        foreach (var (knots, named) in (ReadOnlySpan<(string[], string)>)
                 [
                     ([], "0 scores"), (["0.1: 0.2"], "knot 0"), (["0.1: 0.2..0.1"], "knot 0"), (["0.1: 0..1", "0.1: 0..1"], "knot 1"),
                     (["0.1: 0.2..0.5", "0.2: 0.1..0.5"], "knot 1"), (["NaN: 0..1"], "knot 0"), (["0.5: -1..1"], "knot 0"), (["x: 0..1"], "knot 0"),
                     ([.. Enumerable.Range(1, VennAbers.KnotsMax + 1).Select(i => FormattableString.Invariant($"{i / 3_000.0}: 0..1"))], "2001 knots"),
                 ])
        {
            var error = Assert.Throws<ArgumentException>(() => VennAbers.Parse(knots));
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Isotonic regression by its definition: the largest over beginnings of the least over ends of the mean between them.</summary>
    private static double Refitted(double[] scores, bool[] outcomes, double[] weights, double at, bool outcome)
    {
        (double Score, double Weight, double Positive)[] points =
        [
            .. scores.Select((score, i) => (Score: score, Weight: weights[i], Positive: outcomes[i] ? weights[i] : 0))
                .Append((at, 1, outcome ? 1 : 0)).GroupBy(one => one.Item1).OrderBy(some => some.Key)
                .Select(some => (some.Key, some.Sum(one => one.Item2), some.Sum(one => one.Item3))),
        ];
        var place = Array.FindIndex(points, point => point.Score == at);
        return Enumerable.Range(0, place + 1).Max(from => Enumerable.Range(place, points.Length - place).Min(to =>
            points[from..(to + 1)].Sum(point => point.Positive) / points[from..(to + 1)].Sum(point => point.Weight)));
    }
}
