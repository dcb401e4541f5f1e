using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RiskSignals.Bench;

/// <summary>
/// What a benchmark found: facts, tables of times and, last, the lines that scripts read. Shown while it grows and kept as
/// <c>bench/results/MACHINE/DATE-NAME.md</c>.
/// </summary>
internal sealed class BenchReport
{
    private readonly StringBuilder body = new();
    private readonly List<string> figures = [];
    private readonly string name;

    public BenchReport(string name, string[] args)
    {
        this.name = name;
        Line($"# Benchmark {name}");
        Line();
        Line("| | |");
        Line("|---|---|");
        Fact("command", $"`dotnet make.cs bench {string.Join(' ', args)}`");
        Fact("commit", Machine.Commit());
        Fact("processor", $"{Machine.Processor}, {Environment.ProcessorCount} cores, {Machine.Instructions}");
        Fact("runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
    }

    /// <summary>The lines for scripts so far.</summary>
    public IReadOnlyList<string> Figures => figures;

    /// <summary>The ratios so far, by name.</summary>
    public Dictionary<string, double> Ratios { get; } = [];

    /// <summary>A row of the table at the top; facts come before the first section.</summary>
    public void Fact(string what, string value) => Line($"| {what} | {value} |");

    /// <summary>A paragraph.</summary>
    public void Text(string text)
    {
        Line();
        Line(text);
    }

    /// <summary>A section with the times of one contest, each compared with the peer.</summary>
    /// <param name="title">What ran.</param>
    /// <param name="units">How many rows, borrowers or events one run handles.</param>
    /// <param name="unit">What they are called.</param>
    /// <param name="peer">The contestant that ratios are against.</param>
    /// <param name="timings">One a contestant.</param>
    public void Table(string title, long units, string unit, Timing peer, IReadOnlyList<Timing> timings)
    {
        Line();
        Line($"## {title}");
        Line();
        Line($"| | median | min | max | {unit} a second | × {peer.Name} | bytes allocated |");
        Line("|---|---|---|---|---|---|---|");
        foreach (var one in timings)
        {
            Line($"| {one.Name} | {Time(one.Median)} | {Time(one.Min)} | {Time(one.Max)} | {Text(units / one.Median, "#,##0")} "
                + $"| {Text(one.Over(peer), "0.00")} | {Text(one.AllocatedBytes, "#,##0")} |");
        }
    }

    /// <summary>A line for scripts, printed at the very end: <c>ratio NAME VALUE</c>.</summary>
    public void Ratio(string figure, double ratio)
    {
        Ratios[figure] = ratio;
        Figure($"ratio {figure} {Text(ratio, "0.00")}");
    }

    /// <summary>Any other line for scripts.</summary>
    public void Figure(string line) => figures.Add(line);

    /// <summary>Prints the lines for scripts, after keeping the file if asked to.</summary>
    public void Finish(bool keep)
    {
        if (keep)
        {
            Keep();
        }

        foreach (var figure in figures)
        {
            Console.WriteLine(figure);
        }
    }

    /// <summary>Seconds in the unit that suits them.</summary>
    public static string Time(double seconds) => seconds switch
    {
        >= 1 => $"{Text(seconds, "0.000")} s",
        >= 1e-3 => $"{Text(seconds * 1e3, "0.000")} ms",
        _ => $"{Text(seconds * 1e6, "0.000")} µs",
    };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private void Line(string text = "")
    {
        body.Append(text).Append('\n');
        Console.WriteLine(text);
    }

    private void Keep()
    {
        var folder = Path.Combine("bench", "results", Machine.Folder);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{name}.md");
        File.WriteAllText(path, $"{body}\n## Figures\n\n```\n{string.Join('\n', figures)}\n```\n");
        Console.WriteLine();
        Console.WriteLine($"kept in {path}");
    }
}
