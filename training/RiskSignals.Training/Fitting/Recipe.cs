using System.Text.Json;
using System.Text.Json.Serialization;
using RiskSignals.Scoring;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Fitting;

/// <summary>How a model is to be made: everything but the data. Same data, same recipe, same bytes.</summary>
public sealed record Recipe
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The target's id, such as <c>MISS30@1</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The bundle's version within its target.</summary>
    public required string Version { get; init; }

    /// <summary>Whether a high probability is bad news; when it is good news, monotone constraints and reasons are turned round.</summary>
    public required bool HigherIsRiskier { get; init; }

    /// <summary>What outcome 1 means, in a sentence for the card.</summary>
    public required string Definition { get; init; }

    /// <summary>What the score is for and what not, in a sentence or two for the card.</summary>
    public required string IntendedUse { get; init; }

    /// <summary>For folds, samples and resamples.</summary>
    public required int Seed { get; init; }

    /// <summary>Which loans and days make the rows; read by the cohort, not by the fit.</summary>
    public JsonElement Cohort { get; init; }

    public FeatureChoice Features { get; init; } = new();

    /// <summary>What learns the model, unless a search chooses.</summary>
    public LearnerKind Learner { get; init; } = LearnerKind.Xgboost;

    /// <summary>XGBoost's parameters.</summary>
    public FitParameters Fit { get; init; } = new();

    public ScorecardLearner Scorecard { get; init; } = new();

    public LogisticLearner Logistic { get; init; } = new();

    public ExtraTreesLearner ExtraTrees { get; init; } = new();

    /// <summary>A search for learner and parameters on the training rows; null for none.</summary>
    public SearchChoice? Search { get; init; }

    public CalibrationChoice Calibration { get; init; } = new();

    public ValidationChoice Validation { get; init; } = new();

    public ReferenceChoice Reference { get; init; } = new();

    public ConditionsChoice Conditions { get; init; } = new();

    /// <summary>The bands, from the lowest probability up; the last ends at 1.</summary>
    public required IReadOnlyList<Band> Bands { get; init; }

    /// <summary>A learner with the recipe's parameters for it: the one named, or one to compare with.</summary>
    public ILearner LearnerOf(LearnerKind kind) => kind switch
    {
        LearnerKind.Scorecard => Scorecard,
        LearnerKind.Logistic => Logistic,
        LearnerKind.ExtraTrees => ExtraTrees,
        LearnerKind.Xgboost => new XgboostLearner(Fit),
        _ => throw new ArgumentException($"There is no learner '{kind}'; name one of the others."),
    };

    /// <summary>Reads a recipe strictly: an unknown key, a missing one and a number out of bounds are refused by name.</summary>
    /// <exception cref="FormatException">The message names the key.</exception>
    public static Recipe Parse(string json)
    {
        Recipe recipe;
        try
        {
            recipe = JsonSerializer.Deserialize<Recipe>(json, Options)
                ?? throw new FormatException("The recipe is null; an object is expected.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new FormatException($"The recipe can't be read: {error.Message} Correct the key or value it names.", error);
        }

        LearnerKind[] named = [recipe.Learner, .. recipe.Validation.Baselines, .. recipe.Search?.Learners ?? []];
        if (named.Contains(LearnerKind.Elsewhere))
        {
            throw new FormatException("Recipe: no learner is 'elsewhere'; name another, or take a model that was fitted elsewhere with 'risk adopt'.");
        }

        recipe.Fit.RequireBounds();
        recipe.Scorecard.RequireBounds();
        recipe.Logistic.RequireBounds();
        recipe.ExtraTrees.RequireBounds();
        recipe.Search?.RequireBounds();
        recipe.Calibration.RequireBounds();
        recipe.Validation.RequireBounds();
        recipe.Reference.RequireBounds();
        recipe.Conditions.RequireBounds();
        return recipe;
    }
}

/// <summary>Which of the table's features the model may use: names, or beginnings of names that end in <c>*</c>.</summary>
public sealed record FeatureChoice
{
    /// <summary>What to take; everything by default.</summary>
    public IReadOnlyList<string> Include { get; init; } = ["*"];

    /// <summary>What to leave out of that.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <exception cref="FormatException">A pattern fits no feature, or nothing is left.</exception>
    internal IReadOnlyList<ModelFeature> Choose(IReadOnlyList<ModelFeature> features)
    {
        foreach (var pattern in Include.Concat(Exclude))
        {
            if (!features.Any(feature => Fits(pattern, feature.Name)))
            {
                throw new FormatException($"Recipe: no feature is called '{pattern}'; name one of the table's features.");
            }
        }

        var chosen = features
            .Where(feature => Include.Any(pattern => Fits(pattern, feature.Name)) && !Exclude.Any(pattern => Fits(pattern, feature.Name)))
            .ToArray();
        return chosen.Length > 0 ? chosen : throw new FormatException("Recipe: features.exclude leaves no feature; exclude fewer.");
    }

    private static bool Fits(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;
}

/// <summary>How margins become probabilities.</summary>
public sealed record CalibrationChoice
{
    /// <summary>The shape; null takes the one with the lowest log loss on borrowers that had no part in fitting it.</summary>
    public CalibrationKind? Kind { get; init; }

    /// <summary>Base rate to expect where the model is used, when it differs from the training rows'; null when it doesn't.</summary>
    public double? ExpectedRate { get; init; }

    /// <summary>
    /// Brings probabilities to the rate observed in so many of the newest days of the training rows; null leaves the level of all of them.
    /// </summary>
    public int? AnchorDays { get; init; }

