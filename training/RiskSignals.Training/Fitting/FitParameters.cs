using System.Globalization;
using System.Text.Json;
using RiskSignals.Scoring;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// What a recipe may say about the fit. Typed, since XGBoost takes unknown parameters without a word.
/// Defaults suit a few thousand rows and up.
/// </summary>
public sealed record FitParameters
{
    /// <summary>At most this many trees, 1 to 5,000; early stopping keeps fewer.</summary>
    public int Rounds { get; init; } = 150;

    /// <summary>Stops after this many rounds without a better log loss on held-out folds.</summary>
    public int Patience { get; init; } = 20;

    /// <summary>Splits on a path, 1 to 10.</summary>
    public int Depth { get; init; } = 3;

    /// <summary>Share of each tree's correction that is taken, above 0 to 1.</summary>
    public double Eta { get; init; } = 0.1;

    /// <summary>Least sum of p(1 − p) over the rows of a leaf, above 0.</summary>
    public double MinChildWeight { get; init; } = 5;

    /// <summary>Share of rows a tree sees, above 0 to 1.</summary>
    public double RowSample { get; init; } = 1;

    /// <summary>Share of columns a tree sees, above 0 to 1.</summary>
    public double ColumnSample { get; init; } = 1;

    /// <summary>Pull of leaf values toward 0 (squared), at least 0.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Pull of leaf values toward 0 (absolute), at least 0.</summary>
    public double Alpha { get; init; }

    /// <summary>Least gain of a split, at least 0.</summary>
    public double Gamma { get; init; }

    /// <summary>Bins a column is cut into, 2 to 1,024.</summary>
    public int Bins { get; init; } = 256;

    /// <summary>Models of different seeds whose average is the model, 1 to 20: less noise for as many times the trees.</summary>
    public int Seeds { get; init; } = 1;

    /// <exception cref="FormatException">A bound is broken; the message names the parameter.</exception>
    internal void RequireBounds()
    {
        Require(Rounds is >= 1 and <= 5_000, nameof(Rounds), Rounds, "1 to 5,000");
        Require(Patience >= 1, nameof(Patience), Patience, "at least 1");
        Require(Depth is >= 1 and <= 10, nameof(Depth), Depth, "1 to 10");
        Require(Eta is > 0 and <= 1, nameof(Eta), Eta, "above 0 to 1");
        Require(MinChildWeight is > 0 and < double.PositiveInfinity, nameof(MinChildWeight), MinChildWeight, "above 0");
        Require(RowSample is > 0 and <= 1, nameof(RowSample), RowSample, "above 0 to 1");
        Require(ColumnSample is > 0 and <= 1, nameof(ColumnSample), ColumnSample, "above 0 to 1");
        Require(Lambda is >= 0 and < double.PositiveInfinity, nameof(Lambda), Lambda, "at least 0");
        Require(Alpha is >= 0 and < double.PositiveInfinity, nameof(Alpha), Alpha, "at least 0");
        Require(Gamma is >= 0 and < double.PositiveInfinity, nameof(Gamma), Gamma, "at least 0");
        Require(Bins is >= 2 and <= 1_024, nameof(Bins), Bins, "2 to 1,024");
        Require(Seeds is >= 1 and <= 20, nameof(Seeds), Seeds, "1 to 20");
        Require(Rounds * Seeds <= TreeEnsemble.TreesMax, nameof(Seeds), Seeds, $"{TreeEnsemble.TreesMax} trees in all or fewer");
    }

    internal IEnumerable<(string Name, string Value)> ToXgboost(IReadOnlyList<int> monotone, double baseRate, int seed, int threads) =>
    [
        ("booster", "gbtree"),
        ("objective", "binary:logistic"),
        ("tree_method", "hist"),
        ("verbosity", "0"),
        ("disable_default_eval_metric", "1"),
        ("nthread", Text(threads)),
        ("seed", Text(seed)),
        // Without it a fit would depend on the fits before it: XGBoost's random numbers are one stream a thread.
        ("seed_per_iteration", "1"),
        ("base_score", Text((float)baseRate)),
        ("max_depth", Text(Depth)),
        ("eta", Text(Eta)),
        ("min_child_weight", Text(MinChildWeight)),
        ("subsample", Text(RowSample)),
        ("colsample_bytree", Text(ColumnSample)),
        ("lambda", Text(Lambda)),
        ("alpha", Text(Alpha)),
        ("gamma", Text(Gamma)),
        ("max_bin", Text(Bins)),
        ("monotone_constraints", $"({string.Join(',', monotone)})"),
    ];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static void Require(bool holds, string name, IFormattable value, string expected)
    {
        if (!holds)
        {
            var key = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
            throw new FormatException($"Recipe: fit.{key} is {Text(value)}; {expected} is expected.");
        }
    }
}
