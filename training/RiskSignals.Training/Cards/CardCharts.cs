namespace RiskSignals.Training.Cards;

/// <summary>The drawings of the card. Axis labels are figures of the document too: ticks come from its scales.</summary>
internal static class CardCharts
{
    private const double Left = 56;
    private const double Bottom = 44;
    private const double Top = 14;

    /// <summary>Observed against predicted share by tenth of the scores, with the band in which a true model would lie.</summary>
    public static void Reliability(CardWriter card) => card.Figure(
        "Observed against predicted share",
        "Each point is a tenth of the test rows with the interval of its observed share. " +
        "A model whose probabilities are true would lie within the shaded band.",
        400,
        360,
        () =>
        {
            var bins = card.Count("test.deciles");
            var places = Enumerable.Range(0, bins).Reverse().Select(i => (Bin: $"test.deciles[{i}]", Band: $"test.reliability_bands[{i}]")).ToArray();
            var ticks = Ticks(card, "scales.shares", places.Max(place => Math.Max(
                Math.Max(card.Number(place.Bin + ".observed_high"), card.Number(place.Bin + ".predicted")), card.Number(place.Band + ".high"))));
            var plot = new Plot(400, 360, 0, ticks.Max, 0, ticks.Max);
            plot.Frame(card, "predicted share", "observed share");
            plot.TicksAcross(card, ticks.Paths, "0 %");
            plot.TicksUp(card, ticks.Paths, "0 %");
            var band = places.Select(place => (card.Number(place.Bin + ".predicted"), card.Number(place.Band + ".low")))
                .Concat(places.Reverse().Select(place => (card.Number(place.Bin + ".predicted"), card.Number(place.Band + ".high"))));
            card.Raw($"<polygon class=\"band\" points=\"{plot.Points(band)}\"/>\n");
            card.Raw($"<polyline class=\"ideal\" points=\"{plot.Points([(0, 0), (ticks.Max, ticks.Max)])}\"/>\n");
            foreach (var (bin, _) in places)
            {
                var x = plot.X(card.Number(bin + ".predicted"));
                var (low, high) = (plot.Y(card.Number(bin + ".observed_low")), plot.Y(card.Number(bin + ".observed_high")));
                card.Drawn($"<path class=\"markline\" d=\"M{x:0.0} {low:0.0} V{high:0.0}\"/>");
                card.Drawn($"<circle class=\"mark\" cx=\"{x:0.0}\" cy=\"{plot.Y(card.Number(bin + ".observed")):0.0}\" r=\"4\"/>\n");
            }
        });

    /// <summary>Observed ÷ predicted by tenth of the scores.</summary>
    public static void Ratios(CardWriter card) => card.Figure(
        "Observed divided by predicted, by tenth",
        "The tenth with the highest scores on the left, with the interval of its observed share. At the dashed line as many happened as were predicted.",
        400,
        360,
        () =>
        {
            var bins = card.Count("test.deciles");
            var scale = Paths(card, "scales.ratios");
            var (low, high) = (Math.Log(card.Number(scale[0])), Math.Log(card.Number(scale[^1])));
            var plot = new Plot(400, 360, 0.5, bins + 0.5, low, high);
            plot.Frame(card, "tenth of the test rows, highest scores first", "observed ÷ predicted");
            foreach (var path in scale)
            {
                var y = plot.Y(Math.Log(card.Number(path)));
                card.Drawn($"<path class=\"gridline\" d=\"M{Left} {y:0.0} H{400 - Top}\"/>");
                card.Raw(Label(card, path, "0.##", Left - 6, y + 4, "end"));
            }

            card.Raw($"<polyline class=\"ideal\" points=\"{plot.Points([(0.5, 0), (bins + 0.5, 0)])}\"/>\n");
            for (var i = 0; i < bins; i++)
            {
                var bin = $"test.deciles[{i}]";
                var x = plot.X(i + 1);
                card.Raw(Label(card, bin + ".number", "0", x, 360 - Bottom + 16, "middle"));
                double Height(string end) => plot.Y(Math.Clamp(Math.Log(Math.Max(card.Number(bin + end), 1e-9)), low, high));
                card.Drawn($"<path class=\"markline\" d=\"M{x:0.0} {Height(".ratio_low"):0.0} V{Height(".ratio_high"):0.0}\"/>");
                if (card.Number(bin + ".ratio") > 0)
                {
                    card.Drawn($"<circle class=\"mark\" cx=\"{x:0.0}\" cy=\"{Height(".ratio"):0.0}\" r=\"4\"/>\n");
                }
            }
        });

