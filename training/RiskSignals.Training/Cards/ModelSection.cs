namespace RiskSignals.Training.Cards;

/// <summary>What was learnt from which rows, what was searched, and what the bundle can't say.</summary>
internal static class ModelSection
{
    public static void Data(CardWriter card)
    {
        var isOurs = card.At("learner").GetString() != "elsewhere";
        card.Raw($"<p>{card.Shown("model")}, {card.Shown("features", "0")} features to choose from; ");
        card.Raw(isOurs ? "monotone where the catalogue gives a direction. " : "what that means is among the limits. ");
        card.Raw($"Seed {card.Shown("seed", "0")}. Intervals on this page hold {card.Shown("interval_level", "0 %")}, whole borrowers resampled, ");
        card.Raw("unless stated otherwise.</p>\n");
        card.Table("Rows", ["", "Training", "Test"], () =>
        {
            Row("As-of days", "train_days", "test_days", "");
            Row("Rows", "cross_validated.rows", "test.rows", "#,0");
            Row("Borrowers", "cross_validated.borrowers", "test.borrowers", "#,0");
            Row("Rows with the outcome", "cross_validated.positives", "test.positives", "#,0");
        });
        card.Raw($"<p class=\"soft\">Test rows: {card.Shown("test_rows")}.</p>\n");

        void Row(string name, string train, string test, string format) => card.Row(name, card.Shown(train, format), card.Shown(test, format));
    }

    public static void Search(CardWriter card)
    {
        if (!card.Has("search"))
        {
            card.Raw("<p>Learner and parameters are the recipe’s; nothing was searched.</p>");
            return;
        }

        card.Raw($"<p>The best of the tries below by {card.Word("search.measure")}, each cross-fitted in {card.Shown("search.folds", "0")} parts of ");
        card.Raw("the training borrowers. No test row had a part in it.</p>");
        if (card.Has("search.nested"))
        {
            card.Raw($"<p>Searched anew without each of {card.Shown("search.nested.folds", "0")} parts, the choices gave log loss ");
            card.Raw($"{card.Shown("search.nested.log_loss", "0.0000")} and AUC {card.Shown("search.nested.auc", "0.0000")} on the part left out.</p>");
        }

        card.Table("Every try", ["Try", "<Learner", "Log loss, nats", "AUC", "<", "<Parameters"], () =>
        {
            foreach (var one in card.Paths("search.tries"))
            {
                var parameters = card.At(one + ".parameters").EnumerateObject()
                    .Select(pair => $"{pair.Name} {card.Shown($"{one}.parameters.{pair.Name}")}");
                card.Row(
                    card.Shown(one + ".number", "0"),
                    card.Word(one + ".learner"),
                    card.Shown(one + ".log_loss", "0.0000"),
                    card.Shown(one + ".auc", "0.0000"),
                    card.At(one + ".is_chosen").GetBoolean() ? "<strong>chosen</strong>" : "",
                    string.Join(", ", parameters));
            }
        });
    }

    public static void Limits(CardWriter card)
    {
        card.Raw("<ul>");
        foreach (var limit in card.Paths("limits"))
        {
            card.Raw($"<li>{card.Shown(limit)}</li>");
        }

        card.Raw("</ul>\n");
    }
}
