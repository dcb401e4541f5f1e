using RiskSignals.Tests.Scoring;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Tests.Learners;

public sealed class LogisticLearnerTests
{
    [SklearnFact]
    public void Weights_and_intercept_are_those_of_scikit_learn()
    {
        var random = new Random(11);
        var columns = Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 400).Select(_ => (random.NextSingle() * 4) - 2).ToArray()).ToArray();
        bool[] outcomes = [.. Enumerable.Range(0, 400).Select(row => random.NextDouble() < 1 / (1 + Math.Exp(1 - columns[0][row] + (0.5 * columns[1][row]))))];
        float[] weights = [.. Enumerable.Range(0, 400).Select(row => 1f + (row % 3))];
        var theirs = Sklearn.Numbers(
            """
            import json, sys
            import numpy as np
            from sklearn.linear_model import LogisticRegression
            read = json.load(sys.stdin)
            model = LogisticRegression(C=1 / 3, tol=1e-10, max_iter=1000)
            model.fit(np.array(read["columns"]).T, read["outcomes"], sample_weight=read["weights"])
            print(json.dumps([*model.coef_[0], model.intercept_[0]]))
            """,
            new { columns, outcomes, weights });
        var (fitted, intercept) = BoundedLogistic.Fit(columns, outcomes, weights, [0, 0, 0, 0, 0], ridge: 3, lasso: 0);
        Assert.All(fitted.Append(intercept).Zip(theirs), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void A_lasso_leaves_out_what_says_nothing_and_a_sign_holds_what_points_the_wrong_way_at_0()
    {
        var random = new Random(12);
        var columns = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 1_000).Select(_ => (random.NextSingle() * 4) - 2).ToArray()).ToArray();
        bool[] outcomes = [.. Enumerable.Range(0, 1_000).Select(row => random.NextDouble() < 1 / (1 + Math.Exp(-columns[0][row] + columns[1][row])))];
        var (fitted, _) = BoundedLogistic.Fit(columns, outcomes, null, [0, 1, 0], ridge: 0, lasso: 40);
        Assert.True(fitted[0] > 0.5);
        Assert.Equal(0, fitted[1]);
        Assert.Equal(0, fitted[2]);
    }
}
