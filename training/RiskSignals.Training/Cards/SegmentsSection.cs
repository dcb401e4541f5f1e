namespace RiskSignals.Training.Cards;

/// <summary>How good scores are on parts of the portfolio.</summary>
internal static class SegmentsSection
{
    public static void Write(CardWriter card)
    {
        if (card.Count("segments") == 0)
        {
            card.Raw("<p>Insufficient evidence: the test rows have no parts to tell apart.</p>");
            return;
        }

        card.Raw($"<p>{card.Shown("segment_count.differing", "0")} of {card.Shown("segment_count.judged", "0")} parts judged differ from what was ");
        card.Raw($"predicted; were all as predicted, chance would give {card.Shown("segment_count.by_chance", "0.0")}, at times up to ");
        card.Raw($"{card.Shown("segment_count.by_chance95", "0")}. A part with fewer than {card.Shown("evidence_min", "0")} rows of an outcome, or as few ");
        card.Raw("borrowers, is not judged.</p>\n");
        foreach (var way in card.Paths("segments"))
        {
            ForestChart.Draw(
                card,
                $"By {card.At(way + ".by").GetString()}",
                "Left: observed less predicted share, in points of probability; dashed: as predicted. Right: AUC; dashed: of all test rows.",
                card.Paths(way + ".parts"),
                part => part + ".segment",
                new("observed less predicted", "difference", "difference_low", "difference_high", "scales.differences", "+0 %;−0 %;0 %", 0),
                new("AUC", "auc.auc", "auc.low", "auc.high", "scales.shares", "0.0", card.Number("test.auc.auc")));
            string[] heads = ["Part", "Rows", "Borrowers", "With the outcome", "Predicted", "Observed", "Difference, interval", "AUC", "Interval", "<Verdict"];
            card.Table($"By {card.Shown(way + ".by")}", heads, () =>
            {
                foreach (var part in card.Paths(way + ".parts"))
                {
                    card.Row(
                        card.Shown(part + ".segment"),
                        card.Shown(part + ".rows", "#,0"),
                        card.Shown(part + ".borrowers", "#,0"),
                        card.Shown(part + ".positives", "#,0"),
                        card.Shown(part + ".predicted", "0.0 %"),
                        card.Shown(part + ".observed", "0.0 %"),
                        card.Range(part + ".difference_low", part + ".difference_high", CardFormats.SignedShare),
                        card.Maybe(part + ".auc.auc", "0.000"),
                        card.Range(part + ".auc.low", part + ".auc.high", "0.000"),
                        card.Word(part + ".verdict"));
                }
            });
        }
    }
}
