namespace RiskSignals.Training.Cards;

/// <summary>Other learners on the same rows.</summary>
internal static class BenchmarkSection
{
    public static void Write(CardWriter card)
    {
        if (card.Count("baselines") == 0)
        {
            card.Raw("<p>Insufficient evidence: no other learner was fitted on these rows (<code>validation.baselines</code> in the recipe).</p>");
            return;
        }

        var others = card.Paths("baselines");
        card.Raw("<p>Each learner with its usual parameters, fitted and calibrated on the same training rows, tested on the same test rows; ");
        card.Raw("the logistic regression sees only the features that matter most to this model. ");
        card.Raw("Gains are this model’s AUC less the other’s, both on the same resamples, with an interval of ");
        card.Raw($"{card.Shown("baseline_coverage", "0 %")}.</p>");
        ForestChart.Draw(
            card,
            "Other learners beside this model",
            "Left: AUC of each, dashed where this model’s lies. Right: what this model gains; dashed: nothing.",
            others,
            one => one + ".learner",
            new("AUC", "auc.auc", "auc.low", "auc.high", "scales.shares", "0.0", card.Number("test.auc.auc")),
            new("gain in AUC", "gain", "gain_low", "gain_high", "scales.differences", "+0.##;−0.##;0", 0));
        string[] heads = ["Learner", "Features", "AUC", "Interval", "Gain in AUC", "Its interval", "KS", "Brier score", "Log loss, nats", "Calibration error"];
        card.Table("This model and others", heads, () =>
        {
            Row($"<strong>{card.Word("learner")}, this model</strong>", "features", "test", "", "", "test.ece.value");
            foreach (var one in others)
            {
                Row(
                    card.Word(one + ".learner"),
                    one + ".features",
                    one,
                    card.Shown(one + ".gain", CardFormats.Signed),
                    card.Range(one + ".gain_low", one + ".gain_high", CardFormats.Signed),
                    one + ".ece");
            }
        });

        void Row(string name, string features, string at, string gain, string interval, string ece) => card.Row(
            name,
            card.Shown(features, "0"),
            card.Shown(at + ".auc.auc", "0.000"),
            card.Range(at + ".auc.low", at + ".auc.high", "0.000"),
            gain,
            interval,
            card.Shown(at + ".ks", "0.000"),
            card.Shown(at + ".brier", "0.0000"),
            card.Shown(at + ".log_loss", "0.0000"),
            card.Shown(ece, "0.0 %"));
    }
}
