using RiskSignals.Scoring;
using Xunit.Abstractions;

namespace RiskSignals.Tests.Scoring;

public sealed class PairedComparisonTests(ITestOutputHelper output)
{
    private const int Seed = 20260501;

    [Theory]
    [InlineData(ComparedBy.Auc)]
    [InlineData(ComparedBy.Brier)]
    [InlineData(ComparedBy.LogLoss)]
    public void Of_two_equally_good_models_one_is_promoted_over_the_other_in_at_most_5_percent_of_1_000_trials(ComparedBy measure)
    {
        const int Trials = 1_000;
        var random = new Random(Seed);
        var (up, down) = (0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var (forth, back) = Compare(random, measure, noiseOfChampion: 0.8);
            up += forth == ComparisonVerdict.Better ? 1 : 0;
            down += back == ComparisonVerdict.Better ? 1 : 0;
        }

        output.WriteLine($"seed {Seed}, {measure}: promoted {up} and, the other way round, {down} of {Trials} times");
        Assert.InRange(up + down, 0, Trials / 20);
    }

    [Fact]
    public void A_model_that_sees_more_is_mostly_promoted_and_one_that_sees_less_never()
    {
        var random = new Random(Seed);
        var verdicts = Enumerable.Range(0, 100).Select(_ => Compare(random, ComparedBy.Auc, noiseOfChampion: 4)).ToArray();
        Assert.InRange(verdicts.Count(one => one.Forth == ComparisonVerdict.Better), 80, 100);
        Assert.DoesNotContain(verdicts, one => one.Back == ComparisonVerdict.Better);
    }

    [Fact]
    public void The_gain_is_the_difference_of_the_measures_and_a_margin_at_its_lower_bound_is_not_beaten()
    {
        var random = new Random(Seed);
        var (champion, challenger, outcomes, borrowers) = Rows(random, noiseOfChampion: 1);
        foreach (var (measure, gain) in new[]
        {
            (ComparedBy.Auc, Quality.Auc(challenger, outcomes) - Quality.Auc(champion, outcomes)),
            (ComparedBy.Brier, Quality.Brier(champion, outcomes) - Quality.Brier(challenger, outcomes)),
            (ComparedBy.LogLoss, Quality.LogLoss(champion, outcomes) - Quality.LogLoss(challenger, outcomes)),
        })
        {
            var compared = PairedComparison.Measure(champion, challenger, outcomes, borrowers, measure, Seed);
            Assert.Equal(gain, compared.Gain, 1e-12);
            Assert.InRange(compared.Gain, compared.Low, compared.High);
            Assert.Equal(ComparisonVerdict.NotShown, compared.Verdict(compared.Low));
            Assert.Equal(ComparisonVerdict.Better, compared.Verdict(compared.Low - 1e-9));
            Assert.Equal(compared, PairedComparison.Measure(champion, challenger, outcomes, borrowers, measure, Seed));
        }
    }

    [Fact]
    public void Rows_repeated_under_the_same_borrowers_are_no_more_evidence()
    {
        var (champion, challenger, outcomes, borrowers) = Rows(new Random(Seed), noiseOfChampion: 1);
        var once = PairedComparison.Measure(champion, challenger, outcomes, borrowers, ComparedBy.Brier, Seed);
        var often = PairedComparison.Measure(
            Nine(champion), Nine(challenger), Nine(outcomes), Nine(borrowers), ComparedBy.Brier, Seed);
        Assert.Equal(once.Low, often.Low, 1e-12);
        Assert.Equal(once.High, often.High, 1e-12);

        static T[] Nine<T>(T[] rows) => [.. Enumerable.Repeat(rows, 9).SelectMany(row => row)];
    }

    [Fact]
    public void With_few_rows_of_an_outcome_nothing_is_shown()
    {
        double[] poor = [.. Enumerable.Range(0, 500).Select(row => 0.5 + (row * 1e-6))];
        bool[] outcomes = [.. Enumerable.Range(0, 500).Select(row => row < PairedComparison.OutcomesMin - 1)];
        double[] perfect = [.. outcomes.Select(outcome => outcome ? 0.9 : 0.1)];
        var compared = PairedComparison.Measure(poor, perfect, outcomes, [], ComparedBy.Auc, Seed);
        Assert.True(compared.Low > 0.5);
        Assert.Equal(ComparisonVerdict.TooFewRows, compared.Verdict(margin: 0));
    }

    /// <summary>The verdict on the challenger, and what it would be with the two in each other's place: the interval turned round.</summary>
    private static (ComparisonVerdict Forth, ComparisonVerdict Back) Compare(Random random, ComparedBy measure, double noiseOfChampion)
    {
        var (champion, challenger, outcomes, borrowers) = Rows(random, noiseOfChampion);
        var compared = PairedComparison.Measure(champion, challenger, outcomes, borrowers, measure, random.Next(), resamples: 200);
        return (compared.Verdict(margin: 0), (compared with { Low = -compared.High }).Verdict(margin: 0));
    }

    /// <summary>
    /// 300 borrowers with one to three rows and a risk of their own; each model sees the risk through the same fog and noise of its own,
    /// so that their scores correlate by about 0.8 where the noise is the same.
    /// </summary>
    private static (double[] Champion, double[] Challenger, bool[] Outcomes, string[] BorrowerIds) Rows(Random random, double noiseOfChampion)
    {
        var rows = new List<(double Champion, double Challenger, bool Outcome, string BorrowerId)>();
        for (var borrower = 0; borrower < 300; borrower++)
        {
            var (risk, fog) = (Normal(random) - 1, 0.5 * Normal(random));
            var (mine, theirs) = (noiseOfChampion * Normal(random), 0.8 * Normal(random));
            for (var row = random.Next(1, 4); row > 0; row--)
            {
                var here = risk + (0.5 * Normal(random));
                rows.Add((Probability(here + fog + mine), Probability(here + fog + theirs), random.NextDouble() < Probability(here), $"b{borrower}"));
            }
        }

        return ([.. rows.Select(row => row.Champion)], [.. rows.Select(row => row.Challenger)],
            [.. rows.Select(row => row.Outcome)], [.. rows.Select(row => row.BorrowerId)]);
    }

    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