    /// <summary>Parts of the portfolio that get an offset of their own; null for none.</summary>
    public SegmentChoice? Segments { get; init; }

    internal void RequireBounds()
    {
        if (ExpectedRate is { } rate && !(rate is > 0 and < 1))
        {
            throw new FormatException($"Recipe: calibration.expected_rate is {rate}; a number between 0 and 1 is expected.");
        }

        if (AnchorDays is < 1 || (AnchorDays is not null && ExpectedRate is not null))
        {
            throw new FormatException($"Recipe: calibration.anchor_days is {AnchorDays}; 1 or more is expected, and no expected_rate beside it.");
        }
    }
}

/// <summary>Parts of the portfolio: ranges of a feature of the model, and where it is missing. A feature is never a protected attribute.</summary>
public sealed record SegmentChoice
{
    /// <summary>The feature's name; one without a direction if it is cut.</summary>
    public required string Feature { get; init; }

    /// <summary>Where ranges meet, rising; none parts known from missing alone.</summary>
    public IReadOnlyList<float> Cuts { get; init; } = [];
}

/// <summary>Whom reasons compare a loan with.</summary>
public sealed record ReferenceChoice
{
    /// <summary>Training rows to keep in the bundle, 1 to 1,000; explaining takes time in proportion.</summary>
    public int Rows { get; init; } = 100;

    /// <summary>Name of the riskiest band that still passes; null for the best one.</summary>
    public string? PassingBand { get; init; }

    internal void RequireBounds()
    {
        if (Rows is < 1 or > ReferencePopulation.RowsMax)
        {
            throw new FormatException($"Recipe: reference.rows is {Rows}; 1 to {ReferencePopulation.RowsMax} is expected.");
        }
    }
}

/// <summary>Where scores may be used.</summary>
public sealed record ConditionsChoice
{
    /// <summary>The name of the groups of rows that are products.</summary>
    public const string Product = "product";

    /// <summary>The name of the groups of rows that are jurisdictions.</summary>
    public const string Jurisdiction = "jurisdiction";

    /// <summary>
    /// How far outside the training rows a feature may lie, in widths of the range they span; null bounds no feature. Products and
    /// jurisdictions are those of the training rows always.
    /// </summary>
    public double? Widths { get; init; } = 1;

    internal void RequireBounds()
    {
        if (Widths is { } widths && !(widths is >= 0 and <= 1_000))
        {
            throw new FormatException($"Recipe: conditions.widths is {widths}; 0 to 1,000 or null is expected.");
        }
    }

    /// <summary>The conditions that training rows support.</summary>
    internal ConditionsOfUse Of(TrainingTable train) => new(
        Names(train, Product),
        Names(train, Jurisdiction),
        Widths is null ? [] : [.. train.Features.Names.Select((_, i) => Range(train.Features.Column(i)))]);

    private static string[] Names(TrainingTable train, string group) =>
        train.Groups.TryGetValue(group, out var names) ? [.. names.Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)] : [];

    private SupportRange Range(ReadOnlySpan<float> values)
    {
        var (low, high, missing) = (float.PositiveInfinity, float.NegativeInfinity, false);
        foreach (var value in values)
        {
            (low, high) = value < low ? (value, Math.Max(high, value)) : value > high ? (low, value) : (low, high);
            missing |= float.IsNaN(value);
        }

        // Nothing can be learnt from a feature of one value, so nothing is risked by another one.
        var reach = (high - (double)low) * Widths!.Value;
        return low < high
            ? new((float)Math.Max(low - reach, float.MinValue), (float)Math.Min(high + reach, float.MaxValue), missing)
            : new(float.NaN, float.NaN, MayBeMissing: true);
    }
}

/// <summary>How rows are kept apart for testing.</summary>
public sealed record ValidationChoice
{
    /// <summary>Share of the rows, latest as-of days, that the test takes; ignored when a day is given.</summary>
    public double TestShare { get; init; } = 0.25;

    /// <summary>First as-of day of the test.</summary>
    public DateOnly? TestFrom { get; init; }

    /// <summary>Rows this many days before the test are left out of training, so that no outcome window reaches into it.</summary>
    public int EmbargoDays { get; init; } = 30;

    /// <summary>Share of the borrowers seen both before and after the cut who go to the test; the others go to training.</summary>
    public double TestBorrowerShare { get; init; } = 0.3;

    /// <summary>Parts of the training borrowers for early stopping, calibration and cross-validation.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Learners to compare the model with on the same rows; its own is left out.</summary>
    public IReadOnlyList<LearnerKind> Baselines { get; init; } = [LearnerKind.Logistic, LearnerKind.Scorecard];

    /// <summary>Resamples behind each interval.</summary>
    public int Resamples { get; init; } = 1_000;

    internal void RequireBounds()
    {
        Require(TestShare is > 0 and < 1, nameof(TestShare), "inside 0–1");
        Require(EmbargoDays >= 0, nameof(EmbargoDays), "0 or more");
        Require(TestBorrowerShare is > 0 and < 1, nameof(TestBorrowerShare), "inside 0–1");
        Require(Folds is >= 2 and <= 20, nameof(Folds), "2 to 20");
        Require(Resamples is >= 100 and <= 100_000, nameof(Resamples), "100 to 100,000");
    }

    private static void Require(bool holds, string name, string expected)
    {
        if (!holds)
        {
            var key = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
            throw new FormatException($"Recipe: validation.{key} is out of bounds; {expected} is expected.");
        }
    }
}
