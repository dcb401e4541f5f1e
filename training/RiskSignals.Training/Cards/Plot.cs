namespace RiskSignals.Training.Cards;

/// <summary>A frame that places numbers. Its ticks are figures of the document too: they come from its scales.</summary>
/// <param name="Width">Of the drawing, frame and axes included.</param>
/// <param name="Height">Likewise.</param>
internal readonly record struct Plot(double Width, double Height, double FromX, double ToX, double FromY, double ToY)
{
    public const double Left = 56;
    public const double Right = 26;
    public const double Top = 14;
    public const double Bottom = 44;

    public double X(double value) => Left + ((Width - Left - Right) * (value - FromX) / (ToX - FromX));

    public double Y(double value) => Height - Bottom - ((Height - Bottom - Top) * (value - FromY) / (ToY - FromY));

    /// <summary>Places as <c>polyline</c> takes them.</summary>
    public string Points(IEnumerable<(double X, double Y)> points)
    {
        var plot = this;
        return string.Join(' ', points.Select(point => FormattableString.Invariant($"{plot.X(point.X):0.0},{plot.Y(point.Y):0.0}")));
    }

    /// <summary>The two axes and their names.</summary>
    public void Frame(CardWriter card, string across, string up)
    {
        var (middleX, middleY) = (Left + ((Width - Left - Right) / 2), Top + ((Height - Bottom - Top) / 2));
        card.Drawn($"<path class=\"frame\" d=\"M{Left} {Top} V{Height - Bottom} H{Width - Right}\"/>\n");
        card.Drawn($"<text class=\"axis\" x=\"{middleX:0}\" y=\"{Height - 6}\" text-anchor=\"middle\">").Raw(across + "</text>");
        card.Drawn($"<text class=\"axis\" x=\"12\" y=\"{middleY:0}\" text-anchor=\"middle\" transform=\"rotate(-90 12 {middleY:0})\">").Raw(up + "</text>\n");
    }

    public void TicksAcross(CardWriter card, IEnumerable<string> paths, string format)
    {
        foreach (var path in paths)
        {
            var x = X(card.Number(path));
            card.Drawn($"<path class=\"gridline\" d=\"M{x:0.0} {Top} V{Height - Bottom}\"/>");
            Label(card, path, format, x, Height - Bottom + 16, "middle");
        }
    }

    public void TicksUp(CardWriter card, IEnumerable<string> paths, string format, Func<double, double>? scale = null)
    {
        foreach (var path in paths)
        {
            var y = Y(scale is null ? card.Number(path) : scale(card.Number(path)));
            card.Drawn($"<path class=\"gridline\" d=\"M{Left} {y:0.0} H{Width - Right}\"/>");
            Label(card, path, format, Left - 6, y + 4, "end");
        }
    }

    /// <summary>A figure of the document at a place.</summary>
    public static void Label(CardWriter card, string path, string format, double x, double y, string anchor, string look = "tick") =>
        card.Raw(card.Shown(
            path, format, "text", FormattableString.Invariant($"class=\"{look}\" x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\"")) + "\n");

    /// <summary>The ticks of a scale from the last one at or below the least number needed to the first at or above the largest.</summary>
    public static string[] Ticks(CardWriter card, string scale, double least, double most)
    {
        var all = card.Paths(scale);
        var first = Math.Max(Array.FindLastIndex(all, path => card.Number(path) <= least + 1e-9), 0);
        var last = Array.FindIndex(all, path => card.Number(path) >= most - 1e-9);
        return all[first..(last < 0 ? all.Length : last + 1)];
    }
}
