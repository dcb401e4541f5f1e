using System.Globalization;
using System.Text;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Validation;

/// <summary>The bundle on one page, for a person who has to decide whether to use it; made by the run, not written by hand.</summary>
internal static class ModelCard
{
    private const int FeaturesShown = 15;

    public static byte[] Write(TrainedBundle trained)
    {
        var (bundle, report, recipe) = trained;
        var (test, cross) = (report.Test, report.CrossValidated);
        var page = new StringBuilder();
        Line(page, $"# {bundle.Target}, version {bundle.Version}");
        Line(page, $"");
        Line(page, $"Bundle `{bundle.Hash}`. Made by training; annotate it elsewhere, do not edit.");
        Line(page, $"");
        Line(page, $"**Outcome 1.** {recipe.Definition} Outcome 1 is the {(bundle.HigherIsRiskier ? "bad" : "good")} one.");
        Line(page, $"");
        Line(page, $"**Intended use.** {recipe.IntendedUse}");
        Line(page, $"");
        Line(page, $"**Model.** {report.Model}, {report.Features} features to choose from;");
        Line(page, $"monotone where the catalogue gives a direction; {bundle.Calibration.Kind} calibration on margins of rows held out. Seed {recipe.Seed}.");
        Line(page, $"");
        Line(page, $"**Data.** Training: {cross.Rows} rows of {cross.Borrowers} borrowers, as of {report.TrainDays}.");
        Line(page, $"Test: {test.Rows} rows of {test.Borrowers} borrowers, as of {report.TestDays}; {report.TestRows}.");
        Line(page, $"");
        if (report.Search is { } search)
        {
            AddSearch(page, search);
        }

        Line(page, $"## Quality");
        Line(page, $"");
        Line(page, $"| Measure | Test | Cross-validated | Unit |");
        Line(page, $"|---|---|---|---|");
        Line(page, $"| Rows with outcome 1 | {test.Positives} of {test.Rows} | {cross.Positives} of {cross.Rows} | rows |");
        Line(page, $"| AUC (95 % interval) | {Range(test)} | {Range(cross)} | 0.5 guessing, 1 perfect |");
        Line(page, $"| Gini | {test.Gini:0.0000} | {cross.Gini:0.0000} | 2·AUC − 1 |");
        Line(page, $"| KS | {test.Ks:0.0000} | {cross.Ks:0.0000} | 0–1 |");
        Line(page, $"| Brier | {test.Brier:0.0000} | {cross.Brier:0.0000} | squared probability, lower is better |");
        Line(page, $"| Log loss | {test.LogLoss:0.0000} | {cross.LogLoss:0.0000} | nats a row, lower is better |");
        Line(page, $"| Calibration error | {test.Ece.Value:0.0000} | {cross.Ece.Value:0.0000} | probability |");
        Line(page, $"| … of a perfect model (mean; 95 % below) | {Noise(test)} | {Noise(cross)} | probability |");
        Line(page, $"| Calibration slope; intercept | {Slope(test)} | {Slope(cross)} | 1; 0 perfect |");
        Line(page, $"");
        Line(page, $"The cross-validated calibration figures flatter a little: the calibration was fitted on these rows.");
        Line(page, $"");
        Line(page, $"## Reliability and lift, test rows by decile of the score");
        Line(page, $"");
        Line(page, $"![Predicted against observed share, and lift](reliability.svg)");
        Line(page, $"");
        Line(page, $"| Decile | Rows | Predicted, % | Observed, % | 95 % interval, % | Lift, times base rate |");
        Line(page, $"|---|---|---|---|---|---|");
        foreach (var bin in test.Deciles)
        {
            var interval = Text($"{100 * bin.ObservedLow:0.0}–{100 * bin.ObservedHigh:0.0}");
            Line(page, $"| {bin.Number} | {bin.Rows} | {100 * bin.Predicted:0.0} | {100 * bin.Observed:0.0} | {interval} | {bin.Lift:0.00} |");
        }

        Line(page, $"");
        Line(page, $"## Bands");
        Line(page, $"");
        Line(page, $"| Band | From, % | To, % (excluded) |");
        Line(page, $"|---|---|---|");
        var from = 0.0;
        foreach (var band in bundle.Bands)
        {
            Line(page, $"| {band.Name} | {100 * from:0.##} | {100 * band.UpperExcl:0.##} |");
            from = band.UpperExcl;
        }

        Line(page, $"");
        Line(page, $"## Features that move the score most");
        Line(page, $"");
        Line(page, $"Contributions and reasons compare a loan with {bundle.Reference.Rows} borrowers of the training rows who just pass:");
        Line(page, $"those nearest to the limit of band {bundle.PassingBand}, on its good side. Their rows, without ids and");
        Line(page, $"as coarse as the model sees them, lie in the bundle: personal data. To erase a borrower, train again without them.");
        Line(page, $"");
        Line(page, $"| Feature | Mean contribution, log-odds | Missing, % of rows | Risk as it rises |");
        Line(page, $"|---|---|---|---|");
        var features = bundle.Features.ToDictionary(feature => feature.Name, StringComparer.Ordinal);
        foreach (var one in report.Importance.Take(FeaturesShown).Where(one => one.MeanContribution > 0))
        {
            var direction = features[one.Feature].Direction switch
            {
                Features.RiskDirection.Rises => "rises",
                Features.RiskDirection.Falls => "falls",
                _ => "free",
            };
            Line(page, $"| `{one.Feature}` | {one.MeanContribution:0.000} | {100 * one.MissingShare:0.0} | {direction} |");
        }

        Line(page, $"");
        Line(page, $"## Limits");
        Line(page, $"");
        Line(page, $"- It holds for borrowers, products and times like those above; elsewhere it is untested.");
        Line(page, $"- Outcomes came about under the treatments of their time; the score is no estimate of what a treatment would change.");
        Line(page, $"- Contributions explain the model's sum, not a cause.");
        Line(page, $"- Protected attributes, gambling and health-like data are refused as features.");
        if (recipe.Calibration.ExpectedRate is { } expected)
        {
            Line(page, $"- Probabilities are shifted to an expected base rate of {100 * expected:0.##} %.");
        }

        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void AddSearch(StringBuilder page, SearchLog search)
    {
        var chosen = search.Tries.Single(one => one.IsChosen);
        var measure = search.Measure == SearchMeasure.Auc ? "AUC" : "log loss";
        Line(page, $"**Search.** Learner and parameters are the best of {search.Tries.Count} tries by {measure},");
        Line(page, $"each cross-fitted in {search.Folds} parts of the training borrowers (`search.csv` has every try; the test rows had no part in it).");
        Line(page, $"Chosen: try {chosen.Number}, {chosen.Learner.ToString().ToLowerInvariant()},");
        Line(page, $"log loss {chosen.LogLoss:0.0000}, AUC {chosen.Auc:0.0000} there.");
        if (search.Nested is { } nested)
        {
            Line(page, $"Searched anew without each of {nested.Folds} parts, the choices gave log loss {nested.LogLoss:0.0000}");
            Line(page, $"and AUC {nested.Auc:0.0000} on the part left out.");
        }

        Line(page, $"");
    }

    private static string Range(Measures measures) => Text($"{measures.Auc.Auc:0.0000} ({measures.Auc.Low:0.0000}–{measures.Auc.High:0.0000})");

    private static string Noise(Measures measures) => Text($"{measures.Ece.NoiseMean:0.0000}; {measures.Ece.Noise95:0.0000}");

    private static string Slope(Measures measures) => Text($"{measures.CalibrationSlope:0.00}; {measures.CalibrationIntercept:0.00}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder page, FormattableString text) => page.Append(Text(text)).Append('\n');
}
