using System.CommandLine;

namespace RiskSignals.Cli;

/// <summary>risk demo: the whole path on a simulated lender, in a temporary folder that is deleted at the end.</summary>
internal static class DemoVerb
{
    public static Command Command()
    {
        var borrowers = new Option<int>("--borrowers") { Description = "Number of simulated borrowers", DefaultValueFactory = _ => 2_000 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the simulation", DefaultValueFactory = _ => 1UL };
        var once = new Option<bool>("--once") { Description = "End after printing instead of serving on" };
        var command = new Command("demo", "Simulate a lender, train, serve, re-score twice, and print warnings, treatments and a trial")
        {
            borrowers, seed, once,
        };
        command.SetAction(parsed =>
        {
            var folder = Directory.CreateTempSubdirectory("risksignals-demo-").FullName;
            try
            {
                new Demo(folder, parsed.GetValue(borrowers), parsed.GetValue(seed)).Run(parsed.GetValue(once));
                return 0;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }
}
