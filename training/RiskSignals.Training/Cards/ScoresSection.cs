namespace RiskSignals.Training.Cards;

/// <summary>Where scores lie, and the bands they fall into.</summary>
internal static class ScoresSection
{
    public static void Write(CardWriter card)
    {
        ScoreCharts.Histogram(card);
        card.Table("Bands, on the test rows", ["Band", "From", "To, excluded", "Rows", "Share of rows", "Predicted", "Observed", "Interval (Jeffreys)"], () =>
        {
            foreach (var band in card.Paths("bands"))
            {
                card.Row(
                    card.Shown(band + ".name"),
                    card.Shown(band + ".from", "0.## %"),
                    card.Shown(band + ".to_excl", "0.## %"),
                    card.Shown(band + ".rows", "#,0"),
                    card.Shown(band + ".share", "0.0 %"),
                    card.Maybe(band + ".predicted", "0.0 %"),
                    card.Maybe(band + ".observed", "0.0 %"),
                    card.Range(band + ".observed_low", band + ".observed_high", "0.0 %"));
            }
        });
        card.Raw($"<p class=\"soft\">Reasons compare a loan with {card.Shown("reference.rows", "0")} borrowers of the training rows who just pass, ");
        card.Raw($"nearest to the limit of band {card.Shown("reference.passing_band")}. Their rows, without ids and as coarse as the model sees them, ");
        card.Raw("lie in the bundle: personal data. To erase a borrower, train again without them.</p>\n");
    }
}
