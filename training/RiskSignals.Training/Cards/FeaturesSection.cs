namespace RiskSignals.Training.Cards;

/// <summary>Which features move scores, how, and what a fault in one would do.</summary>
internal static class FeaturesSection
{
    private const int FeaturesShown = 15;
    private const int EffectsShown = 6;

    public static void Write(CardWriter card)
    {
        FeatureCharts.Bars(
            card,
            "Importance",
            "Mean size of a feature’s contribution, in log-odds, compared with borrowers who just pass; the first of all features.",
            card.Paths("importance", FeaturesShown),
            "feature",
            "mean_contribution",
            "0.000");
        card.Raw("<h3>Effects</h3><p>Mean probability over test rows were the feature’s value everyone’s, the others as they are; dashed: were it ");
        card.Raw("missing. All drawings have one scale.</p>");
        FeatureCharts.Effects(card, card.Paths("effects", EffectsShown));
        card.Table(
            "Sensitivity: what a fault in one feature does to the scores",
            ["Feature", "Step", "A step up", "A step down", "Missing", "Rows that change band"],
            () =>
            {
                foreach (var one in card.Paths("sensitivity", FeaturesShown))
                {
                    card.Row(
                        card.Code(one + ".feature"),
                        card.Shown(one + ".step", "#,0.###"),
                        card.Shown(one + ".mean_up", CardFormats.SignedShare),
                        card.Shown(one + ".mean_down", CardFormats.SignedShare),
                        card.Shown(one + ".mean_missing", CardFormats.SignedShare),
                        card.Shown(one + ".band_share", "0.0 %"));
                }
            });
        card.Raw("<p class=\"soft\">A step is the width of the middle half of the training values, in the feature’s unit; changes are means over test ");
        card.Raw("rows, in points of probability. The features that move most rows to another band come first.</p>\n");
    }
}
