namespace RiskSignals.Training.Cards;

/// <summary>Where scores may be used, as the bundle executes it.</summary>
internal static class ConditionsSection
{
    private const int FeaturesShown = 15;

    public static void Write(CardWriter card)
    {
        card.Raw("<p>Executed with every score: a loan outside gets the status <code>OUT_OF_SCOPE</code> and no probability. ");
        card.Raw($"Products: {Names("conditions.products")}. Jurisdictions: {Names("conditions.jurisdictions")}. ");
        card.Raw($"{card.Shown("conditions.bounded_features", "0")} features have a range, {card.Shown("conditions.never_missing", "0")} may not be ");
        card.Raw($"missing. Of the test rows {card.Shown("conditions.out_of_scope", "#,0")} are out of scope ");
        card.Raw($"({card.Shown("conditions.out_of_scope_share", "0.0 %")}).</p>\n");
        if (card.Count("conditions.refusing") > 0)
        {
            card.Table("Features that put test rows out of scope", ["Feature", "Range", "Rows"], () =>
            {
                foreach (var one in card.Paths("conditions.refusing", FeaturesShown))
                {
                    card.Row(card.Code(one + ".feature"), card.Shown(one + ".range"), card.Shown(one + ".rows", "#,0"));
                }
            });
        }

        string Names(string list) => card.Count(list) == 0 ? "any" : string.Join(", ", card.Paths(list).Select(path => card.Shown(path)));
    }
}
