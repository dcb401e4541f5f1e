using System.Globalization;
using RiskSignals.Tests.Scoring;
using RiskSignals.Training.Benchmarks;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tables;

namespace RiskSignals.Training.Tests.Benchmarks;

public sealed class TableBenchmarkTests
{
    [SklearnFact]
    public void Both_sides_are_measured_on_the_same_rows_and_protected_columns_are_left_out()
    {
        var (table, recipe) = (Table(), ShippedRecipes.Read("table") with { Learner = LearnerKind.Logistic, Search = null });
        using var output = new StringWriter();
        var (ours, baseline) = TableBenchmark.Run(table, folds: 3, testIds: null, recipe, progress: null, output);
        Assert.InRange(ours.Auc, baseline.Auc, 0.9);
        Assert.InRange(baseline.Auc, 0.6, 0.9);
        Assert.Contains("Left out: SEX", output.ToString(), StringComparison.Ordinal);
        Assert.Matches(
            @"^table_auc 0\.\d{4} ks 0\.\d{4} brier 0\.\d{4} ece 0\.\d{4} baseline_auc 0\.\d{4} baseline_brier 0\.\d{4}$",
            output.ToString().TrimEnd().Split('\n')[^1].TrimEnd());
    }

    [SklearnFact]
    public void A_given_split_tests_the_named_ids_alone()
    {
        var recipe = ShippedRecipes.Read("table") with { Learner = LearnerKind.Logistic, Search = null };
        using var output = new StringWriter();
        TableBenchmark.Run(Table(), folds: 3, Enumerable.Range(0, 150).Select(i => $"{i}").ToHashSet(), recipe, progress: null, output);
        Assert.Contains("the given split", output.ToString(), StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => TableBenchmark.Run(Table(), folds: 3, new HashSet<string> { "nobody" }, recipe, progress: null, output));
    }

    /// <summary>A straight law, on which a small booster must be worse than a logistic regression.</summary>
    private static FlatTable Table()
    {
        var random = new Random(9);
        var rows = Enumerable.Range(0, 600).Select(i =>
        {
            var values = Enumerable.Range(0, 4).Select(_ => (random.NextDouble() * 4) - 2).ToArray();
            var bad = random.NextDouble() < 1 / (1 + Math.Exp(1 - values[0] - (0.5 * values[1])));
            var texts = values.Select(value => value.ToString("0.000", CultureInfo.InvariantCulture));
            return texts.Prepend($"{i}").Append($"{i % 2}").Append(bad ? "1" : "0").ToArray();
        });
        return FlatTable.Of(new("law.csv", ["id", "a", "b", "c", "d", "SEX", "bad"], [.. rows]), new("bad") { Id = "id" });
    }
}
