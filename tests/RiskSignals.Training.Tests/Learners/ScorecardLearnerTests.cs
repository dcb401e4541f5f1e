using System.Globalization;
using System.Text;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tests.Fitting;

namespace RiskSignals.Training.Tests.Learners;

public sealed class ScorecardLearnerTests
{
    private static readonly TrainedBundle Trained =
        Trainer.Fit(SyntheticTable.Make(borrowers: 300), SyntheticTable.Recipe with { Learner = LearnerKind.Scorecard }, threads: 1);

    [Fact]
    public void The_printed_points_are_the_executed_points()
    {
        var printed = Encoding.UTF8.GetString(Trained.Files().Single(file => file.Name == "scorecard.md").Bytes.Span);
        var lines = printed.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..5]).ToArray();
        var card = ((ScorecardModel)Trained.Bundle.Model).Card;
        var scored = (ScorecardModel)Trained.Bundle.Model;
        var names = Trained.Bundle.Features.Select(feature => feature.Name).ToList();
        var random = new Random(4);
        for (var i = 0; i < 500; i++)
        {
            float[] row = [random.Next(7), random.NextSingle() * 2, random.Next(4) == 0 ? float.NaN : (random.NextSingle() * 4) - 2, random.NextSingle()];
            var sum = 0;
            foreach (var line in lines)
            {
                if (line[0] == "every loan" || names.IndexOf(line[0]) is var at && at >= 0 && Fits(line, row[at]))
                {
                    sum += int.Parse(line[3], CultureInfo.InvariantCulture);
                }
            }

            Assert.Equal(sum, scored.Points(row));
            Assert.Equal(card.LogOddsAt(sum), Trained.Bundle.Model.Margin(row), 1e-12);
        }
    }

    [Fact]
    public void Missing_values_have_a_bin_of_their_own()
    {
        var card = ((ScorecardModel)Trained.Bundle.Model).Card;
        var balance = card.Characteristics.Single(one => one.Feature == "balance_value_ratio_now");
        Assert.True(balance.Bins.Count > 2);
        Assert.Equal(balance.MissingPoints, balance.Points(float.NaN));
        Assert.InRange(balance.MissingPoints, balance.Bins[0].Points, balance.Bins[^1].Points);
    }

    [Fact]
    public void More_points_are_safer_whatever_outcome_1_means()
    {
        var good = Trainer.Fit(
            SyntheticTable.Reversed(SyntheticTable.Make(borrowers: 300)),
            SyntheticTable.Recipe with { Learner = LearnerKind.Scorecard, HigherIsRiskier = false },
            threads: 1);
        Assert.True(((ScorecardModel)Trained.Bundle.Model).Card.PointsToDoubleOdds < 0);
        Assert.True(((ScorecardModel)good.Bundle.Model).Card.PointsToDoubleOdds > 0);
    }

    private static bool Fits(string[] line, float value)
    {
        float Bound(string text, float any) => text == "any" ? any : float.Parse(text, CultureInfo.InvariantCulture);
        return line[1] == "missing" ? float.IsNaN(value)
            : line[2] == "just this" ? value == Bound(line[1], 0)
            : value >= Bound(line[1], float.MinValue) && value < Bound(line[2], float.MaxValue);
    }
}