    /// <summary>The ROC curve, or what taking the highest scores catches.</summary>
    public static void Curve(CardWriter card, string across, string caption, string words, string acrossWords, string upWords) =>
        card.Figure(caption, words, 400, 360, () =>
        {
            var ticks = Ticks(card, "scales.shares", 1);
            var plot = new Plot(400, 360, 0, 1, 0, 1);
            plot.Frame(card, acrossWords, upWords);
            string[] some = [.. ticks.Paths.Where((_, i) => i % 2 == 0)];
            plot.TicksAcross(card, some, "0 %");
            plot.TicksUp(card, some, "0 %");
            card.Raw($"<polyline class=\"ideal\" points=\"{plot.Points([(0, 0), (1, 1)])}\"/>\n");
            var points = Paths(card, "test.curve").Select(path => (card.Number($"{path}.{across}"), card.Number(path + ".caught")));
            card.Raw($"<polyline class=\"markline\" points=\"{plot.Points(points)}\"/>\n");
        });

    /// <summary>The distribution of scores, outcomes above and below a line.</summary>
    public static void Histogram(CardWriter card) => card.Figure(
        "Distribution of the scores",
        "Upward: rows with the outcome; downward: the others; each as a share of its own kind. Probabilities are spaced by their log-odds.",
        820,
        300,
        () =>
        {
            var bins = Paths(card, "test.distribution");
            var max = bins.Max(bin => Math.Max(card.Number(bin + ".share_of_positives"), card.Number(bin + ".share_of_others")));
            var (middle, half, step) = (140.0, 118.0, (820 - Left - Top) / bins.Length);
            for (var i = 0; i < bins.Length; i++)
            {
                var (x, up, down) = (
                    Left + (i * step), half * card.Number(bins[i] + ".share_of_positives") / max, half * card.Number(bins[i] + ".share_of_others") / max);
                card.Drawn($"<rect class=\"other\" x=\"{x + 1:0.0}\" y=\"{middle - up:0.0}\" width=\"{step - 2:0.0}\" height=\"{up:0.0}\"/>");
                card.Drawn($"<rect class=\"mark\" x=\"{x + 1:0.0}\" y=\"{middle:0.0}\" width=\"{step - 2:0.0}\" height=\"{down:0.0}\"/>\n");
                if (i % 4 == 0)
                {
                    card.Raw(Label(card, bins[i] + ".from", "0.0 %", x, 278, "middle"));
                }
            }

            card.Raw(Label(card, bins[^1] + ".to_excl", "0.0 %", 820 - Top, 278, "end"));
            card.Drawn($"<path class=\"frame\" d=\"M{Left} {middle} H{820 - Top}\"/>");
            card.Drawn($"<text class=\"axis\" x=\"{Left}\" y=\"16\">with the outcome</text><text class=\"axis\" x=\"{Left}\" y=\"256\">without it</text>");
            card.Drawn($"<text class=\"axis\" x=\"{820 / 2}\" y=\"296\" text-anchor=\"middle\">probability</text>");
        });

    /// <summary>Bars from the left, each with a name and a figure; a mark where a limit lies.</summary>
    public static void Bars(
        CardWriter card, string caption, string words, IReadOnlyList<string> items, string name, string value, string format, string? limit = null) =>
        card.Figure(caption, words, 820, (items.Count * 22) + 12, () =>
        {
            const double NameWidth = 330;
            var max = Math.Max(items.Max(item => Math.Max(card.Number($"{item}.{value}"), limit is null ? 0 : card.Number($"{item}.{limit}"))), 1e-12);
            for (var i = 0; i < items.Count; i++)
            {
                var (y, width) = (6 + (i * 22), (820 - NameWidth - 90) * Math.Max(card.Number($"{items[i]}.{value}"), 0) / max);
                card.Raw(Label(card, $"{items[i]}.{name}", "", NameWidth - 8, y + 15, "end", "name"));
                card.Drawn($"<rect class=\"mark\" x=\"{NameWidth}\" y=\"{y + 3}\" width=\"{width:0.0}\" height=\"15\" rx=\"2\"/>");
                if (limit is not null)
                {
                    var x = NameWidth + ((820 - NameWidth - 90) * card.Number($"{items[i]}.{limit}") / max);
                    card.Drawn($"<path class=\"otherline\" d=\"M{x:0.0} {y + 1} v19\"/>");
                }

                card.Raw(Label(card, $"{items[i]}.{value}", format, NameWidth + width + 6, y + 15, "start", "value"));
            }
        });

