using System.Globalization;
using System.Text;

namespace RiskSignals.Training.Learners;

/// <summary>One try of a search.</summary>
/// <param name="Number">From 1, in the order tried.</param>
/// <param name="Learner">What was tried.</param>
/// <param name="Parameters">With these, as <c>name value</c>.</param>
/// <param name="LogLoss">Of the held-out rows after Platt calibration, in nats a row.</param>
/// <param name="Auc">Of the held-out rows.</param>
/// <param name="IsChosen">Whether the model was made this way.</param>
public sealed record SearchTry(int Number, LearnerKind Learner, IReadOnlyDictionary<string, string> Parameters, double LogLoss, double Auc, bool IsChosen);

/// <summary>How good the search's choices are on borrowers that neither the search nor the fit has seen.</summary>
/// <param name="Folds">Parts of the training borrowers, each left out once.</param>
/// <param name="LogLoss">Over all left-out rows, in nats a row.</param>
/// <param name="Auc">Over all left-out rows.</param>
/// <param name="Chosen">What the search chose, one a fold.</param>
public sealed record NestedResult(int Folds, double LogLoss, double Auc, IReadOnlyList<LearnerKind> Chosen);

/// <summary>Every try of a search over training rows alone; no test row had a part in it.</summary>
/// <param name="Measure">What decided.</param>
/// <param name="Folds">Parts of the training borrowers that each try was cross-fitted on.</param>
/// <param name="Tries">In the order tried.</param>
/// <param name="Nested">Null when the recipe didn't ask for it.</param>
public sealed record SearchLog(SearchMeasure Measure, int Folds, IReadOnlyList<SearchTry> Tries, NestedResult? Nested)
{
    /// <summary>A line a try: number, learner, log loss, AUC, 1 for the chosen one, and the parameters.</summary>
    internal byte[] ToCsv()
    {
        var page = new StringBuilder("try,learner,log_loss,auc,chosen,parameters\n");
        foreach (var one in Tries)
        {
            var parameters = string.Join(' ', one.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));
            page.Append(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Number},{one.Learner.ToString().ToLowerInvariant()},{one.LogLoss:0.000000},{one.Auc:0.000000},{(one.IsChosen ? 1 : 0)},{parameters}\n"));
        }

        return Encoding.UTF8.GetBytes(page.ToString());
    }
}
