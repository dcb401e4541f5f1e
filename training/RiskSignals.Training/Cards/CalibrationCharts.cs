namespace RiskSignals.Training.Cards;

/// <summary>Observed beside predicted, by tenth of the scores.</summary>
internal static class CalibrationCharts
{
    /// <summary>With the band in which a true model would lie.</summary>
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
            var ticks = Plot.Ticks(card, "scales.shares", 0, places.Max(place => Math.Max(
                Math.Max(card.Number(place.Bin + ".observed_high"), card.Number(place.Bin + ".predicted")), card.Number(place.Band + ".high"))));
            var most = card.Number(ticks[^1]);
            var plot = new Plot(400, 360, 0, most, 0, most);
            plot.TicksAcross(card, ticks, "0 %");
            plot.TicksUp(card, ticks, "0 %");
            plot.Frame(card, "predicted share", "observed share");
            var band = places.Select(place => (card.Number(place.Bin + ".predicted"), card.Number(place.Band + ".low")))
                .Concat(places.Reverse().Select(place => (card.Number(place.Bin + ".predicted"), card.Number(place.Band + ".high"))));
            card.Raw($"<polygon class=\"band\" points=\"{plot.Points(band)}\"/>\n");
            card.Raw($"<polyline class=\"ideal\" points=\"{plot.Points([(0, 0), (most, most)])}\"/>\n");
            foreach (var (bin, _) in places)
            {
                var x = plot.X(card.Number(bin + ".predicted"));
                var (low, high) = (plot.Y(card.Number(bin + ".observed_low")), plot.Y(card.Number(bin + ".observed_high")));
                card.Drawn($"<path class=\"markline\" d=\"M{x:0.0} {low:0.0} V{high:0.0}\"/>");
                card.Drawn($"<circle class=\"mark\" cx=\"{x:0.0}\" cy=\"{plot.Y(card.Number(bin + ".observed")):0.0}\" r=\"4\"/>\n");
            }
        });

    /// <summary>Observed ÷ predicted, where small shares would crowd the other drawing's corner.</summary>
    public static void Ratios(CardWriter card) => card.Figure(
        "Observed divided by predicted, by tenth",
        "The tenth with the highest scores on the left, with the interval of its observed share. At the dashed line as many happened as were predicted; " +
        "intervals that leave the frame go on.",
        400,
        360,
        () =>
        {
            var bins = card.Paths("test.deciles");
            var scale = card.Paths("scales.ratios");
            var (low, high) = (Math.Log(card.Number(scale[0])), Math.Log(card.Number(scale[^1])));
            var plot = new Plot(400, 360, 0.5, bins.Length + 0.5, low, high);
            plot.TicksUp(card, scale, "0.###", Math.Log);
            plot.Frame(card, "tenth of the test rows, highest scores first", "observed ÷ predicted");
            card.Raw($"<polyline class=\"ideal\" points=\"{plot.Points([(0.5, 0), (bins.Length + 0.5, 0)])}\"/>\n");
            for (var i = 0; i < bins.Length; i++)
            {
                var (bin, x) = (bins[i], plot.X(i + 1));
                Plot.Label(card, bin + ".number", "0", x, 360 - Plot.Bottom + 16, "middle");
                double Height(string end) => plot.Y(Math.Clamp(Math.Log(Math.Max(card.Number(bin + end), 1e-9)), low, high));
                card.Drawn($"<path class=\"markline\" d=\"M{x:0.0} {Height(".ratio_low"):0.0} V{Height(".ratio_high"):0.0}\"/>");
                if (Math.Log(card.Number(bin + ".ratio")) is var place && place >= low && place <= high)
                {
                    card.Drawn($"<circle class=\"mark\" cx=\"{x:0.0}\" cy=\"{plot.Y(place):0.0}\" r=\"4\"/>\n");
                }
            }
        });
}
