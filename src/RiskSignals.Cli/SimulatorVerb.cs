using System.CommandLine;
using System.Globalization;
using RiskSignals.Simulation;
using RiskSignals.Training.Fitting;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk benchmark simulator: the shipped recipe's probabilities against the true ones of a simulated lender.</summary>
internal static class SimulatorVerb
{
    private const int BorrowersMin = 100;

    public static Command Command()
    {
        var borrowers = new Option<int>("--borrowers")
        {
            Description = $"Simulated borrowers to learn from, an even number from {BorrowersMin}", DefaultValueFactory = _ => 4_000,
        };
        borrowers.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is var count && (count < BorrowersMin || count % 2 != 0))
            {
                given.AddError($"--borrowers is {count}; expected an even number from {BorrowersMin}, as households are of two.");
            }
        });
        var tested = new Option<int>("--tested") { Description = "Further borrowers to test on", DefaultValueFactory = _ => 400 };
        var replays = new Option<int>("--replays") { Description = "Futures lived a test row", DefaultValueFactory = _ => 400 };
        var months = new Option<int>("--months") { Description = "Simulated months", DefaultValueFactory = _ => 18 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the lender", DefaultValueFactory = _ => 2026 };
        tested.Validators.Add(Arguments.AtLeastOne);
        replays.Validators.Add(Arguments.AtLeastOne);
        var command = new Command(
            "simulator",
            """
            Simulate a lender in memory, train the shipped recipe of MISS30 on some borrowers, score others on three later days, and set the
            scores against the true chances of a miss, found by living each row's future anew many times. The AUC of both is of the same replays.
            """)
        {
            borrowers, tested, replays, months, seed,
        };
        command.SetAction((parsed, cancel) => Screen.Stoppable(() =>
        {
            var train = parsed.GetValue(borrowers);
            var lender = ShippedLenders.Default with
            {
                Borrowers = train + parsed.GetValue(tested), Months = parsed.GetValue(months), Seed = parsed.GetValue(seed),
            };
            Print(TrueChanceReport.Of(lender, train, parsed.GetValue(replays), ShippedRecipes.Read("miss30"), cancel), train);
            return 0;
        }));
        return command;
    }

    private static void Print(TrueChanceReport report, int borrowers)
    {
        TrainVerb.Print(report.Trained.Report);
        var table = Screen.Table("Scores against the truth, by fifth of the score", ">rows", ">score, %", ">truth, %", ">mean error, points");
        foreach (var rows in report.Rows.Chunk(Math.Max(1, (report.Rows.Count + 4) / 5)))
        {
            table.Row(
                Screen.Count(rows.Length),
                Text(100 * rows.Average(row => row.Score)),
                Text(100 * rows.Average(row => row.Truth.Probability)),
                Text(100 * rows.Average(row => Math.Abs(row.Score - row.Truth.Probability))));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(
            $"{report.Trained.Report.Model} learnt from {Screen.Count(report.TrainRows)} rows of {Screen.Count(borrowers)} borrowers, "
            + $"{Screen.Count(report.Rows.Count)} test rows of others; mean difference {Text(report.BiasPoints)} points; "
            + $"the replays' own error is {Text(report.NoisePoints)} points on average.");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"simulator_mae_points {report.MaePoints:0.00} auc {report.Auc:0.0000} true_auc {report.TrueAuc:0.0000} gap {report.TrueAuc - report.Auc:0.0000}"));
    }

    private static string Text(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
