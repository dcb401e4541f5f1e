using System.Globalization;
using System.Text;

namespace RiskSignals.Training.Validation;

/// <summary>Two small charts in one SVG: observed against predicted share by decile, and lift by decile.</summary>
internal static class ReliabilityPlot
{
    private const double Side = 240;
    private const double Top = 30;
    private const double LeftOfFirst = 60;
    private const double LeftOfSecond = 380;

    public static byte[] Draw(ValidationReport report)
    {
        var bins = report.Test.Deciles;
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="660" height="330" font-family="sans-serif" font-size="12">""");
        Line(svg, $"""<rect width="660" height="330" fill="white"/>""");

        // A little room above the largest share, so that no interval is cut off unseen.
        var shareMax = Math.Min(1, 1.05 * bins.Max(bin => Math.Max(bin.ObservedHigh, bin.Predicted)));
        Frame(svg, LeftOfFirst, "Observed against predicted", "predicted, %", "observed, % (95 % interval)", 100 * shareMax, 100 * shareMax);
        Line(svg, $"""<path d="M{LeftOfFirst} {Top + Side} l{Side} {-Side}" stroke="gray" stroke-dasharray="4"/>""");
        foreach (var bin in bins)
        {
            var x = LeftOfFirst + (Side * bin.Predicted / shareMax);
            var (low, high) = (Height(bin.ObservedLow, shareMax), Height(bin.ObservedHigh, shareMax));
            Line(svg, $"""<path d="M{x:0.0} {low:0.0} V{high:0.0}" stroke="steelblue"/>""");
            Line(svg, $"""<circle cx="{x:0.0}" cy="{Height(bin.Observed, shareMax):0.0}" r="4" fill="steelblue"/>""");
        }

        var liftMax = Math.Max(1.05 * bins.Max(bin => bin.Lift), 1);
        Frame(svg, LeftOfSecond, "Lift", "decile of the score, highest first", "times base rate", bins.Count, liftMax);
        var width = Side / bins.Count;
        foreach (var bin in bins)
        {
            var (x, y) = (LeftOfSecond + (width * (bin.Number - 1)), Height(bin.Lift, liftMax));
            Line(svg, $"""<rect x="{x + 2:0.0}" y="{y:0.0}" width="{width - 4:0.0}" height="{Top + Side - y:0.0}" fill="steelblue"/>""");
        }

        Line(svg, $"""<path d="M{LeftOfSecond} {Height(1, liftMax):0.0} h{Side}" stroke="gray" stroke-dasharray="4"/>""");
        Line(svg, $"</svg>");
        return Encoding.UTF8.GetBytes(svg.ToString());
    }

    private static double Height(double value, double max) => Top + (Side * (1 - (value / max)));

    private static void Frame(StringBuilder svg, double left, string title, string across, string up, double acrossMax, double upMax)
    {
        var (bottom, middle) = (Top + Side, left + (Side / 2));
        Line(svg, $"""<path d="M{left} {Top} V{bottom} h{Side}" fill="none" stroke="black"/>""");
        Line(svg, $"""<text x="{middle}" y="18" text-anchor="middle" font-weight="bold">{title}</text>""");
        Line(svg, $"""<text x="{middle}" y="{bottom + 40}" text-anchor="middle">{across}</text>""");
        var (x, y) = (left - 40, Top + (Side / 2));
        Line(svg, $"""<text x="{x}" y="{y}" text-anchor="middle" transform="rotate(-90 {x} {y})">{up}</text>""");
        Line(svg, $"""<text x="{left + Side}" y="{bottom + 18}" text-anchor="end">{acrossMax:0.#}</text>""");
        Line(svg, $"""<text x="{left - 6}" y="{Top + 10}" text-anchor="end">{upMax:0.#}</text>""");
        Line(svg, $"""<text x="{left - 6}" y="{bottom}" text-anchor="end">0</text>""");
    }

    private static void Line(StringBuilder svg, FormattableString text) =>
        svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
