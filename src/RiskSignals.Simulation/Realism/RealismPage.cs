using System.Globalization;
using System.Net;
using System.Text;

namespace RiskSignals.Simulation.Realism;

/// <summary>The comparison as one HTML page with plots; it loads nothing.</summary>
public static class RealismPage
{
    private const int Width = 640;

    private const int RowHeight = 26;

    private const int LabelWidth = 400;

    /// <summary>Ratios from a twentieth to twenty times fit the plot.</summary>
    private const double RatioMost = 20;

    public static string Of(RealismReport report)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>How real is the simulated lender</title><style>");
        page.Append("body{font:15px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#1d2733}");
        page.Append("table{border-collapse:collapse}td,th{padding:.25em .6em;border-bottom:1px solid #d8dee6;text-align:left;vertical-align:top}");
        page.Append("td.number{text-align:right;white-space:nowrap}.differs{color:#a4361f}svg text{font:12px sans-serif;fill:#1d2733}</style></head><body>");
        var parameters = report.Parameters;
        page.Append(CultureInfo.InvariantCulture, $"<h1>How real is the lender {WebUtility.HtmlEncode(parameters.Name)}</h1>");
        page.Append(CultureInfo.InvariantCulture, $"<p>{parameters.Borrowers} borrowers, {report.Loans} loans, {report.BankAccounts} current accounts, ");
        page.Append(CultureInfo.InvariantCulture, $"{parameters.Months} months from {parameters.StartOn:yyyy-MM-dd}, seed {parameters.Seed}. ");
        page.Append("Computed from the simulated facts alone. The bars are the ranges found elsewhere, the dots the simulated lender, both as ");
        page.Append("multiples of the range's middle on a logarithmic scale.</p>");
        foreach (var chapter in report.Rows.GroupBy(row => row.Chapter))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(chapter.Key)}</h2>");
            Plot(page, [.. chapter.Where(row => row.Simulated > 0 && row.Reference.Low > 0)]);
            Table(page, chapter);
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void Plot(StringBuilder page, RealismRow[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var height = (RowHeight * rows.Length) + 24;
        page.Append(CultureInfo.InvariantCulture, $"<svg width=\"{LabelWidth + Width}\" height=\"{height}\" role=\"img\">");
        foreach (var ratio in new[] { 0.1, 0.5, 1, 2, 10 })
        {
            var x = Math.Round(Place(ratio));
            page.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{height - 20}\" stroke=\"#d8dee6\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{height - 5}\" text-anchor=\"middle\">{ratio}</text>");
        }

        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var (y, middle) = ((RowHeight * i) + (RowHeight / 2), Math.Sqrt(row.Reference.Low * row.Reference.High));
            var (low, high) = (Place(row.Reference.Low / middle) - 3, Place(row.Reference.High / middle) + 3);
            var colour = row.Verdict == "agrees" ? "#1f6f54" : "#a4361f";
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{LabelWidth - 10}\" y=\"{y + 4}\" text-anchor=\"end\">");
            page.Append(CultureInfo.InvariantCulture, $"{WebUtility.HtmlEncode(row.Figure)}</text>");
            page.Append(CultureInfo.InvariantCulture, $"<rect x=\"{low:0}\" y=\"{y - 5}\" width=\"{high - low:0}\" height=\"10\" fill=\"#9db4cc\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Place(row.Simulated / middle):0}\" cy=\"{y}\" r=\"5\" fill=\"{colour}\"/>");
        }

        page.Append("</svg>");
    }

    private static double Place(double ratio) =>
        LabelWidth + (Width / 2.0 * (1 + Math.Clamp(Math.Log(ratio) / Math.Log(RatioMost), -1, 1)));

    private static void Table(StringBuilder page, IEnumerable<RealismRow> rows)
    {
        page.Append("<table><tr><th>Figure</th><th>Unit</th><th>Simulated</th><th>Of</th><th>Elsewhere</th><th>Verdict</th><th>Source</th></tr>");
        foreach (var row in rows)
        {
            var differs = row.Verdict.StartsWith("differs", StringComparison.Ordinal) ? " class=\"differs\"" : "";
            page.Append(CultureInfo.InvariantCulture, $"<tr{differs}><td>{WebUtility.HtmlEncode(row.Figure)}</td><td>{row.Unit}</td>");
            page.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{RealismReport.Value(row.Simulated)}</td><td class=\"number\">{row.Count}</td>");
            page.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{RealismReport.Between(row.Reference)}</td><td>{row.Verdict}</td>");
            page.Append(CultureInfo.InvariantCulture, $"<td>{WebUtility.HtmlEncode(row.Reference.Source)}</td></tr>");
        }

        page.Append("</table>");
    }
}
