using System.CommandLine;
using System.CommandLine.Parsing;
using RiskSignals.Simulation;
using RiskSignals.Simulation.Realism;

namespace RiskSignals.Cli;

/// <summary>The options of risk simulate that compare the lender with real ones.</summary>
internal sealed class RealismOptions
{
    private readonly Option<bool> report = new("--report")
    {
        Description = "Compare the lender with published and real figures; without --out no facts are written",
    };

    private readonly Option<FileInfo?> reportOut = new("--report-out")
    {
        Description = "File for the comparison with its sources: Markdown, or a page with plots if it ends in .html",
    };

    private readonly Option<DirectoryInfo?> berka = new("--berka")
    {
        Description = $"Folder with {BerkaStatements.FileName}, to compute its side anew; the figures are known without it",
    };

    public IReadOnlyList<Option> All => [report, reportOut, berka];

    public void AddTo(Command command)
    {
        command.Add(report);
        command.Add(reportOut);
        command.Add(berka);
        command.Validators.Add(parsed =>
        {
            if (!parsed.GetValue(report) && (parsed.GetValue(reportOut) is not null || parsed.GetValue(berka) is not null))
            {
                parsed.AddError("--report-out and --berka go with --report.");
            }
        });
    }

    public bool IsAsked(SymbolResult parsed) => parsed.GetValue(report);

    /// <returns>Whether a report was asked for.</returns>
    public bool Run(ParseResult parsed, SimulationParameters parameters, int threads, CancellationToken cancellation)
    {
        if (!parsed.GetValue(report))
        {
            return false;
        }

        var made = Screen.WithProgress(
            $"comparing {Screen.Count(parameters.Borrowers)} borrowers over {parameters.Months} months",
            progress => RealismReport.Of(
                parameters,
                parsed.GetValue(berka)?.FullName,
                new Progressing<SimulationProgress>(progress, done => (double)done.BorrowersDone / done.Borrowers),
                threads,
                cancellation));
        Console.Write(made.ToText());
        if (parsed.GetValue(reportOut) is { } file)
        {
            File.WriteAllText(file.FullName, file.Extension == ".html" ? RealismPage.Of(made) : made.ToMarkdown());
            Console.WriteLine($"written: {file.FullName}");
        }

        return true;
    }
}
