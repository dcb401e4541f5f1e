using System.Globalization;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Adoption;

/// <summary>
/// A tree model that was fitted elsewhere. It stands where a learner would and learns nothing: its margins are the same whatever the rows, so
/// only rows later than those it was fitted on may calibrate and test it.
/// </summary>
public sealed class AdoptedModel : ILearner
{
    private readonly FittedModel fitted;

    private AdoptedModel(FittedModel fitted, IReadOnlyList<ModelFeature> features, IReadOnlyList<string>? columns, DateOnly seenUntil) =>
        (this.fitted, Features, Columns, SeenUntil) = (fitted, features, columns, seenUntil);

    /// <summary>The features that feed its columns, in the order of these.</summary>
    public IReadOnlyList<ModelFeature> Features { get; }

    /// <summary>Its own names of them; null if they are the catalogue's or there are none.</summary>
    public IReadOnlyList<string>? Columns { get; }

    /// <summary>The last day that any row it was fitted on was looked from, as stated.</summary>
    public DateOnly SeenUntil { get; }

    /// <inheritdoc/>
    public LearnerKind Kind => LearnerKind.Elsewhere;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Value)> Parameters => [];

    /// <summary>Reads a model: XGBoost's JSON or UBJSON, or LightGBM's text.</summary>
    /// <param name="bytes">The file as its library saved it; the bundle keeps every byte.</param>
    /// <param name="mapping">Which feature feeds each column.</param>
    /// <param name="seenUntil">The last day that any row it was fitted on was looked from.</param>
    /// <exception cref="FormatException">It can't be scored, or its columns don't fit the catalogue; the message says why.</exception>
    public static AdoptedModel Read(ReadOnlyMemory<byte> bytes, ColumnMapping mapping, DateOnly seenUntil)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        var trees = TreeEnsemble.Parse(bytes);
        var features = mapping.Features(trees.FeatureNames, trees.FeatureCount);
        if (trees.CategoricalFeatures() is { Length: > 0 } categorical)
        {
            throw new FormatException(
                $"The model splits on categories of {string.Join(", ", categorical.Select(place => features[place].Name))}; the catalogue's features are " +
                "numbers. Fit it again with these as numbers.");
        }

        var isRenamed = trees.FeatureNames.Where((name, place) => name != features[place].Name).Any();
        return new(FittedModel.OfElsewhere(bytes, trees), features, isRenamed ? trees.FeatureNames : null, seenUntil);
    }

    /// <summary>The recipe with this model's features in the place of its own choice, and nothing to search.</summary>
    /// <param name="recipe">How to calibrate and test.</param>
    /// <param name="available">The features of the rows.</param>
    /// <exception cref="FormatException">The recipe leaves a feature of the model out.</exception>
    public Recipe Limit(Recipe recipe, IReadOnlyList<ModelFeature> available)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var chosen = recipe.Features.Choose(available).Select(feature => feature.Name).ToHashSet(StringComparer.Ordinal);
        string[] names = [.. Features.Select(feature => feature.Name)];
        return Array.FindAll(names, name => !chosen.Contains(name)) is { Length: > 0 } left
            ? throw new FormatException(
                $"The model uses {string.Join(", ", left)}, which the recipe's features leave out; fit it without, or change the recipe.")
            : recipe with { Features = new() { Include = names }, Search = null };
    }

    /// <summary>The log-odds of a row of <see cref="Features"/>, NaN being missing.</summary>
    public double Margin(ReadOnlySpan<float> row) => fitted.Trees!.Margin(row);

    /// <summary>The rows whose days, an embargo apart, are later than those it was fitted on.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal TrainingTable Unseen(TrainingTable table, int embargoDays)
    {
        var from = SeenUntil.AddDays(embargoDays + 1);
        int[] later = [.. Enumerable.Range(0, table.Rows).Where(row => table.AsOf[row] >= from)];
        return later.Length > 0
            ? table.Take(later)
            : throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"No labelled row is as of {from:yyyy-MM-dd} or later, {embargoDays} days after the last that the model was fitted on; there is nothing to " +
                $"calibrate or test it on. Wait for later labels, or fit it again without the newest months."));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It orders the rows worse than chance would.</exception>
    public CrossFitted CrossFit(TrainingTable table, IReadOnlyList<int> foldOf, FitRun run)
    {
        ArgumentNullException.ThrowIfNull(table);
        var margins = fitted.Margins(table.Features);
        var auc = Quality.Auc(margins, [.. table.Outcomes]);
        return auc > 0.5
            ? new([.. margins.Select(margin => (float)margin)], this)
            : throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The model orders {table.Rows} rows that it hasn't seen no better than chance, AUC {auc:0.000}. Was its outcome 1 the recipe's, are its " +
                $"columns mapped to the right features, and were missing values left missing?"));
    }

    /// <inheritdoc/>
    public FittedModel Fit(TrainingTable table, FitRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var notHeld = TreeDirections.NotHeld(fitted.Trees!, [.. Features.Select(run.SignOf)]);
        return fitted.With(
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"Fitted elsewhere on rows as of {SeenUntil:yyyy-MM-dd} and before, as whoever adopted it stated; nothing checks that. ") +
            "What is called training or cross-validated here are later rows, scored by the model as it is, that calibrated it; their borrowers may be among " +
            "those it was fitted on.",
            .. notHeld.Length == 0 ? [] : (string[])
            [
                $"The trees are not shown to hold the catalogue's direction of {notHeld.Length} of {Features.Count} features " +
                $"({string.Join(", ", notHeld.Select(place => Features[place].Name))}): a reason may name one although moving it would not lower the risk.",
            ],
        ]);
    }
}
