namespace RiskSignals.Training.Cards;

/// <summary>How far scores and features moved from training to test, beside what chance gives.</summary>
internal static class StabilitySection
{
    private const int FeaturesShown = 15;

    public static void Write(CardWriter card)
    {
        card.Raw($"<p>The score’s stability index from training to test is {card.Shown("stability.score.psi", "0.000")}: ");
        card.Raw($"{card.Word("stability.score.verdict")}. Where nothing changed, {card.Shown("interval_level", "0 %")} of samples of so few borrowers ");
        card.Raw($"stay below {card.Shown("stability.score.null95", "0.000")}, nearly all below {card.Shown("stability.score.null999", "0.000")}. ");
        card.Raw($"One looks from {card.Shown("stability.watch_from", "0.00")} on, beyond chance; ");
        card.Raw($"from {card.Shown("stability.shift_from", "0.00")} on it is a shift. {card.Shown("stability.watched", "0")} of ");
        card.Raw($"{card.Shown("features", "0")} features are beyond the first limit and beyond chance.</p>\n");
        FeatureCharts.Bars(
            card,
            "Features that moved most from training to test",
            "Stability index of each feature; dashed: what chance alone hardly ever exceeds. Features that count or age with time move by themselves.",
            card.Paths("stability.features", FeaturesShown),
            "feature",
            "csi",
            "0.000",
            "null999");
        card.Table("The same features", ["Feature", "Index", "By chance up to", "Missing in training", "Missing in test", "<Verdict"], () =>
        {
            foreach (var one in card.Paths("stability.features", FeaturesShown))
            {
                card.Row(
                    card.Code(one + ".feature"),
                    card.Shown(one + ".csi", "0.000"),
                    card.Shown(one + ".null999", "0.000"),
                    card.Shown(one + ".train_missing", "0.0 %"),
                    card.Shown(one + ".test_missing", "0.0 %"),
                    card.Word(one + ".verdict"));
            }
        });
        card.Table("Share of rows by range of the score; ranges are tenths of the training rows", ["Scores from", "Training", "Test"], () =>
        {
            foreach (var bin in card.Paths("stability.score.bins"))
            {
                card.Row(
                    card.Has(bin + ".from") ? card.Shown(bin + ".from", "0.00 %") : "lowest",
                    card.Shown(bin + ".expected", "0.0 %"),
                    card.Shown(bin + ".actual", "0.0 %"));
            }
        });
    }
}
