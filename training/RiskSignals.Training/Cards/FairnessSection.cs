namespace RiskSignals.Training.Cards;

/// <summary>How groups by protected attributes fare, if an audit file tells them.</summary>
internal static class FairnessSection
{
    public static void Write(CardWriter card)
    {
        if (card.Count("fairness") == 0)
        {
            card.Raw("<p>Insufficient evidence: no audit file of protected attributes was given (<code>risk train --audit</code>). They never enter a ");
            card.Raw("model, so without it nothing can be said.</p>");
            return;
        }

        card.Raw("<p>Attributes come from an audit file, after the model was made. A group passes less if its share in the passing bands is surely ");
        card.Raw($"below {card.Shown("fairness_ratio_min", "0 %")} of the largest group’s; its risk is overstated if predicted less observed risk is ");
        card.Raw($"surely above the largest group’s. A group with fewer than {card.Shown("evidence_min", "0")} rows of an outcome, or as few borrowers, is ");
        card.Raw("not judged.</p>");
        foreach (var table in card.Paths("fairness"))
        {
            var groups = card.Paths(table + ".groups");
            ForestChart.Draw(
                card,
                $"By {System.Net.WebUtility.HtmlEncode(card.At(table + ".attribute").GetString())}",
                "Left: passing share divided by the largest group’s, dashed: alike. Right: risk overstated, compared with the largest group; dashed: alike.",
                groups,
                group => group + ".group",
                new("passing share ÷ largest group’s", "passing_ratio", "ratio_low", "ratio_high", "scales.quotients", "0.##", 1),
                new("overstated by", "overstated", "overstated_low", "overstated_high", "scales.differences", "+0 %;−0 %;0 %", 0));
            card.Table(
                $"By {card.Shown(table + ".attribute")}; {card.Shown(table + ".unknown", "#,0")} rows without a group",
                [
                    "Group", "Rows", "Borrowers", "With the outcome", "Pass", "÷ largest group’s", "Interval", "Predicted", "Observed", "Overstated by",
                    "<Verdict",
                ],
                () =>
                {
                    foreach (var group in groups)
                    {
                        card.Row(
                            card.Shown(group + ".group"),
                            card.Shown(group + ".rows", "#,0"),
                            card.Shown(group + ".borrowers", "#,0"),
                            card.Shown(group + ".positives", "#,0"),
                            card.Shown(group + ".passing_share", "0.0 %"),
                            card.Maybe(group + ".passing_ratio", "0.00"),
                            card.Range(group + ".ratio_low", group + ".ratio_high", "0.00"),
                            card.Shown(group + ".predicted", "0.0 %"),
                            card.Shown(group + ".observed", "0.0 %"),
                            card.Range(group + ".overstated_low", group + ".overstated_high", CardFormats.SignedShare),
                            card.Word(group + ".verdict"));
                    }
                });
        }
    }
}
