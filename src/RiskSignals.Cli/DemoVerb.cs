using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RiskSignals.Borrowers;
using RiskSignals.Simulation;
using RiskSignals.Storage;
using RiskSignals.Training.Fitting;
using RiskSignals.V1;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk demo: the whole path on a simulated lender, in a temporary folder.</summary>
internal static class DemoVerb
{
    /// <summary>Months of the book before the first re-score; long enough for matured labels of both targets.</summary>
    private const int MonthsBefore = 14;

    private const string TrialId = "demo-trial";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    public static Command Command()
    {
        var borrowers = new Option<int>("--borrowers") { Description = "Number of simulated borrowers", DefaultValueFactory = _ => 2_000 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the simulation", DefaultValueFactory = _ => 1UL };
        var once = new Option<bool>("--once") { Description = "End after printing instead of serving on" };
        var command = new Command("demo", "Simulate a lender, train, serve, re-score twice, and print warnings, treatments and a trial") { borrowers, seed, once };
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

    private sealed class Demo(string folder, int borrowers, ulong seed)
    {
        private readonly string data = Path.Combine(folder, "risk.db");

        private readonly string models = Path.Combine(folder, "models");

        private DateOnly first;

        private DateOnly second;

        private DateOnly last;

        public void Run(bool once)
        {
            var parameters = new SimulationParameters(borrowers, MonthsBefore, seed);
            first = parameters.EndOnExcl.AddDays(-1);
            second = parameters.StartOn.AddMonths(MonthsBefore + 1).AddDays(-1);
            last = parameters.StartOn.AddMonths(MonthsBefore + 3).AddDays(-1);
            using var database = Database.Open(data);
            var store = new FactStore(database);
            Title($"1. A lender until {first:yyyy-MM-dd}");
            Live(store, MonthsBefore, knownFrom: null, decisions: []);
            Title("2. Two models");
            foreach (var recipe in new[] { "miss30", "pay30" })
            {
                TrainVerb.Run(Recipes.Read(recipe), store, TrainVerb.Decisions(database), first, labelsFile: null, models);
            }

            Title("3. A scoring host, a registered trial, and a re-score");
            var (grpc, http) = (FreePort(), FreePort());
            using var host = ServiceProcess.Start(
                ["--data", data, "--models", models, "--grpc-address", $"127.0.0.1:{grpc}", "--http-address", $"127.0.0.1:{http}", "--today", $"{last:yyyy-MM-dd}", "--rescore-cron", "never"],
                Path.Combine(folder, "service.log"));
            WaitUntilServing(host, http);
            using var service = new ServiceCalls(new Uri($"http://127.0.0.1:{grpc}"));
            service.StartTrial(Plan());
            Rescore(service, first);
            var decisions = Treated(database);

            Title($"4. A month later, {second:yyyy-MM-dd}: the borrowers have responded");
            Live(store, MonthsBefore + 1, knownFrom: first.AddDays(1), decisions);
            var run = Rescore(service, second);
            decisions = Treated(database);
            Warnings(service.ListSignals(run.RunId, count: 12));
            Actions(database, run.RunId);

            Title($"5. Two months later, {last:yyyy-MM-dd}: outcomes have matured");
            Live(store, MonthsBefore + 3, knownFrom: second.AddDays(1), decisions);
            ReadOut(service.GetTrial(TrialId, last));
            var summary = string.Create(
                CultureInfo.InvariantCulture,
                $"demo ok borrowers {store.Count(FactKinds.Borrowers)} loans {run.Loans} signals {run.Signals} treatments {decisions.Count} outcomes {store.Count(FactKinds.Outcomes)}");
            if (once)
            {
                Console.WriteLine(summary);
                return;
            }

            Invite(store, grpc, http);
            Console.WriteLine(summary);
            using var stop = new ManualResetEventSlim();
            Console.CancelKeyPress += (_, pressed) =>
            {
                pressed.Cancel = true;
                stop.Set();
            };
            stop.Wait();
        }

        /// <summary>Lets simulated time pass: the borrowers live on under the decisions taken, and the store learns what a feed would bring.</summary>
        private void Live(FactStore store, int months, DateOnly? knownFrom, IReadOnlyList<SimulatedDecision> decisions)
        {
            var facts = Path.Combine(folder, "facts");
            SimulateVerb.Run(new SimulationParameters(borrowers, months, seed), facts, decisions, knownFrom);
            if (!ImportVerb.Run(facts, store))
            {
                throw new FormatException("The simulated files hold rows that the import refuses, see above; this is a fault of the program.");
            }

            Directory.Delete(facts, recursive: true);
        }

        private static Run Rescore(ServiceCalls service, DateOnly asOf)
        {
            var run = Screen.WithProgress($"re-scoring as of {asOf:yyyy-MM-dd}", progress => service.Rescore(asOf, progress));
            Console.WriteLine($"  {Screen.Count(run.Loans)} loans, {Screen.Count(run.Signals)} signals, {Screen.Count(run.Treatments)} treatments");
            return run;
        }
    }
}
