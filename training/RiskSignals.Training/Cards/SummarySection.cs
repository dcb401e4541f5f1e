namespace RiskSignals.Training.Cards;

/// <summary>What the bundle is and what was found, before any detail.</summary>
internal static class SummarySection
{
    private static readonly Dictionary<string, (string Look, string Sign)> Outlooks = new(StringComparer.Ordinal)
    {
        ["good"] = ("good", "✓"), ["look"] = ("warn", "!"), ["concern"] = ("bad", "✗"), ["unknown"] = ("soft", "?"),
    };

    public static void Head(CardWriter card)
    {
        card.Raw("<header>").Raw(card.Shown("title", "", "h1"));
        card.Raw($"<p>{card.Shown("definition")} The outcome is {(card.At("higher_is_riskier").GetBoolean() ? "the bad" : "the good")} one.</p>");
        card.Raw($"<p class=\"soft\"><strong>Intended use.</strong> {card.Shown("intended_use")}</p>");
        card.Raw($"<p class=\"soft\">{card.Shown("model")}, learnt on {card.Shown("train_days")}, tested on {card.Shown("test_days")}. ");
        card.Raw($"Bundle <span class=\"hash\">{card.Shown("bundle_sha256")}</span></p>\n<div class=\"tiles\">");
        Tile(
            "AUC on test rows",
            card.Shown("test.auc.auc", "0.000"),
            $"interval {card.Range("test.auc.low", "test.auc.high", "0.000")}; half is guessing, one perfect");
        Tile(
            "Calibration error",
            card.Shown("test.ece.value", "0.0 %"),
            $"points of probability; chance gives up to {card.Shown("test.ece.chance95", "0.0 %")}");
        Tile(
            "Observed ÷ predicted",
            card.Shown("test.observed_to_predicted", "0.00"),
            card.Has("test.intervals")
                ? $"interval {card.Range("test.intervals.observed_to_predicted.low", "test.intervals.observed_to_predicted.high", "0.00")}; one is perfect"
                : "one is perfect");
        Tile(
            "Test rows",
            card.Shown("test.rows", "#,0"),
            $"of {card.Shown("test.borrowers", "#,0")} borrowers, {card.Shown("test.positives", "#,0")} with the outcome");
        card.Raw("</div></header>\n");

        void Tile(string name, string figure, string words) =>
            card.Raw($"<div class=\"tile\"><span class=\"name\">{name}</span><b>{figure}</b><small>{words}</small></div>\n");
    }

    /// <summary>A line a finding, each linking to its section.</summary>
    public static void Findings(CardWriter card)
    {
        card.Raw($"<p>{card.Shown("outlooks.good", "0")} of the findings speak for the model, {card.Shown("outlooks.look", "0")} ask a person to look, ");
        card.Raw($"{card.Shown("outlooks.concern", "0")} speak against it, and of {card.Shown("outlooks.unknown", "0")} too little is known. ");
        card.Raw("Whether it serves is for people to decide; the ledger keeps who did.</p>\n");
        card.Table("What was found on rows that the model had not seen", ["Question", "<Finding", "<Figures"], () =>
        {
            foreach (var finding in card.Paths("findings"))
            {
                var subject = card.At(finding + ".subject").GetString()!;
                var (look, sign) = Outlooks[card.At(finding + ".outlook").GetString()!];
                var (section, question, figures) = Of(card, subject);
                card.Row(
                    $"<a href=\"#{section}\">{question}</a>",
                    $"<span class=\"badge {look}\"><b>{sign}</b> {card.Word(finding + ".verdict")}</span>",
                    figures);
            }
        });
    }

    private static (string Section, string Question, string Figures) Of(CardWriter card, string subject) => subject switch
    {
        "order" => (
            "order",
            "Are loans in the right order?",
            $"AUC {card.Shown("test.auc.auc", "0.000")} ({card.Range("test.auc.low", "test.auc.high", "0.000")})"),
        "test_gap" => (
            "order",
            "Does that hold on the test rows?",
            $"AUC {card.Shown("test_gap.gain", CardFormats.Signed)} ({card.Range("test_gap.low", "test_gap.high", CardFormats.Signed)}) against " +
            $"cross-validated; {card.Shown("test_gap.tolerated", CardFormats.Signed)} is tolerated"),
        "calibration" => (
            "calibration",
            "Are probabilities true?",
            $"error {card.Shown("test.ece.value", "0.0 %")}, by chance up to {card.Shown("test.ece.chance95", "0.0 %")}"),
        "stability" => (
            "stability",
            "Are scores where they were?",
            $"stability index {card.Shown("stability.score.psi", "0.00")}; one looks from {card.Shown("stability.watch_from", "0.00")}, a shift from " +
            card.Shown("stability.shift_from", "0.00")),
        "segments" => (
            "segments",
            "Do parts of the portfolio turn out as predicted?",
            $"{card.Shown("segment_count.differing", "0")} of {card.Shown("segment_count.judged", "0")} parts judged differ; by chance up to " +
            card.Shown("segment_count.by_chance95", "0")),
        "baselines" => (
            "benchmark",
            "Is it better than other learners?",
            card.Count("baselines") == 0 ? "none was fitted" : "gain in AUC " + string.Join("; ", card.Paths("baselines").Select(one =>
                $"{card.Shown(one + ".gain", CardFormats.Signed)} ({card.Range(one + ".gain_low", one + ".gain_high", CardFormats.Signed)}) " +
                $"on {card.Word(one + ".learner")}"))),
        "fairness" => (
            "fairness",
            "Do groups fare alike?",
            card.Count("fairness") == 0
                ? "no audit file was given"
                : "by " + string.Join(", ", card.Paths("fairness").Select(one => card.Shown(one + ".attribute")))),
        "conditions" => (
            "conditions",
            "Does it say where it may be used?",
            $"{card.Shown("conditions.out_of_scope_share", "0.0 %")} of the test rows are out of scope"),
        _ => throw new InvalidOperationException($"A finding is about '{subject}', which the card doesn't know."),
    };
}
