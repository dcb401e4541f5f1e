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
        ("findings", "Findings", SummarySection.Findings),
        ("model", "Model and data", ModelSection.Data),
        ("order", "Does it put loans in the right order?", OrderSection.Write),
        ("calibration", "Are its probabilities true?", CalibrationSection.Write),
        ("scores", "Scores and bands", ScoresSection.Write),
        ("benchmark", "Against other learners", BenchmarkSection.Write),
        ("features", "What moves the score", FeaturesSection.Write),
        ("stability", "Stability", StabilitySection.Write),
        ("segments", "Parts of the portfolio", SegmentsSection.Write),
        ("fairness", "Fairness", FairnessSection.Write),
        ("conditions", "Conditions of use", ConditionsSection.Write),
        ("search", "Search", ModelSection.Search),
        ("limits", "Limits", ModelSection.Limits),
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
        SummarySection.Head(card);
        card.Raw("<nav aria-label=\"Contents\">");
        foreach (var (id, title, _) in Sections)
        {
            card.Raw($"<a href=\"#{id}\">{title}</a> ");
        }

        card.Raw("</nav>\n<main>\n");
        foreach (var (id, title, write) in Sections)
        {
            card.Raw($"<section id=\"{id}\" aria-labelledby=\"{id}-head\"><h2 id=\"{id}-head\">{title}</h2>\n");
            write(card);
            card.Raw("</section>\n");
        }

        card.Raw("</main>\n<footer>Made by training from <code>metrics.json</code>, which holds every figure of this page under the path that its ");
        card.Raw("element names. Annotate it elsewhere, do not edit it.</footer>\n</body></html>\n");
        return card.ToBytes();
    }
}