    /// <summary>How the score depends on one feature.</summary>
    public static void Effect(CardWriter card, string effect)
    {
        var points = Paths(card, effect + ".points");
        if (points.Length < 2)
        {
            return;
        }

        card.Raw("<figure>");
        var (first, last) = (card.Number(points[0] + ".value"), card.Number(points[^1] + ".value"));
        var low = points.MinBy(point => card.Number(point + ".probability"))!;
        var high = points.MaxBy(point => card.Number(point + ".probability"))!;
        var missing = card.Number(effect + ".missing_probability");
        var (least, most) = (Math.Min(card.Number(low + ".probability"), missing), Math.Max(card.Number(high + ".probability"), missing));
        var plot = new Plot(240, 170, first, last, least, Math.Max(most, least + 1e-6));
        card.Raw("<svg viewBox=\"0 0 240 170\" role=\"img\"><title>Effect of a feature</title>");
        card.Raw("<desc>Mean probability over the values of the feature; dashed: where it is missing.</desc>\n");
        plot.Frame(card, "", "");
        card.Drawn($"<path class=\"otherline\" d=\"M{Left} {plot.Y(missing):0.0} H{240 - Top}\"/>\n");
        var places = points.Select(point => (card.Number(point + ".value"), card.Number(point + ".probability")));
        card.Raw($"<polyline class=\"markline\" points=\"{plot.Points(places)}\"/>\n");
        card.Raw(Label(card, points[0] + ".value", "0.##", Left, 170 - Bottom + 16, "start"));
        card.Raw(Label(card, points[^1] + ".value", "0.##", 240 - Top, 170 - Bottom + 16, "end"));
        card.Raw(Label(card, low + ".probability", "0.0 %", Left - 4, plot.Y(card.Number(low + ".probability")), "end"));
        card.Raw(Label(card, high + ".probability", "0.0 %", Left - 4, plot.Y(card.Number(high + ".probability")) + 8, "end"));
        card.Raw(Label(card, effect + ".unit", "", (240 + Left) / 2, 164, "middle", "axis"));
        card.Raw($"</svg><figcaption><code>{card.Shown(effect + ".feature")}</code>, missing ");
        card.Raw($"{card.Shown(effect + ".missing_probability", "0.0 %")}</figcaption></figure>\n");
    }

    /// <summary>A small drawing of an interval between two ends of a scale, for a cell of a table.</summary>
    public static string Interval(CardWriter card, string value, string low, string high, double from, double to, double ideal)
    {
        double X(double number) => 4 + (112 * (Math.Clamp(number, from, to) - from) / (to - from));
        return FormattableString.Invariant(
            $"""
            <svg viewBox="0 0 120 14" aria-hidden="true"><path class="gridline" d="M4 7 H116"/><path class="ideal" d="M{X(ideal):0.0} 1 V13"/>
            <path class="markline" d="M{X(card.Number(low)):0.0} 7 H{X(card.Number(high)):0.0}"/>
            <circle class="mark" cx="{X(card.Number(value)):0.0}" cy="7" r="3"/></svg>
            """);
    }

    /// <summary>The paths of the elements of a list.</summary>
    public static string[] Paths(CardWriter card, string list) => [.. Enumerable.Range(0, card.Count(list)).Select(i => $"{list}[{i}]")];

    private static (string[] Paths, double Max) Ticks(CardWriter card, string list, double needed)
    {
        var all = Paths(card, list);
        var count = Array.FindIndex(all, path => card.Number(path) >= needed - 1e-9);
        string[] kept = count < 0 ? all : all[..(count + 1)];
        return (kept, card.Number(kept[^1]));
    }

    private static string Label(CardWriter card, string path, string format, double x, double y, string anchor, string look = "tick") =>
        card.Shown(path, format, "text", FormattableString.Invariant($"class=\"{look}\" x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\"")) + "\n";

    /// <summary>A frame that places numbers.</summary>
    private readonly record struct Plot(double Width, double Height, double FromX, double ToX, double FromY, double ToY)
    {
        public double X(double value) => Left + ((Width - Left - Top) * (value - FromX) / (ToX - FromX));

        public double Y(double value) => Height - Bottom - ((Height - Bottom - Top) * (value - FromY) / (ToY - FromY));

        public string Points(IEnumerable<(double X, double Y)> points)
        {
            var plot = this;
            return string.Join(' ', points.Select(point => FormattableString.Invariant($"{plot.X(point.X):0.0},{plot.Y(point.Y):0.0}")));
        }

        public void Frame(CardWriter card, string across, string up)
        {
            card.Drawn($"<path class=\"frame\" d=\"M{Left} {Top} V{Height - Bottom} H{Width - Top}\"/>\n");
            if (across.Length > 0)
            {
                var middle = Top + ((Height - Bottom - Top) / 2);
                card.Drawn($"<text class=\"axis\" x=\"{Left + ((Width - Left - Top) / 2):0}\" y=\"{Height - 6}\" text-anchor=\"middle\">");
                card.Raw(across + "</text>");
                card.Drawn($"<text class=\"axis\" x=\"12\" y=\"{middle:0}\" text-anchor=\"middle\" transform=\"rotate(-90 12 {middle:0})\">");
                card.Raw(up + "</text>\n");
            }
        }

        public void TicksAcross(CardWriter card, IEnumerable<string> paths, string format)
        {
            foreach (var path in paths)
            {
                var x = X(card.Number(path));
                card.Drawn($"<path class=\"gridline\" d=\"M{x:0.0} {Top} V{Height - Bottom}\"/>");
                card.Raw(Label(card, path, format, x, Height - Bottom + 16, "middle"));
            }
        }

        public void TicksUp(CardWriter card, IEnumerable<string> paths, string format)
        {
            foreach (var path in paths)
            {
                var y = Y(card.Number(path));
                card.Drawn($"<path class=\"gridline\" d=\"M{Left} {y:0.0} H{Width - Top}\"/>");
                card.Raw(Label(card, path, format, Left - 6, y + 4, "end"));
            }
        }
    }
}
