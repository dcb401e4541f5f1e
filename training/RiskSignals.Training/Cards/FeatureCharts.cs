namespace RiskSignals.Training.Cards;

/// <summary>Drawings of features.</summary>
internal static class FeatureCharts
{
    private const double NameWidth = 330;
    private const double ValueWidth = 90;

    /// <summary>Bars from the left, each with a name and a figure; a mark where a limit lies.</summary>
    public static void Bars(
        CardWriter card, string caption, string words, string[] items, string name, string value, string format, string? limit = null) =>
        card.Figure(caption, words, 820, (items.Length * 22) + 12, () =>
        {
            var most = items.Max(item => Math.Max(card.Number($"{item}.{value}"), limit is null ? 0 : card.Number($"{item}.{limit}")));
            double Width(string path) => (820 - NameWidth - ValueWidth) * Math.Max(card.Number(path), 0) / Math.Max(most, 1e-12);
            for (var i = 0; i < items.Length; i++)
            {
                var (y, width) = (6 + (i * 22), Width($"{items[i]}.{value}"));
                Plot.Label(card, $"{items[i]}.{name}", "", NameWidth - 8, y + 15, "end", "name");
                card.Drawn($"<rect class=\"mark\" x=\"{NameWidth}\" y=\"{y + 3}\" width=\"{width:0.0}\" height=\"15\" rx=\"2\"/>");
                var end = width;
                if (limit is not null)
                {
                    end = Math.Max(width, Width($"{items[i]}.{limit}"));
                    card.Drawn($"<path class=\"otherline\" d=\"M{NameWidth + Width($"{items[i]}.{limit}"):0.0} {y + 1} v19\"/>");
                }

                Plot.Label(card, $"{items[i]}.{value}", format, NameWidth + end + 6, y + 15, "start", "value");
            }
        });

    /// <summary>How the score depends on each of some features, all on one scale so that their heights compare.</summary>
    public static void Effects(CardWriter card, string[] effects)
    {
        string[] heights =
        [
            .. effects.SelectMany(effect => card.Paths(effect + ".points").Select(point => point + ".probability").Append(effect + ".missing_probability")),
        ];
        var (low, high) = (heights.MinBy(card.Number)!, heights.MaxBy(card.Number)!);
        card.Raw("<div class=\"many\">\n");
        foreach (var effect in effects.Where(effect => card.Count(effect + ".points") > 1))
        {
            Effect(card, effect, low, high);
        }

        card.Raw("</div>\n");
    }

    private static void Effect(CardWriter card, string effect, string low, string high)
    {
        var points = card.Paths(effect + ".points");
        var (least, most) = (card.Number(low), card.Number(high));
        var plot = new Plot(300, 190, card.Number(points[0] + ".value"), card.Number(points[^1] + ".value"), least, Math.Max(most, least + 1e-6));
        card.Raw("<figure><svg viewBox=\"0 0 300 190\" role=\"img\"><title>Effect of a feature</title>");
        card.Raw("<desc>Mean probability over the values of the feature; dashed: where it is missing.</desc>\n");
        plot.TicksUp(card, [low, high], "0.0 %");
        plot.Frame(card, card.Shown(effect + ".unit", "", "tspan"), "probability");
        var missing = plot.Y(card.Number(effect + ".missing_probability"));
        card.Drawn($"<path class=\"otherline\" d=\"M{Plot.Left} {missing:0.0} H{300 - Plot.Right}\"/>\n");
        var places = points.Select(point => (card.Number(point + ".value"), card.Number(point + ".probability")));
        card.Raw($"<polyline class=\"markline\" points=\"{plot.Points(places)}\"/>\n");
        Plot.Label(card, points[0] + ".value", "0.##;−0.##", Plot.Left, 190 - Plot.Bottom + 16, "start");
        Plot.Label(card, points[^1] + ".value", "0.##;−0.##", 300 - Plot.Right, 190 - Plot.Bottom + 16, "end");
        card.Raw($"</svg><figcaption>{card.Code(effect + ".feature")}, missing ");
        card.Raw($"{card.Shown(effect + ".missing_probability", "0.0 %")}</figcaption></figure>\n");
    }
}
