using System.Text;

namespace RiskSignals.Features;

/// <summary>The catalogue as a document for people, docs/features.md.</summary>
public static class FeatureDocument
{
    /// <summary>The whole document in Markdown, lines ended by a line feed.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        var attributes = FeatureCatalog.All.GroupBy(feature => feature.Attribute, StringComparer.Ordinal).ToArray();
        Line(text, "# Features");
        Line(text);
        Line(text, "Generated from `FeatureCatalog`, the one definition of every feature: edit the code, then run");
        Line(text, "`RISKSIGNALS_APPROVE=1 dotnet test tests/RiskSignals.Tests --filter FeatureDocument`.");
        Line(text, "The words are those of the [glossary](glossary.md).");
        Line(text);
        Line(text, $"The catalogue holds {attributes.Length} attributes, which expand to {FeatureCatalog.All.Count} features over their windows;");
        Line(text, $"{FeatureCatalog.Scored.Count} of them may enter a score. `{{w}}` in a name stands for each word of the Windows column.");
        Line(text);
        Line(text, "| Word | Stands for |");
        Line(text, "|---|---|");
        Line(text, "| `30d` | the 30 days that end on the as of day t, t included; other lengths likewise |");
        Line(text, "| `31d_60d` | the 30 days that end 30 days before t |");
        Line(text, "| `now`, `next`, `last`, `life` | as of t; up to the next due date or expected event; the latest event; all known history |");
        Line(text, "| g | 7 days of grace after a due date |");
        Line(text, "| instalment | the next instalment of the loan, or the last one if none is left |");
        Line(text, "| block | 30 days, counted back from t; the own baseline is the median of the six blocks that cover t−209 … t−30 |");
        Line(text, "| robust z | (value − median) ÷ max(1.4826 × median absolute deviation, 5 % of the median) over the baseline |");
        Line(text, "| cv, slope | standard deviation ÷ mean; slope of the least-squares line |");
        Line(text, "| own outflow | median daily outflow over the baseline |");
        Line(text, "| stream, cadence | credits or debits of one counterparty that recur; their median gap in days |");
        Line(text, "| cure, arrears spell | return to 0 days past due; the days from leaving 0 to the cure |");
        Line(text, "| RPC | right-party contact: a conversation with the borrower, identity verified |");
        Line(text, "| Similar | vendors whose public documents list a comparable attribute; nothing of theirs is used |");
        Line(text, "| rises, falls | risk never falls, or never rises, as the value rises: a constraint in training |");
        Line(text, "| score | may enter a score |");
        Line(text, "| rule input | read by rules, never by a score: using a right must not raise risk |");
        Line(text, "| support only | may unlock support or a gentler treatment, nothing else |");
        Line(text, "| audit only | read by audits of fairness, never by a score: public assistance is a protected basis in the United States |");
        Line(text, "| data quality | describes the evidence, not the borrower; never in a score |");
        Line(text);
        Line(text, "A missing value is NaN with a cause:");
        Line(text);
        Line(text, "| Cause | When |");
        Line(text, "|---|---|");
        Line(text, "| no data | the source holds nothing about this borrower or loan |");
        Line(text, "| too little data | fewer rows than the statistic needs, or less than 90 % of the window inside known history |");
        Line(text, "| consent | no consent to read the bank accounts holds on t |");
        Line(text, "| stale | the newest bank data is too old |");
        Line(text, "| not applicable | the question does not arise, or its denominator is zero |");
        foreach (var group in attributes.GroupBy(attribute => attribute.First().Group))
        {
            Line(text);
            Line(text, $"## {Words(group.Key.ToString(), isTitle: true)}");
            Line(text);
            Line(text, "| Name | Meaning | Unit | Windows | Risk | Reason for the borrower | Use | Similar |");
            Line(text, "|---|---|---|---|---|---|---|---|");
            foreach (var attribute in group)
            {
                Line(text, Row([.. attribute]));
            }
        }

        return text.ToString();
    }

    private static string Row(Feature[] windows)
    {
        var feature = windows[0];
        string[] cells =
        [
            $"`{feature.Attribute}`",
            feature.Meaning,
            feature.Unit,
            string.Join(' ', windows.Select(WindowWord)),
            Words(feature.Direction.ToString()),
            feature.ReasonText ?? "not a reason",
            Words(feature.Use.ToString()),
            feature.Similar ?? "–",
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string WindowWord(Feature feature)
    {
        var prefix = feature.Attribute.IndexOf("{w}", StringComparison.Ordinal);
        return prefix >= 0 ? feature.Name[prefix..] : feature.Name[(feature.Name.LastIndexOf('_') + 1)..];
    }

    /// <summary>The words of a name in capitals and small letters, as "rule input" for RuleInput.</summary>
    private static string Words(string name, bool isTitle = false)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            words.Append(char.IsUpper(letter) && words.Length > 0 ? " " : "");
            words.Append(isTitle && words.Length == 0 ? letter : char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
