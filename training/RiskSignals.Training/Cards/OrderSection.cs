namespace RiskSignals.Training.Cards;

/// <summary>How well scores put loans in order.</summary>
internal static class OrderSection
{
    public static void Write(CardWriter card)
    {
        card.Raw("<div class=\"pair\">");
        ScoreCharts.Curve(
            card, "false_share", "ROC curve", "The dashed line is guessing; the area under the curve is the AUC.", "others taken, share",
            "outcomes caught, share");
        ScoreCharts.Curve(
            card, "share", "Gain: what the highest scores catch", "Share of all outcomes among the rows with the highest scores; dashed: rows taken at random.",
            "rows taken, share", "outcomes caught, share");
        card.Raw("</div>\n");
        card.Table("Order and accuracy, with intervals", ["Measure", "Test", "Interval", "Cross-validated", "Interval", "<Unit"], () =>
        {
            Row("AUC", "auc.auc", "auc", "half is guessing, one perfect");
            Row("Gini", "gini", "intervals.gini", "twice the AUC, less one");
            Row("KS", "ks", "intervals.ks", "zero to one");
            Row("Average precision", "average_precision", "intervals.average_precision", "zero to one; guessing gives the base rate");
            Row("Brier score", "brier", "intervals.brier", "squared probability, lower is better");
            Row("Log loss", "log_loss", "intervals.log_loss", "nats a row, lower is better");
        });
        card.Raw($"<p>Against the cross-validated AUC the test rows’ is {card.Shown("test_gap.gain", CardFormats.Signed)}, ");
        card.Raw($"interval {card.Range("test_gap.low", "test_gap.high", CardFormats.Signed)}; the model holds if it is ");
        card.Raw($"{card.Shown("test_gap.tolerated", CardFormats.Signed)} or more.</p>\n");

        void Row(string name, string measure, string ends, string unit) => card.Row(
            name,
            card.Shown("test." + measure, "0.0000"),
            card.Range($"test.{ends}.low", $"test.{ends}.high", "0.000"),
            card.Shown("cross_validated." + measure, "0.0000"),
            card.Range($"cross_validated.{ends}.low", $"cross_validated.{ends}.high", "0.000"),
            unit);
    }
}
