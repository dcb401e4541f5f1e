namespace RiskSignals.Training.Learners;

/// <summary>What the search makes small.</summary>
public enum SearchMeasure
{
    /// <summary>Log loss of the held-out margins once calibrated.</summary>
    LogLoss,

    /// <summary>1 less the AUC of the held-out margins: order alone.</summary>
    Auc,
}

/// <summary>How learner and parameters are searched for, on training rows alone: the <c>search</c> part of a recipe.</summary>
public sealed record SearchChoice
{
    /// <summary>Learners to try, in turn; the first try of each is the recipe's own parameters.</summary>
    public IReadOnlyList<LearnerKind> Learners { get; init; } = [LearnerKind.Xgboost, LearnerKind.Scorecard, LearnerKind.Logistic];

    /// <summary>Tries in all, 1 to 500.</summary>
    public int Tries { get; init; } = 24;

    /// <summary>Parts of the training borrowers that each try is cross-fitted on, 2 to 20.</summary>
    public int Folds { get; init; } = 4;

    /// <summary>Times that the borrowers are dealt out anew for each try, whose measures are averaged, 1 to 20: where rows are few, one deal is luck.</summary>
    public int Repeats { get; init; } = 1;

    public SearchMeasure Measure { get; init; } = SearchMeasure.LogLoss;

    /// <summary>
    /// Parts of the training borrowers that are each left out of a whole search of its own, to tell how good the search's choices are on
    /// rows it hasn't seen: 2 to 20, or 0 for none. It takes as many times as long.
    /// </summary>
    public int OuterFolds { get; init; }

    /// <exception cref="FormatException">A bound is broken; the message names the key.</exception>
    internal void RequireBounds()
    {
        Require(Learners.Count > 0 && Learners.Distinct().Count() == Learners.Count, "learners", $"{Learners.Count} entries", "one or more, each once,");
        Require(Tries is >= 1 and <= 500 && Tries >= Learners.Count, "tries", $"{Tries}", $"{Math.Max(1, Learners.Count)} to 500");
        Require(Folds is >= 2 and <= 20, "folds", $"{Folds}", "2 to 20");
        Require(Repeats is >= 1 and <= 20, "repeats", $"{Repeats}", "1 to 20");
        Require(OuterFolds is 0 or (>= 2 and <= 20), "outer_folds", $"{OuterFolds}", "0, or 2 to 20,");
    }

    private static void Require(bool holds, string name, string found, string expected)
    {
        if (!holds)
        {
            throw new FormatException($"Recipe: search.{name} is {found}; {expected} is expected.");
        }
    }
}
