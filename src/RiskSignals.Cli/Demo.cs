using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RiskSignals.Borrowers;
using RiskSignals.Simulation;
using RiskSignals.Storage;
using RiskSignals.Training.Fitting;
using RiskSignals.V1;

namespace RiskSignals.Cli;

/// <summary>A simulated lender lives for a year and a half: models are trained, the portfolio is re-scored twice, a trial is read out.</summary>
internal sealed class Demo(string folder, int borrowers, ulong seed) : IDisposable
{
    /// <summary>Months of the book before the first re-score; long enough for matured labels of both targets.</summary>
    private const int MonthsBefore = 14;

    private const string TrialId = "reach-out";

    private const int WarningsShown = 12;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim stop = new();

    private readonly string folder = folder;

    private volatile Host? running;

    private volatile bool waits;

    private readonly string data = Path.Combine(folder, "risk.db");

    private readonly string models = Path.Combine(folder, "models");

    /// <summary>Runs it; unless once, the host serves on until the user interrupts.</summary>
    public void Run(bool once)
    {
        var start = ShippedLenders.Default.StartOn;
        var (first, second, last) = (LastDay(start, MonthsBefore), LastDay(start, MonthsBefore + 1), LastDay(start, MonthsBefore + 3));
        using var database = Database.Open(data);
        var store = new FactStore(database);
        Title($"1. A lender from {start:yyyy-MM-dd} to {first:yyyy-MM-dd}: facts in");
        Live(store, MonthsBefore, knownFrom: null, decisions: []);

        Title("2. Two models: who misses a payment in 30 days, who pays what is due");
        foreach (var name in new[] { "miss30", "pay30" })
        {
            TrainVerb.Run(ShippedRecipes.Read(name), store, TrainVerb.NoDecisions, first, labelsFile: null, models);
        }

        Title("3. A scoring host, a registered trial, and the first re-score");
        using (var host = Host.Start(this, today: first))
        {
            host.Service.StartTrial(Plan());
            Rescore(host.Service, first);
        }

        Title($"4. A month later, {second:yyyy-MM-dd}: the borrowers have responded");
        Live(store, MonthsBefore + 1, knownFrom: first.AddDays(1), Treated(database));
        Run run;
        DecisionRow[] decided;
        using (var host = Host.Start(this, today: second))
        {
            run = Rescore(host.Service, second);
            DemoTables.Warnings(host.Service.ListSignals(run.RunId, WarningsShown));
            decided = [.. new TreatmentStore(database).OfRun(run.RunId)];
            DemoTables.Treatments(decided);
        }

        Title($"5. Two months later, {last:yyyy-MM-dd}: outcomes have matured");
        var treated = Treated(database);
        Live(store, MonthsBefore + 3, knownFrom: second.AddDays(1), treated);
        using var serving = Host.Start(this, today: last);
        DemoTables.ReadOut(serving.Service.GetTrial(TrialId, last));
        var signals = new SignalStore(database).Open(second).Count;
        var outcomes = store.Count(FactKinds.Outcomes);
        if (!once)
        {
            Title("6. Serving on; end with Ctrl+C");
            DemoTables.Invite(decided[0].LoanId, second, serving.GrpcPort, serving.HttpPort);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"demo ok borrowers {store.Count(FactKinds.Borrowers)} loans {run.Loans} signals {signals} treatments {treated.Count} outcomes {outcomes}"));
        if (!once)
        {
            waits = true;
            stop.Wait();
        }
    }

    private static DateOnly LastDay(DateOnly start, int months) => start.AddMonths(months).AddDays(-1);

    private static void Title(FormattableString text) => Title(text.ToString(CultureInfo.InvariantCulture));

    private static void Title(string text) => Console.WriteLine($"\n{text}");

    private static Run Rescore(ServiceCalls service, DateOnly asOf)
    {
        var run = Screen.WithProgress($"re-scoring as of {asOf:yyyy-MM-dd}", progress => service.Rescore(asOf, progress));
        Console.WriteLine(
            $"  {Screen.Count(run.Loans)} loans, {Screen.Count(run.Warnings)} early warnings, " +
            $"{Screen.Count(run.Treatments)} treatments other than nothing");
        return run;
    }

    /// <summary>What was decided so far, as the borrowers will meet it; doing nothing needs no telling.</summary>
    private static List<SimulatedDecision> Treated(Database database)
    {
        var decisions = new List<SimulatedDecision>();
        foreach (var row in new TreatmentStore(database).All())
        {
            if (Treatments.Of(row.Treatment) is { } treatment)
            {
                decisions.Add(new(row.BorrowerId, row.LoanId, row.DecidedOn, treatment, row.DecisionId));
            }
        }

        return decisions;
    }

    private static StartTrialRequest Plan() => new()
    {
        TrialId = TrialId,
        Hypothesis = "Offering a flexible plan early makes more borrowers pay what is due within 30 days than doing nothing.",
        Measure = Measure.PaidWhatWasDue,
        ControlArmId = "nothing",
        Arms = { new TrialArm { ArmId = "nothing", Treatment = "NONE", Weight = 1 }, new TrialArm { ArmId = "plan", Treatment = "OFFER_PLAN", Weight = 1 } },
        CoverageBuckets = 6_000,
        WindowDays = 30,
        StopAtMatured = 200,
        LayerSalt = "6f0d3a519c2e47b8a1c4e6f2085d7b93",
        SplitSalt = "b27c94e0d6f14a3591e8073c5fa2d816",
    };

    /// <summary>Ends the demo from another thread: its host is stopped.</summary>
    /// <returns>Whether the demo was only serving on, so that it now ends by itself; otherwise it is in the middle of its work.</returns>
    public bool Interrupt()
    {
        if (waits)
        {
            stop.Set();
            return true;
        }

        running?.Stop();
        return false;
    }

    public void Dispose() => stop.Dispose();

    /// <summary>Lets simulated time pass under the decisions taken; the store learns what a feed would have brought since.</summary>
    private void Live(FactStore store, int months, DateOnly? knownFrom, IReadOnlyList<SimulatedDecision> decisions)
    {
        var facts = Path.Combine(folder, "facts");
        SimulateVerb.Write(ShippedLenders.Default with { Borrowers = borrowers, Months = months, Seed = seed, KnownFrom = knownFrom }, facts, decisions);
        if (!ImportVerb.Run(facts, store))
        {
            throw new FormatException("The simulated files hold rows that the import refuses, see above; this is a fault of the program.");
        }

        Directory.Delete(facts, recursive: true);
    }

    /// <summary>The scoring host on one simulated day, in a process of its own.</summary>
    private sealed class Host : IDisposable
    {
        private readonly ServiceProcess process;

        private Host(ServiceProcess process, int grpcPort, int httpPort)
        {
            (this.process, GrpcPort, HttpPort) = (process, grpcPort, httpPort);
            Service = new ServiceCalls(new Uri($"http://127.0.0.1:{grpcPort}"));
        }

        public int GrpcPort { get; }

        public int HttpPort { get; }

        public ServiceCalls Service { get; }

        /// <summary>Starts it and waits until it is ready.</summary>
        public static Host Start(Demo demo, DateOnly today)
        {
            var (grpc, http) = (FreePort(), FreePort());
            var log = Path.Combine(demo.folder, $"service-{today:yyyy-MM-dd}.log");
            string[] options =
            [
                "--data", demo.data, "--models", demo.models, "--rescore-cron", "never",
                "--today", today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                "--grpc-address", $"127.0.0.1:{grpc}", "--http-address", $"127.0.0.1:{http}",
            ];
            var host = new Host(ServiceProcess.Start(options, log), grpc, http);
            demo.running = host;
            try
            {
                return Screen.WithProgress("starting the scoring host", _ => host.WaitUntilServing(log));
            }
            catch
            {
                host.Dispose();
                throw;
            }
        }

        public void Stop() => process.Stop();

        public void Dispose()
        {
            Service.Dispose();
            process.Dispose();
        }

        private static int FreePort()
        {
            using var probe = new TcpListener(IPAddress.Loopback, port: 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        private Host WaitUntilServing(string log)
        {
            for (var waited = TimeSpan.Zero; waited < StartPatience && !process.HasEnded; waited += BetweenLooks)
            {
                if (Service.IsServing())
                {
                    return this;
                }

                Thread.Sleep(BetweenLooks);
            }

            throw new InvalidOperationException($"The scoring host did not start. It said:\n{File.ReadAllText(log)}");
        }
    }
}
