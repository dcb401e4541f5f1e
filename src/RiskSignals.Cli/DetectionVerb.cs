using System.CommandLine;
using System.Globalization;
using RiskSignals.Simulation;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk benchmark detection: what the features notice of a simulated lender, against what was true.</summary>
internal static class DetectionVerb
{
    public static Command Command()
    {
        var borrowers = new Option<int>("--borrowers") { Description = "Simulated borrowers", DefaultValueFactory = _ => 1_000 };
        borrowers.Validators.Add(Arguments.AtLeastOne);
        var months = new Option<int>("--months") { Description = "Simulated months; the first seven only warm up", DefaultValueFactory = _ => 24 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the lender", DefaultValueFactory = _ => 7 };
        var command = new Command(
            "detection",
            """
            Simulate a lender in memory, look at every borrower once a week, and set what is told against what was true.
            missed_bill: the signal BILL_MISSED, against bills unpaid a week after they were due. income_drop: INCOME_DROP, against jobs lost,
            hours cut and illness that leave 0.8 of pay or less. new_lender: LENDER_NEW, against high-cost loans taken up. next_income: the
            predicted day of the next regular income (income_expected_until_next), right within 2 days. Told week after week counts once.
            """)
        {
            borrowers, months, seed,
        };
        command.SetAction(parsed =>
        {
            var parameters = ShippedLenders.Default with
            {
                Borrowers = parsed.GetValue(borrowers), Months = parsed.GetValue(months), Seed = parsed.GetValue(seed),
            };
            Print(Screen.WithProgress("looking at every borrower once a week", progress => DetectionReport.Of(parameters, progress)));
            return 0;
        });
        return command;
    }

    private static void Print(IReadOnlyList<Detection> detections)
    {
        var table = Screen.Table(
            "Told by the features against the simulator's truth", "what", ">told", ">right", ">precision", ">true", ">found", ">recall",
            ">delay, days (median)", ">then a missed instalment", ">lead, days (median)");
        foreach (var one in detections)
        {
            table.Row(
                one.Name, Screen.Count(one.Told), Screen.Count(one.Right), Screen.Percent(one.Precision), Screen.Count(one.True),
                Screen.Count(one.Found), Screen.Percent(one.Recall), Days(one.DelayDays),
                one.Name == "next_income" ? "–" : Screen.Percent((double)one.FollowedByMiss / one.Found), Days(one.LeadDays));
        }

        AnsiConsole.Write(table);
        foreach (var one in detections)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"detection {one.Name} precision {one.Precision:0.000} recall {one.Recall:0.000} lead_days {one.LeadDays:0.#}"));
        }
    }

    private static string Days(double days) => double.IsNaN(days) ? "–" : days.ToString("0.#", CultureInfo.InvariantCulture);
}
