namespace RiskSignals.Training.Cards;

/// <summary>Whether probabilities are true, and how margins became probabilities.</summary>
internal static class CalibrationSection
{
    public static void Write(CardWriter card)
    {
        card.Raw("<div class=\"pair\">");
        CalibrationCharts.Reliability(card);
        CalibrationCharts.Ratios(card);
        card.Raw("</div>\n");
        card.Table("Calibration", ["Measure", "Test", "Interval", "Cross-validated", "<A perfect model"], () =>
        {
            Row("Calibration error, probability", "ece.value", null, "0.0000", "nothing, but for chance");
            Row("… by chance, on average", "ece.noise_mean", null, "0.0000", "of a perfect model whose rows are independent");
            Row("… by chance, at times up to", "ece.noise95", null, "0.0000", "the same");
            Row("… by chance, up to, borrowers whole", "ece.borrower_noise95", null, "0.0000", "rows of one borrower err together, as far as they did");
            Row("Squared error, debiased", "ece.squared_debiased", null, "0.00000;−0.00000", "about zero, at times below");
            Row("Observed ÷ predicted", "observed_to_predicted", "observed_to_predicted", "0.000", "one");
            Row("Slope", "calibration_slope", "calibration_slope", CardFormats.Negative, "one; below it scores are too far apart");
            Row("Intercept, log-odds", "calibration_intercept", null, CardFormats.Negative, "zero");
            Row("Spiegelhalter’s z", "spiegelhalter_z", null, CardFormats.Negative, "standard normal, were rows independent");
        });
        card.Raw("<p class=\"soft\">The cross-validated figures flatter a little: the calibration was fitted on these rows.</p>\n");
        string[] heads = ["Tenth", "Rows", "Predicted", "Observed", "Interval (Jeffreys)", "Observed ÷ predicted", "Lift, times base rate"];
        card.Table("Test rows by tenth of the score", heads, () =>
        {
            foreach (var bin in card.Paths("test.deciles"))
            {
                card.Row(
                    card.Shown(bin + ".number", "0"),
                    card.Shown(bin + ".rows", "#,0"),
                    card.Shown(bin + ".predicted", "0.0 %"),
                    card.Shown(bin + ".observed", "0.0 %"),
                    card.Range(bin + ".observed_low", bin + ".observed_high", "0.0 %"),
                    card.Shown(bin + ".ratio", "0.00"),
                    card.Shown(bin + ".lift", "0.00"));
            }
        });
        card.Raw("<p class=\"soft\">Intervals of tenths, and the shaded band, take rows as independent.</p>\n");
        Shape(card);
        Segments(card);
        Intervals(card);

        void Row(string name, string measure, string? ends, string format, string perfect) => card.Row(
            name,
            card.Shown("test." + measure, format),
            ends is null ? "" : card.Range($"test.intervals.{ends}.low", $"test.intervals.{ends}.high", format),
            card.Shown("cross_validated." + measure, format),
            perfect);
    }

    private static void Shape(CardWriter card)
    {
        var isChosen = card.At("calibration.chosen_by_log_loss").GetBoolean();
        card.Raw("<h3>How margins became probabilities</h3>");
        card.Raw($"<p>{card.Word("calibration.kind")} calibration, {(isChosen ? "the shape with the lowest log loss" : "as the recipe names it")}; ");
        card.Raw($"each shape was judged on {card.Shown("calibration.folds", "0")} parts of the training borrowers, each calibrated by a fit without ");
        card.Raw("it.</p>");
        card.Table("Shapes tried", ["Shape", "Log loss, nats a row", "Brier score"], () =>
        {
            foreach (var one in card.Paths("calibration.tries"))
            {
                card.Row(card.Word(one + ".kind"), card.Shown(one + ".log_loss", "0.00000"), card.Shown(one + ".brier", "0.00000"));
            }
        });
        if (card.Has("calibration.expected_rate"))
        {
            card.Raw($"<p>Probabilities are shifted to an expected base rate of {card.Shown("calibration.expected_rate", "0.0 %")}.</p>");
        }

        if (card.Has("calibration.anchor"))
        {
            card.Raw($"<p>Probabilities are anchored to the days from {card.Shown("calibration.anchor.from_day")}: ");
            card.Raw($"{card.Shown("calibration.anchor.rows", "#,0")} rows with an observed rate of ");
            card.Raw($"{card.Shown("calibration.anchor.observed_rate", "0.0 %")}, ");
            card.Raw($"all training rows {card.Shown("calibration.anchor.training_rate", "0.0 %")}; ");
            card.Raw($"{card.Shown("calibration.anchor.offset", CardFormats.Signed)} log-odds.</p>");
        }
    }

    private static void Segments(CardWriter card)
    {
        if (card.Count("calibration.segments") == 0)
        {
            return;
        }

        card.Table(
            $"Offsets for ranges of {card.Code("calibration.segment_feature")}",
            ["Range", "Rows", "With the outcome", "Its own rows ask for, log-odds", "Standard error", "Added, log-odds"],
            () =>
            {
                foreach (var part in card.Paths("calibration.segments"))
                {
                    card.Row(
                        card.Shown(part + ".segment"),
                        card.Shown(part + ".rows", "#,0"),
                        card.Shown(part + ".positives", "#,0"),
                        card.Shown(part + ".own", CardFormats.Signed),
                        card.Shown(part + ".deviation", "0.000"),
                        card.Shown(part + ".offset", CardFormats.Signed));
                }
            });
    }

    private static void Intervals(CardWriter card)
    {
        if (!card.Has("interval"))
        {
            return;
        }

        card.Raw("<h3>Interval of each probability</h3>");
        card.Raw("<p>Venn–Abers: one of the two ends is calibrated, whichever outcome comes. It is narrow where many calibration rows agree and ");
        card.Raw("wide where few do, and no range of stated coverage for the unknown true probability.</p>");
        card.Table("Intervals of the test rows", ["Measure", "Value", "<Unit"], () =>
        {
            card.Row("Mean width", card.Shown("interval.mean_width", "0.00 %"), "points of probability");
            card.Row("Width that most stay below", card.Shown("interval.width95", "0.00 %"), $"the same; {card.Shown("interval_level", "0 %")} of the rows");
            card.Row("Knots in the bundle", card.Shown("interval.knots", "0"), "knots");
            card.Row("Brier score of the ends merged", card.Shown("interval.merged_brier", "0.0000"), "a calibration without a shape, to compare with");
            card.Row("Log loss of the ends merged", card.Shown("interval.merged_log_loss", "0.0000"), "nats a row");
        });
    }
}
