using System.Text.Json;

namespace RiskSignals.Training.Cards;

/// <summary>
/// The bundle on one page for a person who has to decide whether to use it: <c>card.html</c>, one file that opens from disk and fetches nothing. It is
/// rendered from <c>metrics.json</c> and from nothing else, so that both say the same.
/// </summary>
public static class CardPage
{
    private static readonly (string Id, string Title, Action<CardWriter> Write)[] Sections =
    [
        ("model", "Model and data", CardSections.Model),
        ("order", "Does it put loans in the right order?", CardSections.Order),
        ("calibration", "Are its probabilities true?", CardSections.Calibration),
        ("scores", "Scores and bands", CardSections.Scores),
        ("benchmark", "Against simpler models", CardSections.Benchmark),
        ("features", "What moves the score", CardSections.Features),
        ("stability", "Stability", CardSections.Stability),
        ("segments", "Parts of the portfolio", CardSections.Segments),
        ("fairness", "Fairness", CardSections.Fairness),
        ("conditions", "Conditions of use", CardSections.Conditions),
        ("search", "Search", CardSections.Search),
        ("limits", "Limits", CardSections.Limits),
    ];

    /// <summary>Renders the bytes of a <c>metrics.json</c>.</summary>
    /// <exception cref="InvalidOperationException">It lacks a part of what training writes.</exception>
    public static byte[] Render(ReadOnlyMemory<byte> metricsJson)
    {
        using var document = JsonDocument.Parse(metricsJson);
        var card = new CardWriter(document.RootElement);
        card.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width, ");
        card.Raw("initial-scale=1\"/>\n");
        card.Raw(card.Shown("title", "", "title")).Raw($"\n<style>\n{CardStyle.Css}\n</style></head><body>\n");
        Head(card);
        card.Raw("<main>\n");
        foreach (var (id, title, write) in Sections)
        {
            card.Raw($"<section id=\"{id}\" aria-labelledby=\"{id}-head\"><h2 id=\"{id}-head\">{title}</h2>\n");
            write(card);
            card.Raw("</section>\n");
        }

        card.Raw("</main>\n<footer>Made by training from <code>metrics.json</code>, which holds every figure of this page under the path that its ");
        card.Raw("element names. ");
        card.Raw("Annotate it elsewhere, do not edit it.</footer>\n</body></html>\n");
        return card.ToBytes();
    }

    private static void Head(CardWriter card)
    {
        card.Raw("<header>").Raw(card.Shown("title", "", "h1"));
        card.Raw($"<p>{card.Shown("definition")} The outcome is {(card.At("higher_is_riskier").GetBoolean() ? "the bad" : "the good")} one.</p>");
        card.Raw($"<p class=\"soft\"><strong>Intended use.</strong> {card.Shown("intended_use")}</p>");
        card.Raw($"<p class=\"soft\">Bundle <span class=\"hash\">{card.Shown("bundle_sha256")}</span></p>\n<div class=\"tiles\">");
        Tile(
            "AUC on test rows",
            card.Shown("test.auc.auc", "0.000"),
            $"interval {card.Range("test.auc.low", "test.auc.high", "0.000")}; half is guessing, one perfect");
        Tile("KS", card.Shown("test.ks", "0.000"), $"interval {card.Range("test.ks_low", "test.ks_high", "0.000")}; zero to one");
        Tile("Brier score", card.Shown("test.brier", "0.0000"), "squared probability, lower is better");
        Tile(
            "Calibration error",
            card.Shown("test.ece.value", "0.0 %"),
            $"probability; chance alone gives up to {card.Shown("test.ece.noise95", "0.0 %")}: {Verdict(card)}");
        Tile(
            "Test rows",
            card.Shown("test.rows", "#,0"),
            $"of {card.Shown("test.borrowers", "#,0")} borrowers, {card.Shown("test.positives", "#,0")} with the outcome");
        Tile("Out of scope", card.Shown("conditions.out_of_scope_share", "0.0 %"), "of the test rows, refused by the conditions of use");
        card.Raw("</div></header>\n<nav aria-label=\"Contents\"><ol>");
        foreach (var (id, title, _) in Sections)
        {
            card.Raw($"<li><a href=\"#{id}\">{title}</a></li>");
        }

        card.Raw("</ol></nav>\n");

        void Tile(string name, string figure, string words) =>
            card.Raw($"<div class=\"tile\"><span class=\"name\">{name}</span><b>{figure}</b><small>{words}</small></div>\n");
    }

    private static string Verdict(CardWriter card) => card.Number("test.ece.value") <= card.Number("test.ece.noise95")
        ? "<span class=\"good\">within chance</span>"
        : "<span class=\"warn\">beyond chance</span>";
}
