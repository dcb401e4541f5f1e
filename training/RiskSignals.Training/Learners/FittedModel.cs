using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Training.Learners;

/// <summary>A model as its learner wrote it, ready to score rows but without the reference population that explains them.</summary>
public sealed class FittedModel
{
    private readonly IModel? model;

    private FittedModel(ModelKind kind, ReadOnlyMemory<byte> json, string summary, IModel? model) =>
        (Kind, Json, Summary, this.model) = (kind, json, summary, model);

    public ModelKind Kind { get; }

    /// <summary>The bytes of <c>model.json</c>.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>What it is, in a few words.</summary>
    public string Summary { get; }

    /// <summary>What its evidence must say of it, beyond what holds for every model.</summary>
    public IReadOnlyList<string> Limits { get; private init; } = [];

    /// <summary>The trees, if it is made of them.</summary>
    public TreeEnsemble? Trees { get; private init; }

    /// <summary>Reads trees as XGBoost writes them.</summary>
    internal static FittedModel OfTrees(byte[] json)
    {
        var trees = XgboostJson.Parse(json);
        return new(ModelKind.Trees, json, Words(trees), null) { Trees = trees };
    }

    /// <summary>Takes trees that were fitted elsewhere, with the bytes they were read from.</summary>
    internal static FittedModel OfElsewhere(ReadOnlyMemory<byte> bytes, TreeEnsemble trees) =>
        new(ModelKind.Trees, bytes, $"{Words(trees)}, fitted elsewhere", null) { Trees = trees };

    internal FittedModel With(IReadOnlyList<string> limits) => new(Kind, Json, Summary, model) { Trees = Trees, Limits = limits };

    internal static FittedModel Of(Scorecard card, IReadOnlyList<ModelFeature> features, FitRun run) =>
        Additive(ModelKind.Scorecard, card.ToJson(), $"a scorecard of {card.Characteristics.Count} characteristics", features, run);

    internal static FittedModel Of(LogisticWeights weights, IReadOnlyList<ModelFeature> features, FitRun run) =>
        Additive(ModelKind.Logistic, weights.ToJson(), $"a logistic regression of {weights.Weights.Count} weights", features, run);

    /// <summary>The log-odds of every row; the columns are the features the model was fitted on, in their order.</summary>
    public double[] Margins(FeatureMatrix rows)
    {
        var margins = new double[rows.Rows];
        if (Trees is not null)
        {
            Trees.Margins(rows, margins);
            return margins;
        }

        var row = new float[model!.FeatureCount];
        for (var i = 0; i < margins.Length; i++)
        {
            rows.CopyRow(i, row);
            margins[i] = model.Margin(row);
        }

        return margins;
    }

    /// <summary>
    /// Numbers the ranges of a feature's values: those of one range are the same to the model. A logistic regression tells all values apart;
    /// its ranges are twentieths of the training rows.
    /// </summary>
    /// <param name="feature">Its place.</param>
    /// <param name="known">Its known values in the training rows.</param>
    internal Func<float, int> Ranges(int feature, string name, float[] known)
    {
        if (Trees is not null)
        {
            return Between(Trees.Thresholds(feature), Trees.ZeroMissingFeatures().Contains(feature) ? [0] : []);
        }

        if (model is ScorecardModel { Card: var card })
        {
            return card.Characteristics.FirstOrDefault(one => one.Feature == name) is { } characteristic
                ? Between([.. characteristic.Bins.SkipLast(1).Select(bin => bin.UpperExcl!.Value)], [.. characteristic.Special.Select(one => one.Value)])
                : _ => 0;
        }

        const int Parts = 20;
        var rising = known.Order().ToArray();
        var weight = ((LogisticModel)model!).Weights.Weights.FirstOrDefault(one => one.Feature == name);
        return Between(
            [.. Enumerable.Range(1, Parts - 1).Where(_ => rising.Length > 0).Select(part => rising[(int)((long)part * rising.Length / Parts)]).Distinct()],
            [.. weight?.Special?.Select(one => one.Value) ?? []]);
    }

    private static Func<float, int> Between(float[] bounds, float[] special) => value =>
    {
        var own = Array.IndexOf(special, value);
        var at = Array.BinarySearch(bounds, value);
        return own >= 0 ? -1 - own : at >= 0 ? at + 1 : ~at;
    };

    private static string Words(TreeEnsemble trees) => $"{trees.TreeCount} trees of depth {trees.Depth} or less";

    private static FittedModel Additive(ModelKind kind, byte[] json, string summary, IReadOnlyList<ModelFeature> features, FitRun run)
    {
        // Nothing is explained here, so one row of which nothing is known will do.
        var nobody = new ReferencePopulation(features.Count, [.. Enumerable.Repeat(float.NaN, features.Count)]);
        return new(kind, json, summary, Bundle.ReadModel(kind, json, features, run.HigherIsRiskier, nobody));
    }
}
