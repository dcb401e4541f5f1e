using System.Globalization;
using RiskSignals.Storage;
using RiskSignals.Treatments;
using RiskSignals.V1;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>What the demo shows.</summary>
internal static class DemoTables
{
    public static void Warnings(ListSignalsReply list)
    {
        var table = Screen.Table(
            $"Early warnings as of {list.AsOf}: {list.Loans.Count} of {list.Total}, by expected loss (probability × amount at risk); amounts in GBP",
            ">no.", "loan", ">miss in 30 days", ">days to next due date", ">amount at risk", ">expected loss", "what happened", "reasons of the score");
        foreach (var loan in list.Loans)
        {
            var signals = loan.Signals.Select(signal => $"{signal.Rule}: {signal.Text}");
            table.Row(
                Screen.Count(loan.Number),
                loan.LoanId,
                loan.HasProbability ? Screen.Percent(loan.Probability) : "–",
                loan.HasDaysToDue ? Screen.Count(loan.DaysToDue) : "–",
                Amount(loan.AmountAtRisk),
                loan.HasExpectedLoss ? Amount(loan.ExpectedLoss) : "–",
                string.Join("\n", loan.HasAuditProbability ? signals.Prepend("drawn at random for audit") : signals),
                string.Join("\n", loan.Reasons.Take(3)));
        }

        AnsiConsole.Write(table);
    }

    public static void Treatments(IReadOnlyList<DecisionRow> decisions)
    {
        var table = Screen.Table(
            "Next best actions of the run", "treatment", ">loans", ">chosen by exploration or a trial", "an example: loan, and which rules removed what");
        var byTreatment = decisions.Select(row => DecisionText.Parse(row.Record)).GroupBy(decision => decision.ChosenId);
        foreach (var group in byTreatment.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var example = group.First();
            var removed = example.Candidates.Where(candidate => candidate.Removals.Count > 0)
                .Select(candidate => $"{candidate.TreatmentId} ({candidate.Removals[0].RuleId})");
            table.Row(
                group.Key,
                Screen.Count(group.Count()),
                Screen.Count(group.Count(decision => decision.ChosenBy != ChosenBy.Value)),
                $"{example.LoanId}; removed: {string.Join(", ", removed)}");
        }

        AnsiConsole.Write(table);
    }

    public static void ReadOut(TrialReport report)
    {
        var table = Screen.Table(
            $"Trial {report.TrialId} as of {report.AsOf} ({report.State}); sample ratio {report.SampleRatio}",
            "arm", "treatment", ">assigned", ">reached", ">matured", ">share who paid what was due", ">effect (95 % interval)");
        foreach (var arm in report.Arms)
        {
            table.Row(
                arm.ArmId,
                arm.Treatment,
                Screen.Count(arm.Assigned),
                Screen.Count(arm.Delivered),
                Screen.Count(arm.Matured),
                arm.HasMean ? Number($"{arm.Mean:0.000}") : "–",
                arm.Effect is { } effect ? Number($"{effect.Difference:+0.000;-0.000} ({effect.Low:+0.000;-0.000} to {effect.High:+0.000;-0.000})") : "–");
        }

        AnsiConsole.Write(table);
        foreach (var sentence in report.Sentences)
        {
            Console.WriteLine($"  {sentence}");
        }
    }

    /// <summary>Ready-to-paste calls of the host that serves on.</summary>
    public static void Invite(string loanId, DateOnly asOf, int grpc, int http)
    {
        Console.WriteLine($"gRPC: 127.0.0.1:{grpc} (h2c, reflection on)");
        foreach (var (method, body) in new[]
                 {
                     ("Scoring/Score", $$"""{"loanId":"{{loanId}}","asOf":"{{asOf:yyyy-MM-dd}}"}"""),
                     ("Treatments/NextBestAction", $$"""{"loanId":"{{loanId}}","asOf":"{{asOf:yyyy-MM-dd}}"}"""),
                     ("Signals/ListSignals", $$"""{"asOf":"{{asOf:yyyy-MM-dd}}","pageSize":5}"""),
                 })
        {
            Console.WriteLine($"curl -s -H 'content-type: application/json' -d '{body}' http://127.0.0.1:{http}/risksignals.v1.{method}");
        }
    }

    private static string Amount(long minorUnits) => (minorUnits / 100m).ToString("N2", CultureInfo.InvariantCulture);

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
