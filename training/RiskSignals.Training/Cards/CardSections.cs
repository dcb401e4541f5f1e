namespace RiskSignals.Training.Cards;

/// <summary>The sections of the card. Text holds no digits of its own: every figure comes from the document.</summary>
internal static class CardSections
{
    private const int FeaturesShown = 15;
    private const int EffectsShown = 6;
    private const string Signed = "+0.000;−0.000;0.000";
    private const string SignedShare = "+0.0 %;−0.0 %;0.0 %";

    public static void Model(CardWriter card)
    {
        card.Raw($"<p>{card.Shown("model")}, {card.Shown("features", "0")} features to choose from; monotone where the catalogue gives a direction. ");
        card.Raw($"Seed {card.Shown("seed", "0")}. Intervals on this page hold {card.Shown("interval_level", "0 %")}, whole borrowers resampled, ");
        card.Raw("unless stated otherwise.</p>\n");
        card.Table("Rows", ["", "Training", "Test", "Unit"], () =>
        {
            Row("As-of days", "train_days", "test_days", "", "days");
            Row("Rows", "cross_validated.rows", "test.rows", "#,0", "rows");
            Row("Borrowers", "cross_validated.borrowers", "test.borrowers", "#,0", "borrowers");
            Row("With the outcome", "cross_validated.positives", "test.positives", "#,0", "rows");
        });
        card.Raw($"<p class=\"soft\">Test rows: {card.Shown("test_rows")}.</p>\n");

        void Row(string name, string train, string test, string format, string unit) =>
            card.Row(name, card.Shown(train, format), card.Shown(test, format), unit);
    }

    public static void Order(CardWriter card)
    {
        card.Raw("<div class=\"pair\">");
        CardCharts.Curve(
            card, "false_share", "ROC curve", "The dashed line is guessing; the area under the curve is the AUC.", "others taken, share",
            "outcomes caught, share");
        CardCharts.Curve(
            card, "share", "What the highest scores catch", "Share of all outcomes among the rows with the highest scores.", "rows taken, share",
            "outcomes caught, share");
        card.Raw("</div>\n");
        card.Table("Order and accuracy, with intervals", ["Measure", "Test", "Cross-validated", "Unit"], () =>
        {
            Row("AUC", "auc.auc", "half is guessing, one perfect", "auc.low", "auc.high");
            Row("Gini", "gini", "twice the AUC, less one", "gini_low", "gini_high");
            Row("KS", "ks", "zero to one", "ks_low", "ks_high");
            Row("Average precision", "average_precision", "zero to one; guessing gives the base rate");
            Row("Brier score", "brier", "squared probability, lower is better");
            Row("Log loss", "log_loss", "nats a row, lower is better");
        });

        void Row(string name, string measure, string unit, string? low = null, string? high = null)
        {
            card.Row(name, Cell("test"), Cell("cross_validated"), unit);

            string Cell(string side)
            {
                var own = card.Shown($"{side}.{measure}", "0.0000");
                return low is null ? own : $"{own} ({card.Range($"{side}.{low}", $"{side}.{high}", "0.0000")})";
            }
        }
    }

