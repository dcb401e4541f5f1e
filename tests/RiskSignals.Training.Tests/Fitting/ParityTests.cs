using RiskSignals.Scoring;
using RiskSignals.Tests.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

/// <summary>XGBoost itself is the oracle: whatever it says of a row, we must say.</summary>
public sealed class ParityTests
{
    [Theory]
    [InlineData(1, 40)]
    [InlineData(4, 60)]
    [InlineData(7, 30)]
    [InlineData(10, 20)]
    public void Margins_are_bit_equal_to_the_native_ones_and_contributions_within_5e6(int depth, int rounds)
    {
        var recipe = SyntheticTable.Recipe with { Fit = SyntheticTable.Recipe.Fit with { Depth = depth, Rounds = rounds } };
        var bundle = Trainer.Fit(SyntheticTable.Make(borrowers: 300), recipe, threads: 1).Bundle;
        RequireParity(bundle, "synthetic", margin: 0);
    }

    [Fact]
    public void Every_committed_model_gives_the_native_margins()
    {
        var models = Path.Combine(Project.Root, "models");
        if (!Directory.Exists(models))
        {
            return;
        }

        var files = Directory.GetFiles(models, "bundle.json", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var model = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(file)!, "model.json"));
            RequireParity(Bundle.Parse(File.ReadAllBytes(file), model), file, margin: 1e-6f);
        }
    }

    private static void RequireParity(Bundle bundle, string what, float margin)
    {
        var width = bundle.Features.Count;
        var rows = EdgeRows(bundle).Concat(RandomRows(bundle, 2_000)).ToArray();
        using var matrix = XgboostMatrix.FromRows([.. rows.SelectMany(row => row)], width);
        using var native = XgboostBooster.Load(bundle.ModelJson.Span, width);
        var margins = native.Margins(matrix);
        var contributions = native.Contributions(matrix);
        var ours = new double[width];
        for (var i = 0; i < rows.Length; i++)
        {
            var found = bundle.Trees!.Margin(rows[i]);
            Assert.True(Math.Abs(found - margins[i]) <= margin, $"{what}: row {i} has margin {found:R}, XGBoost says {margins[i]:R}");
            TreeShap.Contributions(bundle.Trees!, rows[i], ours);
            for (var feature = 0; feature < width; feature++)
            {
                var theirs = contributions[(i * (width + 1)) + feature];
                Assert.True(
                    Math.Abs(ours[feature] - theirs) <= 5e-6,
                    $"{what}: row {i}, feature {feature}: {ours[feature]:R}, XGBoost says {theirs:R}");
            }

            Assert.Equal(contributions[(i * (width + 1)) + width], bundle.Trees!.ExpectedMargin, 5e-6);
        }

        RequireContributions(bundle.Trees!, rows, contributions, what);
    }

    /// <summary>What is executed: by tables to depth 7, by quadrature below.</summary>
    private static void RequireContributions(TreeEnsemble trees, float[][] rows, float[] contributions, string what)
    {
        var width = trees.FeatureCount;
        var found = new float[rows.Length * width];
        TreeContributions.Compile(trees).Explain(rows.SelectMany(row => row).ToArray(), found, new double[rows.Length]);
        for (var i = 0; i < found.Length; i++)
        {
            var theirs = contributions[(i / width * (width + 1)) + (i % width)];
            Assert.True(
                Math.Abs(found[i] - theirs) <= 5e-6, $"{what}: row {i / width}, feature {i % width}: {found[i]:R}, XGBoost says {theirs:R}");
        }
    }

    /// <summary>Each feature in turn at its thresholds, one step beside them, at the ends of the float range, at both zeros, and missing.</summary>
    private static IEnumerable<float[]> EdgeRows(Bundle bundle)
    {
        var rows = RandomRows(bundle, 10).ToArray();
        yield return [.. Enumerable.Repeat(float.NaN, bundle.Features.Count)];
        for (var feature = 0; feature < bundle.Features.Count; feature++)
        {
            foreach (var threshold in Thresholds(bundle)[feature].Concat([0f, -0f, float.MaxValue, -float.MaxValue, float.Epsilon, float.NaN]))
            {
                float[] values = [threshold, float.BitIncrement(threshold), float.BitDecrement(threshold)];
                foreach (var value in values.Where(one => !float.IsInfinity(one)))
                {
                    var row = (float[])rows[feature % rows.Length].Clone();
                    row[feature] = value;
                    yield return row;
                }
            }
        }
    }

    private static IEnumerable<float[]> RandomRows(Bundle bundle, int count)
    {
        var random = new Random(12);
        var thresholds = Thresholds(bundle);
        for (var i = 0; i < count; i++)
        {
            yield return
            [
                .. thresholds.Select(values => random.Next(8) == 0 || values.Length == 0
                    ? float.NaN
                    : values[random.Next(values.Length)] + (random.NextSingle() - 0.5f)),
            ];
        }
    }

    private static float[][] Thresholds(Bundle bundle)
    {
        using var model = System.Text.Json.JsonDocument.Parse(bundle.ModelJson);
        var found = Enumerable.Range(0, bundle.Features.Count).Select(_ => new SortedSet<float>()).ToArray();
        var booster = model.RootElement.GetProperty("learner").GetProperty("gradient_booster");
        foreach (var tree in booster.GetProperty("model").GetProperty("trees").EnumerateArray())
        {
            for (var node = 0; node < tree.GetProperty("left_children").GetArrayLength(); node++)
            {
                if (tree.GetProperty("left_children")[node].GetInt32() >= 0)
                {
                    found[tree.GetProperty("split_indices")[node].GetInt32()].Add(tree.GetProperty("split_conditions")[node].GetSingle());
                }
            }
        }

        return [.. found.Select(values => values.ToArray())];
    }
}
