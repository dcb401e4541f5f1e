namespace RiskSignals.Training.Cards;

/// <summary>Drawings of the scores of the test rows.</summary>
internal static class ScoreCharts
{
    /// <summary>The ROC curve, or what taking the highest scores catches.</summary>
    /// <param name="across">What the curve is drawn over, a figure of the operating points.</param>
    public static void Curve(CardWriter card, string across, string caption, string words, string acrossWords, string upWords) =>
        card.Figure(caption, words, 400, 360, () =>
        {
            string[] ticks = [.. card.Paths("scales.shares").Where((_, i) => i % 2 == 0)];
            var plot = new Plot(400, 360, 0, 1, 0, 1);
            plot.TicksAcross(card, ticks, "0 %");
            plot.TicksUp(card, ticks, "0 %");
            plot.Frame(card, acrossWords, upWords);
            card.Raw($"<polyline class=\"ideal\" points=\"{plot.Points([(0, 0), (1, 1)])}\"/>\n");
            var points = card.Paths("test.curve").Select(path => (card.Number($"{path}.{across}"), card.Number(path + ".caught")));
            card.Raw($"<polyline class=\"markline\" points=\"{plot.Points(points)}\"/>\n");
        });

    /// <summary>The distribution of scores, outcomes above and the others below a line.</summary>
    public static void Histogram(CardWriter card) => card.Figure(
        "Distribution of the scores",
        "Upward: rows with the outcome; downward: the others; each as a share of its own kind, on one scale. Probabilities are spaced by their log-odds.",
        820,
        330,
        () =>
        {
            const double Middle = 150;
            const double Half = 118;
            var bins = card.Paths("test.distribution");
            var ticks = Plot.Ticks(card, "scales.shares", 0, bins.Max(bin => Math.Max(
                card.Number(bin + ".share_of_positives"), card.Number(bin + ".share_of_others"))));
            var (most, step) = (card.Number(ticks[^1]), (820 - Plot.Left - Plot.Right) / bins.Length);
            foreach (var tick in ticks)
            {
                var height = Half * card.Number(tick) / most;
                foreach (var y in card.Number(tick) > 0 ? new[] { Middle - height, Middle + height } : [Middle])
                {
                    card.Drawn($"<path class=\"gridline\" d=\"M{Plot.Left} {y:0.0} H{820 - Plot.Right}\"/>");
                    Plot.Label(card, tick, "0 %", Plot.Left - 6, y + 4, "end");
                }
            }

            for (var i = 0; i < bins.Length; i++)
            {
                var x = Plot.Left + (i * step);
                var (up, down) = (Half * card.Number(bins[i] + ".share_of_positives") / most, Half * card.Number(bins[i] + ".share_of_others") / most);
                card.Drawn($"<rect class=\"other\" x=\"{x + 1:0.0}\" y=\"{Middle - up:0.0}\" width=\"{step - 2:0.0}\" height=\"{up:0.0}\"/>");
                card.Drawn($"<rect class=\"mark\" x=\"{x + 1:0.0}\" y=\"{Middle:0.0}\" width=\"{step - 2:0.0}\" height=\"{down:0.0}\"/>\n");
                if (i % 4 == 0)
                {
                    Plot.Label(card, bins[i] + ".from", "0.0 %", x, 290, "middle");
                }
            }

            Plot.Label(card, bins[^1] + ".to_excl", "0.0 %", 820 - Plot.Right, 290, "middle");
            card.Drawn($"<path class=\"frame\" d=\"M{Plot.Left} {Middle} H{820 - Plot.Right}\"/>");
            card.Drawn($"<text class=\"axis\" x=\"{Plot.Left + 6}\" y=\"26\">with the outcome</text>");
            card.Drawn($"<text class=\"axis\" x=\"{820 - Plot.Right}\" y=\"264\" text-anchor=\"end\">without it</text>");
            card.Drawn($"<text class=\"axis\" x=\"{820 / 2}\" y=\"318\" text-anchor=\"middle\">probability</text>");
            card.Drawn($"<text class=\"axis\" x=\"12\" y=\"{Middle}\" text-anchor=\"middle\" transform=\"rotate(-90 12 {Middle})\">share of its kind</text>\n");
        });
}
