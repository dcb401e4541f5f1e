namespace RiskSignals.Training.Cards;

/// <summary>One column of a <see cref="ForestChart"/>: a figure of each item with its interval.</summary>
/// <param name="Head">What the figure is.</param>
/// <param name="Value">Its path within the item; an item without it is left empty.</param>
/// <param name="Low">The path of the lower end.</param>
/// <param name="High">The path of the upper end.</param>
/// <param name="Scale">The list that the ticks are of.</param>
/// <param name="Format">How ticks are written.</param>
/// <param name="Ideal">Where a dashed line stands.</param>
internal sealed record ForestColumn(string Head, string Value, string Low, string High, string Scale, string Format, double Ideal);

/// <summary>Figures of several items below one another, each a point with its interval on an axis they share.</summary>
internal static class ForestChart
{
    private const double NameWidth = 200;
    private const double Gap = 60;
    private const double RowHeight = 24;
    private const double HeadHeight = 26;
    private const double LabelDistanceMin = 38;

    public static void Draw(
        CardWriter card, string caption, string words, string[] items, Func<string, string> name, params ForestColumn[] columns)
    {
        var height = HeadHeight + (items.Length * RowHeight);
        card.Figure(caption, words, 820, (int)height + 26, () =>
        {
            for (var i = 0; i < items.Length; i++)
            {
                var path = name(items[i]);
                Plot.Label(card, path, "", NameWidth - 10, HeadHeight + ((i + 0.5) * RowHeight) + 4, "end", "name");
            }

            var width = ((820 - NameWidth - Plot.Right) / columns.Length) - Gap;
            for (var i = 0; i < columns.Length; i++)
            {
                Column(card, items, columns[i], NameWidth + (Gap / 2) + (i * (width + Gap)), width, height);
            }
        });
    }

    private static void Column(CardWriter card, string[] items, ForestColumn column, double left, double width, double bottom)
    {
        string[] known = [.. items.Where(item => card.Has($"{item}.{column.Low}"))];
        if (known.Length == 0)
        {
            return;
        }

        var ticks = Plot.Ticks(
            card,
            column.Scale,
            Math.Min(known.Min(item => card.Number($"{item}.{column.Low}")), column.Ideal),
            Math.Max(known.Max(item => card.Number($"{item}.{column.High}")), column.Ideal));
        var (from, to) = (card.Number(ticks[0]), card.Number(ticks[^1]));
        double X(double value) => left + (width * (Math.Clamp(value, from, to) - from) / (to - from));

        card.Drawn($"<text class=\"axis\" x=\"{left + (width / 2):0.0}\" y=\"14\" text-anchor=\"middle\">").Raw(column.Head + "</text>\n");
        Ticks(card, ticks, column.Format, X, bottom);
        card.Drawn($"<path class=\"ideal\" d=\"M{X(column.Ideal):0.0} {HeadHeight} V{bottom}\"/>\n");
        for (var i = 0; i < items.Length; i++)
        {
            var y = HeadHeight + ((i + 0.5) * RowHeight);
            if (card.Has($"{items[i]}.{column.Low}"))
            {
                var (low, high) = (X(card.Number($"{items[i]}.{column.Low}")), X(card.Number($"{items[i]}.{column.High}")));
                card.Drawn($"<path class=\"markline\" d=\"M{low:0.0} {y:0.0} H{high:0.0}\"/>");
                card.Drawn($"<circle class=\"mark\" cx=\"{X(card.Number($"{items[i]}.{column.Value}")):0.0}\" cy=\"{y:0.0}\" r=\"4\"/>\n");
            }
            else
            {
                card.Drawn($"<text class=\"tick\" x=\"{left + 6:0.0}\" y=\"{y + 4:0.0}\">not judged</text>\n");
            }
        }
    }

    /// <summary>Lines at all ticks, figures at both ends and wherever there is room.</summary>
    private static void Ticks(CardWriter card, string[] ticks, string format, Func<double, double> x, double bottom)
    {
        var labelled = new List<double>();
        foreach (var tick in new[] { ticks[0], ticks[^1] }.Concat(ticks.OrderBy(tick => Math.Abs(card.Number(tick)))))
        {
            var place = x(card.Number(tick));
            card.Drawn($"<path class=\"gridline\" d=\"M{place:0.0} {HeadHeight} V{bottom}\"/>");
            if (labelled.TrueForAll(other => Math.Abs(other - place) >= LabelDistanceMin))
            {
                labelled.Add(place);
                Plot.Label(card, tick, format, place, bottom + 16, "middle");
            }
        }
    }
}