    public static void Calibration(CardWriter card)
    {
        card.Raw("<div class=\"pair\">");
        CardCharts.Reliability(card);
        CardCharts.Ratios(card);
        card.Raw("</div>\n");
        card.Table("Calibration", ["Measure", "Test", "Cross-validated", "A perfect model"], () =>
        {
            card.Row(
                "Calibration error, probability",
                card.Shown("test.ece.value", "0.0000"),
                card.Shown("cross_validated.ece.value", "0.0000"),
                $"by chance {card.Shown("test.ece.noise_mean", "0.0000")} on the test rows, at times up to {card.Shown("test.ece.noise95", "0.0000")}");
            Row("Squared error, debiased", "ece.squared_debiased", "0.00000;−0.00000", "about zero, at times below");
            Row("Slope", "calibration_slope", "0.00", "one; below it scores are too far apart");
            Row("Intercept, log-odds", "calibration_intercept", "0.00;−0.00", "zero");
            Row("Spiegelhalter’s z", "spiegelhalter_z", "0.00;−0.00", "standard normal");
            Row("Observed ÷ predicted", "observed_to_predicted", "0.000", "one");
        });
        card.Raw("<p class=\"soft\">The cross-validated figures flatter a little: the calibration was fitted on these rows.</p>\n");
        string[] heads = ["Tenth", "Rows", "Predicted", "Observed", "Interval (Jeffreys)", "Observed ÷ predicted", "Lift, times base rate"];
        card.Table("Test rows by tenth of the score", heads, () =>
        {
            foreach (var bin in CardCharts.Paths(card, "test.deciles"))
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
        card.Raw("<h3>How margins became probabilities</h3>");
        var isChosen = card.At("calibration.chosen_by_log_loss").GetBoolean();
        card.Raw($"<p>{Word(card, "calibration.kind")} calibration, {(isChosen ? "the shape with the lowest log loss" : "as the recipe names it")}; ");
        card.Raw($"each shape was judged on {card.Shown("calibration.folds", "0")} parts of the training borrowers, each calibrated by a fit without ");
        card.Raw("it.</p>");
        card.Table("Shapes tried", ["Shape", "Log loss, nats a row", "Brier score"], () =>
        {
            foreach (var one in CardCharts.Paths(card, "calibration.tries"))
            {
                card.Row(Word(card, one + ".kind"), card.Shown(one + ".log_loss", "0.00000"), card.Shown(one + ".brier", "0.00000"));
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
            card.Raw($"all training rows {card.Shown("calibration.anchor.training_rate", "0.0 %")}; {card.Shown("calibration.anchor.offset", Signed)} ");
            card.Raw("log-odds.</p>");
        }

        if (card.Count("calibration.segments") > 0)
        {
            card.Table(
                $"Offsets for ranges of {card.Shown("calibration.segment_feature")}",
                ["Range", "Rows", "With the outcome", "Its own rows ask for, log-odds", "Standard error", "Added, log-odds"],
                () =>
                {
                    foreach (var part in CardCharts.Paths(card, "calibration.segments"))
                    {
                        card.Row(
                            card.Shown(part + ".segment"),
                            card.Shown(part + ".rows", "#,0"),
                            card.Shown(part + ".positives", "#,0"),
                            card.Shown(part + ".own", Signed),
                            card.Shown(part + ".deviation", "0.000"),
                            card.Shown(part + ".offset", Signed));
                    }
                });
        }

        if (card.Has("interval"))
        {
            card.Raw("<h3>Interval of each probability</h3>");
            card.Raw("<p>Venn–Abers: one of the two ends is calibrated, whichever outcome comes. It is narrow where many calibration rows agree and ");
            card.Raw("wide where few do, ");
            card.Raw("and no range of stated coverage for the unknown true probability.</p>");
            card.Table("Intervals of the test rows", ["Measure", "Value", "Unit"], () =>
            {
                card.Row("Mean width", card.Shown("interval.mean_width", "0.00 %"), "probability");
                card.Row(
                    "Width that most stay below", card.Shown("interval.width95", "0.00 %"), $"probability; {card.Shown("interval_level", "0 %")} of the rows");
                card.Row("Knots in the bundle", card.Shown("interval.knots", "0"), "knots");
                card.Row("Brier score of the ends merged", card.Shown("interval.merged_brier", "0.0000"), "a calibration without a shape, to compare with");
                card.Row("Log loss of the ends merged", card.Shown("interval.merged_log_loss", "0.0000"), "nats a row");
            });
        }

        void Row(string name, string measure, string format, string perfect) =>
            card.Row(name, card.Shown("test." + measure, format), card.Shown("cross_validated." + measure, format), perfect);
    }

    public static void Scores(CardWriter card)
    {
        CardCharts.Histogram(card);
        card.Table("Bands, on the test rows", ["Band", "From", "To, excluded", "Share of rows", "Predicted", "Observed"], () =>
        {
            foreach (var band in CardCharts.Paths(card, "bands"))
            {
                card.Row(
                    card.Shown(band + ".name"),
                    card.Shown(band + ".from", "0.## %"),
                    card.Shown(band + ".to_excl", "0.## %"),
                    card.Shown(band + ".share", "0.0 %"),
                    card.Has(band + ".predicted") ? card.Shown(band + ".predicted", "0.0 %") : "–",
                    card.Has(band + ".observed") ? card.Shown(band + ".observed", "0.0 %") : "–");
            }
        });
        card.Raw($"<p class=\"soft\">Reasons compare a loan with {card.Shown("reference.rows", "0")} borrowers of the training rows who just pass, ");
        card.Raw("nearest to the limit of band ");
        card.Raw($"{card.Shown("reference.passing_band")}. Their rows, without ids and as coarse as the model sees them, lie in the bundle: personal ");
        card.Raw("data. To erase a borrower, ");
        card.Raw("train again without them.</p>\n");
    }

    public static void Benchmark(CardWriter card)
    {
        if (card.Count("baselines") == 0)
        {
            card.Raw("<p>No other learner was fitted on these rows.</p>");
            return;
        }

        card.Raw("<p>Each learner with its usual parameters, fitted and calibrated on the same training rows, tested on the same test rows. ");
        card.Raw($"Gains are this model’s AUC less the other’s, paired, with an interval of {card.Shown("baseline_coverage", "0 %")}.</p>");
        card.Table("This model and others", ["Learner", "AUC", "KS", "Brier score", "Log loss, nats", "Calibration error", "Gain in AUC", "Interval", ""], () =>
        {
            card.Row(
                $"<strong>{Word(card, "learner")}, this model</strong>",
                card.Shown("test.auc.auc", "0.0000"),
                card.Shown("test.ks", "0.0000"),
                card.Shown("test.brier", "0.0000"),
                card.Shown("test.log_loss", "0.0000"),
                card.Shown("test.ece.value", "0.0000"),
                "",
                "",
                "");
            foreach (var one in CardCharts.Paths(card, "baselines"))
            {
                card.Row(
                    Word(card, one + ".learner"),
                    card.Shown(one + ".auc", "0.0000"),
                    card.Shown(one + ".ks", "0.0000"),
                    card.Shown(one + ".brier", "0.0000"),
                    card.Shown(one + ".log_loss", "0.0000"),
                    card.Shown(one + ".ece", "0.0000"),
                    card.Shown(one + ".gain", "+0.0000;−0.0000;0.0000"),
                    $"{card.Shown(one + ".gain_low", "+0.0000;−0.0000;0.0000")} to {card.Shown(one + ".gain_high", "+0.0000;−0.0000;0.0000")}",
                    CardCharts.Interval(card, one + ".gain", one + ".gain_low", one + ".gain_high", -0.05, 0.05, 0));
            }
        });
    }

    public static void Features(CardWriter card)
    {
        CardCharts.Bars(
            card,
            "Importance",
            "Mean size of a feature’s contribution to the log-odds, compared with borrowers who just pass.",
            [.. CardCharts.Paths(card, "importance").Take(FeaturesShown)],
            "feature",
            "mean_contribution",
            "0.000");
        card.Raw("<h3>Effects</h3><p>Mean probability over the test rows were the feature’s value everyone’s, the others as they are; dashed: were it ");
        card.Raw("missing.</p><div class=\"many\">\n");
        foreach (var effect in CardCharts.Paths(card, "effects").Take(EffectsShown))
        {
            CardCharts.Effect(card, effect);
        }

        card.Raw("</div>\n");
        card.Table(
            "Sensitivity: what a fault in one feature does to the scores",
            ["Feature", "Step", "A step up", "A step down", "Missing", "Rows that change band"],
            () =>
            {
                foreach (var one in CardCharts.Paths(card, "sensitivity").Take(FeaturesShown))
                {
                    card.Row(
                        $"<code>{card.Shown(one + ".feature")}</code>",
                        card.Shown(one + ".step", "0.####"),
                        card.Shown(one + ".mean_up", SignedShare),
                        card.Shown(one + ".mean_down", SignedShare),
                        card.Shown(one + ".mean_missing", SignedShare),
                        card.Shown(one + ".band_share", "0.0 %"));
                }
            });
        card.Raw("<p class=\"soft\">A step is the width of the middle half of the training values, in the feature’s unit; changes are means over test ");
        card.Raw("rows, in points of probability.</p>\n");
    }

    public static void Stability(CardWriter card)
    {
        card.Raw($"<p>The score’s stability index from training to test is {card.Shown("stability.score.psi", "0.0000")}: ");
        card.Raw($"{Word(card, "stability.score.verdict")}. ");
        card.Raw($"Where nothing changed, {card.Shown("interval_level", "0 %")} of samples of so few borrowers stay below ");
        card.Raw($"{card.Shown("stability.score.null95", "0.0000")}, ");
        card.Raw($"nearly all below {card.Shown("stability.score.null999", "0.0000")}. One looks from {card.Shown("stability.watch_from", "0.00")} on, ");
        card.Raw("beyond chance; ");
        card.Raw($"from {card.Shown("stability.shift_from", "0.00")} on it is a shift. {card.Shown("stability.watched", "0")} features are beyond the ");
        card.Raw("first limit and beyond chance.</p>\n");
        CardCharts.Bars(
            card,
            "Features that moved most from training to test",
            "Stability index of each feature; dashed: what chance alone hardly ever exceeds. Features that count or age with time move by themselves.",
            [.. CardCharts.Paths(card, "stability.features").Take(FeaturesShown)],
            "feature",
            "csi",
            "0.000",
            "null999");
        card.Raw("<details><summary>Score by tenth of the training rows</summary>");
        card.Table("Share of rows by range of the score", ["From", "Training", "Test"], () =>
        {
            foreach (var bin in CardCharts.Paths(card, "stability.score.bins"))
            {
                card.Row(
                    card.Has(bin + ".from") ? card.Shown(bin + ".from", "0.00 %") : "lowest",
                    card.Shown(bin + ".expected", "0.0 %"),
                    card.Shown(bin + ".actual", "0.0 %"));
            }
        });
        card.Raw("</details>\n");
    }

    public static void Segments(CardWriter card)
    {
        if (card.Count("segments") == 0)
        {
            card.Raw("<p>The test rows have no parts to tell apart.</p>");
            return;
        }

        var whole = card.Number("test.auc.auc");
        foreach (var way in CardCharts.Paths(card, "segments"))
        {
            card.Table(
                $"By {card.Shown(way + ".by")}",
                ["Part", "Rows", "Borrowers", "With the outcome", "Predicted", "Observed", "Observed less predicted, interval", "AUC, interval", "", "Verdict"],
                () =>
                {
                    foreach (var part in CardCharts.Paths(card, way + ".parts"))
                    {
                        var known = card.Has(part + ".auc");
                        card.Row(
                            card.Shown(part + ".segment"),
                            card.Shown(part + ".rows", "#,0"),
                            card.Shown(part + ".borrowers", "#,0"),
                            card.Shown(part + ".positives", "#,0"),
                            card.Shown(part + ".predicted", "0.0 %"),
                            card.Shown(part + ".observed", "0.0 %"),
                            known ? $"{card.Shown(part + ".difference_low", SignedShare)} to {card.Shown(part + ".difference_high", SignedShare)}" : "–",
                            known ? $"{card.Shown(part + ".auc.auc", "0.000")} ({card.Range(part + ".auc.low", part + ".auc.high", "0.000")})" : "–",
                            known ? CardCharts.Interval(card, part + ".auc.auc", part + ".auc.low", part + ".auc.high", 0.5, 1, whole) : "",
                            Word(card, part + ".verdict"));
                    }
                });
        }

        card.Raw("<p class=\"soft\">The dashed line in the small drawings is the AUC of all test rows, their scale from one half to one. ");
        card.Raw("Of many parts some differ by chance alone.</p>\n");
    }

    public static void Fairness(CardWriter card)
    {
        if (card.Count("fairness") == 0)
        {
            card.Raw("<p>Insufficient evidence: no audit file of protected attributes was given (<code>--audit</code>). They never enter a model, so ");
            card.Raw("without it nothing can be said.</p>");
            return;
        }

        card.Raw("<p>Attributes come from an audit file, after the model was made. A group passes less if its share in the passing bands is surely ");
        card.Raw($"below {card.Shown("fairness_ratio_min", "0 %")} ");
        card.Raw("of the largest group’s; its risk is overstated if predicted less observed risk is surely above the largest group’s.</p>");
        foreach (var table in CardCharts.Paths(card, "fairness"))
        {
            card.Table(
                $"By {card.Shown(table + ".attribute")}; {card.Shown(table + ".unknown", "#,0")} rows without a group",
                ["Group", "Rows", "Borrowers", "With the outcome", "Pass", "÷ largest group’s", "Interval", "Predicted", "Observed", "Verdict"],
                () =>
                {
                    foreach (var group in CardCharts.Paths(card, table + ".groups"))
                    {
                        card.Row(
                            card.Shown(group + ".group"),
                            card.Shown(group + ".rows", "#,0"),
                            card.Shown(group + ".borrowers", "#,0"),
                            card.Shown(group + ".positives", "#,0"),
                            card.Shown(group + ".passing_share", "0.0 %"),
                            card.Has(group + ".passing_ratio") ? card.Shown(group + ".passing_ratio", "0.00") : "–",
                            card.Has(group + ".ratio_low") ? card.Range(group + ".ratio_low", group + ".ratio_high", "0.00") : "–",
                            card.Shown(group + ".predicted", "0.0 %"),
                            card.Shown(group + ".observed", "0.0 %"),
                            Word(card, group + ".verdict"));
                    }
                });
        }
    }

    public static void Conditions(CardWriter card)
    {
        card.Raw("<p>Executed with every score: a loan outside gets the status <code>OUT_OF_SCOPE</code> and no probability. ");
        card.Raw($"Products: {Names("conditions.products")}. Jurisdictions: {Names("conditions.jurisdictions")}. ");
        card.Raw($"{card.Shown("conditions.bounded_features", "0")} features have a range, {card.Shown("conditions.never_missing", "0")} may not be ");
        card.Raw("missing. ");
        card.Raw($"Of the test rows {card.Shown("conditions.out_of_scope", "#,0")} are out of scope.</p>\n");
        if (card.Count("conditions.refusing") > 0)
        {
            card.Table("Features that put test rows out of scope", ["Feature", "Range", "Rows"], () =>
            {
                foreach (var one in CardCharts.Paths(card, "conditions.refusing").Take(FeaturesShown))
                {
                    card.Row($"<code>{card.Shown(one + ".feature")}</code>", card.Shown(one + ".range"), card.Shown(one + ".rows", "#,0"));
                }
            });
        }

        string Names(string list) => card.Count(list) == 0 ? "any" : string.Join(", ", CardCharts.Paths(card, list).Select(path => card.Shown(path)));
    }

    public static void Search(CardWriter card)
    {
        if (!card.Has("search"))
        {
            card.Raw("<p>Learner and parameters are the recipe’s; nothing was searched.</p>");
            return;
        }

        card.Raw($"<p>The best of the tries below by {Word(card, "search.measure")}, each cross-fitted in {card.Shown("search.folds", "0")} parts of ");
        card.Raw("the training borrowers. ");
        card.Raw("No test row had a part in it.</p>");
        if (card.Has("search.nested"))
        {
            card.Raw($"<p>Searched anew without each of {card.Shown("search.nested.folds", "0")} parts, the choices gave log loss ");
            card.Raw($"{card.Shown("search.nested.log_loss", "0.0000")} ");
            card.Raw($"and AUC {card.Shown("search.nested.auc", "0.0000")} on the part left out.</p>");
        }

        card.Raw("<details open=\"open\"><summary>Every try</summary>");
        card.Table("Tries", ["Try", "Learner", "Log loss, nats", "AUC", "", "Parameters"], () =>
        {
            foreach (var one in CardCharts.Paths(card, "search.tries"))
            {
                var parameters = card.At(one + ".parameters").EnumerateObject()
                    .Select(pair => $"{pair.Name} {card.Shown($"{one}.parameters.{pair.Name}")}");
                card.Row(
                    card.Shown(one + ".number", "0"),
                    Word(card, one + ".learner"),
                    card.Shown(one + ".log_loss", "0.0000"),
                    card.Shown(one + ".auc", "0.0000"),
                    card.At(one + ".is_chosen").GetBoolean() ? "chosen" : "",
                    string.Join(", ", parameters));
            }
        });
        card.Raw("</details>\n");
    }

    public static void Limits(CardWriter card)
    {
        card.Raw("<ul>");
        foreach (var limit in CardCharts.Paths(card, "limits"))
        {
            card.Raw($"<li>{card.Shown(limit)}</li>");
        }

        card.Raw("</ul>\n");
    }

    /// <summary>A word of the document as people write it.</summary>
    private static string Word(CardWriter card, string path) => System.Net.WebUtility.HtmlEncode(card.At(path).GetString()!.Replace('_', ' '));
}
