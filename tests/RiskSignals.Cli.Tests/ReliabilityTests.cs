using System.Globalization;
using System.Text;

namespace RiskSignals.Cli.Tests;

/// <summary>What a model says beside what is true: by the simulator's replays, not by labels.</summary>
[Collection(PipelineFolder.Collection)]
public sealed class ReliabilityTests(PipelineFolder folder)
{
    private const int Bins = 6;

    private static string AsOf => PipelineFolder.SampledOn;

    [Fact]
    public void The_curve_of_a_calibrated_score_lies_on_the_true_probabilities_and_that_of_an_uncalibrated_one_does_not()
    {
        var scores = Path.Combine(folder.Root, "sampled.csv");
        RiskProgram.Succeeds("score", "--as-of", AsOf, "--data", folder.Data, "--models", folder.Models, "--out", scores);
        var score = File.ReadLines(scores).Select(line => line.Split(',')).Where(row => row[3] == "MISS30@1" && row[5].Length > 0)
            .ToDictionary(row => row[1], row => Number(row[5]));
        var sample = File.ReadLines(Path.Combine(folder.Facts, "truth", "probabilities.csv")).Skip(1).Select(line => line.Split(','))
            .Where(row => score.ContainsKey(row[1]))
            .Select(row => new Point(score[row[1]], Number(row[3]), Error: 0))
            .ToArray();
        Assert.True(sample.Length > 100, $"{sample.Length} loans have a score and a true chance");
        var (low, high) = (sample.Where(point => point.Score < Middle(sample)), sample.Where(point => point.Score >= Middle(sample)));
        Assert.True(high.Average(point => point.Truth) > 1.5 * low.Average(point => point.Truth), "the score tells nothing");

        // Calibrated on one half against the truth, judged on the other.
        var halves = sample.Select((point, n) => (point, n)).ToLookup(pair => pair.n % 2 == 0, pair => pair.point);
        var (slope, shift) = Fit(halves[true]);
        var calibrated = Curve(halves[false].Select(point => point with { Score = Squeezed((slope * LogOdds(point.Score)) + shift) }));
        var overconfident = Curve(halves[false].Select(point => point with { Score = Squeezed((2.5 * slope * LogOdds(point.Score)) + shift - 2) }));
        Draw(calibrated, Path.Combine(AppContext.BaseDirectory, "reliability-against-truth.svg"));
        Assert.True(Excess(calibrated) < 3, $"calibrated: {Tell(calibrated)}");
        Assert.True(Excess(overconfident) > 3, $"overconfident: {Tell(overconfident)}");
    }

    /// <summary>Largest distance from the diagonal in standard errors.</summary>
    private static double Excess(IReadOnlyList<Point> curve) => curve.Max(bin => Math.Abs(bin.Score - bin.Truth) / bin.Error);

    private static string Tell(IEnumerable<Point> curve) =>
        string.Join("; ", curve.Select(bin => string.Create(CultureInfo.InvariantCulture, $"{bin.Score:0.000} true {bin.Truth:0.000} ± {bin.Error:0.000}")));

    private static double Middle(Point[] sample) => sample.Select(point => point.Score).Order().ElementAt(sample.Length / 2);

    /// <summary>Bins of equal counts. A bin's error is that which as many outcomes of its mean score would have.</summary>
    private static Point[] Curve(IEnumerable<Point> points)
    {
        var ordered = points.OrderBy(point => point.Score).ToArray();
        return [.. ordered.Chunk((ordered.Length + Bins - 1) / Bins).Select(bin =>
        {
            var score = bin.Average(point => point.Score);
            return new Point(score, bin.Average(point => point.Truth), Math.Sqrt(score * (1 - score) / bin.Length));
        })];
    }

    /// <summary>Slope and shift of the log-odds by Newton's method; the true chances are the outcomes.</summary>
    private static (double Slope, double Shift) Fit(IEnumerable<Point> points)
    {
        var rows = points.Select(point => (X: LogOdds(point.Score), Y: point.Truth)).ToArray();
        var (slope, shift) = (1.0, 0.0);
        for (var step = 0; step < 50; step++)
        {
            double g0 = 0, g1 = 0, h00 = 1e-9, h01 = 0, h11 = 1e-9;
            foreach (var (x, y) in rows)
            {
                var p = Squeezed((slope * x) + shift);
                var weight = p * (1 - p);
                (g0, g1) = (g0 + y - p, g1 + ((y - p) * x));
                (h00, h01, h11) = (h00 + weight, h01 + (weight * x), h11 + (weight * x * x));
            }

            var determinant = (h00 * h11) - (h01 * h01);
            shift += ((h11 * g0) - (h01 * g1)) / determinant;
            slope += ((h00 * g1) - (h01 * g0)) / determinant;
        }

        return (slope, shift);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double LogOdds(double p) => Math.Log(p / (1 - p));

    private static double Squeezed(double x) => 1 / (1 + Math.Exp(-x));

    private static void Draw(IEnumerable<Point> curve, string path)
    {
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 320 320\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<path d=\"M40 280H310M40 280V10M40 280L310 10\" stroke=\"#999\" fill=\"none\"/>\n");
        svg.Append("<text x=\"120\" y=\"305\">probability by the model</text><text x=\"44\" y=\"20\">true probability of a miss</text>\n");
        foreach (var (score, truth, error) in curve)
        {
            var (low, high) = (Y(truth - (2 * error)), Y(truth + (2 * error)));
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(score):0.0} {low:0.0}V{high:0.0}\" stroke=\"#36c\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(score):0.0}\" cy=\"{Y(truth):0.0}\" r=\"4\" fill=\"#36c\"/>\n");
        }

        File.WriteAllText(path, svg.Append("</svg>\n").ToString());

        static double X(double p) => 40 + (270 * p);

        static double Y(double p) => 280 - (270 * p);
    }

    private readonly record struct Point(double Score, double Truth, double Error);
}
