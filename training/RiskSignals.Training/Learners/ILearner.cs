using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Learners;

/// <summary>
/// A way to learn a model from rows. It holds its parameters and no rows; the same rows, parameters and seed give the same bytes,
/// whatever the number of threads.
/// </summary>
public interface ILearner
{
    LearnerKind Kind { get; }

    /// <summary>The parameters that the search may vary, as <c>name value</c>, for its log.</summary>
    IReadOnlyList<(string Name, string Value)> Parameters { get; }

    /// <summary>Fits one model a fold on the rows of the other folds.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="foldOf">A fold a row, from 0, no borrower in two.</param>
    /// <param name="run">Direction, seed, threads, progress and cancellation.</param>
    /// <returns>For each row the margin of the model that didn't see its borrower, and the learner with what the folds settled.</returns>
    /// <exception cref="ArgumentException">A fold leaves rows of one outcome alone; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    CrossFitted CrossFit(TrainingTable table, IReadOnlyList<int> foldOf, FitRun run);

    /// <summary>Fits the model on all the rows.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    FittedModel Fit(TrainingTable table, FitRun run);
}

/// <summary>The learners a recipe may name.</summary>
public enum LearnerKind
{
    /// <summary>Boosted trees by XGBoost, monotone where the direction of a feature is known.</summary>
    Xgboost,

    /// <summary>A weight-of-evidence scorecard of whole points.</summary>
    Scorecard,

    /// <summary>A logistic regression over standardised features.</summary>
    Logistic,

    /// <summary>Extremely randomised trees, averaged; monotone as well.</summary>
    ExtraTrees,

    /// <summary>None here: the trees were fitted elsewhere and adopted. No recipe may name it.</summary>
    Elsewhere,
}

/// <summary>What cross-fitting gave.</summary>
/// <param name="Margins">One a row, by a model that didn't see the row's borrower.</param>
/// <param name="Settled">The learner with what early stopping found, to be fitted on all rows.</param>
public sealed record CrossFitted(float[] Margins, ILearner Settled);
