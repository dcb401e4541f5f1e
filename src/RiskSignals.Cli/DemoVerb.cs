using System.CommandLine;
using System.Runtime.InteropServices;

namespace RiskSignals.Cli;

/// <summary>risk demo: the whole path on a simulated lender, in a temporary folder that is deleted at the end.</summary>
internal static class DemoVerb
{
    // As a shell reports a program ended by SIGINT.
    private const int Interrupted = 130;

    private const int DeleteAttempts = 20;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

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
                using var demo = new Demo(folder, parsed.GetValue(borrowers), parsed.GetValue(seed));
                void End(PosixSignalContext signal)
                {
                    signal.Cancel = true;
                    if (!demo.Interrupt())
                    {
                        Delete(folder);
                        Environment.Exit(Interrupted);
                    }
                }

                using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
                using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
                demo.Run(parsed.GetValue(once));
                return 0;
            }
            finally
            {
                Delete(folder);
            }
        });
        return command;
    }

    /// <summary>Work that is interrupted may still be writing files, so a folder that has just been emptied is emptied again.</summary>
    private static void Delete(string folder)
    {
        for (var attempt = 0; attempt < DeleteAttempts && Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                Thread.Sleep(BetweenAttempts);
            }
        }
    }
}
