using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Training.Fitting;

/// <summary>Rows to learn from: features as they were known on the as-of day, and what happened afterwards.</summary>
public sealed class TrainingTable
{
    /// <summary>Takes the parts as they are, without a copy.</summary>
    /// <param name="features">One column a model feature, in the same order.</param>
    /// <param name="modelFeatures">Direction, unit and reason of each column.</param>
    /// <param name="outcomes">What happened, one a row.</param>
    /// <param name="borrowerIds">Whose row it is; no borrower is ever on both sides of a test.</param>
    /// <param name="asOf">The day each row was looked from.</param>
    /// <param name="weights">Finite weight of each row, above 0; null when all count the same.</param>
    /// <param name="special">Values of a feature that stand for something of their own, such as −1 for "never", by feature; null for none.</param>
    /// <param name="definedBy">Hash of what defines the features; null when the catalogue does.</param>
    /// <exception cref="ArgumentException">Lengths or names differ, a feature is protected, or a weight is out of bounds.</exception>
    public TrainingTable(
        FeatureMatrix features,
        IReadOnlyList<ModelFeature> modelFeatures,
        bool[] outcomes,
        string[] borrowerIds,
        DateOnly[] asOf,
        float[]? weights = null,
        IReadOnlyDictionary<string, IReadOnlyList<float>>? special = null,
        string? definedBy = null)
    {
        if (!features.Names.SequenceEqual(modelFeatures.Select(feature => feature.Name), StringComparer.Ordinal))
        {
            throw new ArgumentException("The columns and the model features differ in name or order; list the features in column order.");
        }

        foreach (var feature in modelFeatures)
        {
            feature.RequireAllowed();
        }

        var rows = features.Rows;
        if (outcomes.Length != rows || borrowerIds.Length != rows || asOf.Length != rows || (weights?.Length ?? rows) != rows)
        {
            throw new ArgumentException(
                $"There are {rows} rows but {outcomes.Length} outcomes, {borrowerIds.Length} borrowers, {asOf.Length} days and " +
                $"{weights?.Length ?? rows} weights; give one of each a row.");
        }

        var bad = Array.FindIndex(weights ?? [], weight => !(weight > 0) || !float.IsFinite(weight));
        if (bad >= 0)
        {
            throw new ArgumentException($"The weight of row {bad} is {weights![bad]}; finite weights above 0 are expected.");
        }

        (Features, ModelFeatures) = (features, modelFeatures);
        (Outcomes, BorrowerIds, AsOf, Weights) = (outcomes, borrowerIds, asOf, weights);
        Special = special ?? new Dictionary<string, IReadOnlyList<float>>();
        DefinedBy = definedBy;
    }

    public FeatureMatrix Features { get; }

    public IReadOnlyList<ModelFeature> ModelFeatures { get; }

    public IReadOnlyList<bool> Outcomes { get; }

    public IReadOnlyList<string> BorrowerIds { get; }

    public IReadOnlyList<DateOnly> AsOf { get; }

    public IReadOnlyList<float>? Weights { get; }

    /// <summary>Values that stand for something of their own, by feature; most features have none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<float>> Special { get; }

    /// <summary>Hash of what defines the features; null when the catalogue does.</summary>
    public string? DefinedBy { get; }

    /// <summary>What parts the rows by something that is no feature, such as product: a name and one word a row. It reports; it never trains.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public int Rows => Features.Rows;

    /// <summary>The rows before a day, and those from it on, for published splits by day.</summary>
    public (TrainingTable Before, TrainingTable From) CutAt(DateOnly day) =>
        (Take([.. Enumerable.Range(0, Rows).Where(row => AsOf[row] < day)]), Take([.. Enumerable.Range(0, Rows).Where(row => AsOf[row] >= day)]));

    /// <summary>The same rows with the named features only.</summary>
    internal TrainingTable Select(IReadOnlyList<ModelFeature> chosen) => new(
        Features.Select([.. chosen.Select(feature => feature.Name)]),
        chosen,
        [.. Outcomes],
        [.. BorrowerIds],
        [.. AsOf],
        Weights is null ? null : [.. Weights],
        Special,
        DefinedBy)
    {
        Groups = Groups,
    };

    /// <summary>Copies the given rows, in the given order.</summary>
    internal TrainingTable Take(IReadOnlyList<int> rows)
    {
        var columns = new float[ModelFeatures.Count][];
        for (var column = 0; column < columns.Length; column++)
        {
            var values = Features.Column(column);
            columns[column] = new float[rows.Count];
            for (var i = 0; i < rows.Count; i++)
            {
                columns[column][i] = values[rows[i]];
            }
        }

        return new(
            new(Features.Names, columns),
            ModelFeatures,
            [.. rows.Select(row => Outcomes[row])],
            [.. rows.Select(row => BorrowerIds[row])],
            [.. rows.Select(row => AsOf[row])],
            Weights is null ? null : [.. rows.Select(row => Weights[row])],
            Special,
            DefinedBy)
        {
            Groups = Groups.ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. rows.Select(row => group.Value[row])]),
        };
    }

    /// <summary>The rows as XGBoost takes them.</summary>
    /// <param name="chosen">The numbers of the rows that count, in their order; null for all.</param>
    internal XgboostMatrix ToXgboost(int[]? chosen = null)
    {
        var matrix = XgboostMatrix.FromColumns(Features, chosen);
        matrix.SetOutcomes(Chosen(Outcomes, chosen));
        if (Weights is not null)
        {
            matrix.SetWeights(Chosen(Weights, chosen));
        }

        return matrix;
    }

    /// <summary>The rows as XGBoost fits on them in the least memory.</summary>
    /// <inheritdoc cref="ToXgboost"/>
    internal XgboostMatrix ToQuantiles(int bins, int threads, int[]? chosen = null)
    {
        var matrix = XgboostMatrix.Quantiles(Features, chosen, Weights is null ? null : Chosen(Weights, chosen), bins, threads);
        matrix.SetOutcomes(Chosen(Outcomes, chosen));
        return matrix;
    }

    private static T[] Chosen<T>(IReadOnlyList<T> all, int[]? chosen) => chosen is null ? [.. all] : [.. chosen.Select(row => all[row])];
}
