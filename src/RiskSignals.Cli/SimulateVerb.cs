using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using RiskSignals.Simulation;

namespace RiskSignals.Cli;

/// <summary>risk simulate: writes the facts of a lender with known truth as import files, or lives them against a running host.</summary>
internal static class SimulateVerb
{
    private const int DefaultDays = 30;

    private const string Explanation =
        """

        Borrowers earn, spend, borrow, fall behind and answer treatments; each is drawn from the seed and its number alone, so the same seed and
        parameters give the same bytes on any number of threads, and more borrowers or months only add to what there was.
        The facts go to DIR, one CSV file a kind (docs/files.md), ready for risk import. What no lender can see goes to DIR/truth, which no other
        command reads: personas, shocks, true effects of treatments, true categories.

          risk simulate --borrowers 2000 --months 18 --out facts          a small lender, in seconds
          risk simulate --decisions taken.csv --out facts                 the same lender, whose borrowers answer what was decided
          risk simulate --plant leak,drift --out facts                    the same lender with faults that a correct system must notice
          risk simulate --report                                          how it compares with real lenders; writes no facts
          risk simulate --known-from 2025-07-01 --out facts               only what was learnt since an earlier import
          risk simulate --truth-sample 400 --as-of 2025-01-15 --out facts and the true chance of a miss of 400 loans, by replaying each 200 times

        The last line is: simulated borrowers N loans N bank_transactions N seconds S sha256 H

        With --against, nothing is written: a running host is told the facts of the months before, and from then on re-scores and
        decides every day; the borrowers answer from the next day. The host must not know other facts of these borrowers.

          risk serve --data loop.db --rescore-cron never
          risk simulate --borrowers 1000 --months 12 --against http://127.0.0.1:5001 --days 60
        """;

    public static Command Command()
    {
        var lender = new Option<string>("--lender")
        {
            Description = $"A shipped lender ({string.Join(", ", ShippedLenders.Names)}) or a JSON file of parameters",
            DefaultValueFactory = _ => ShippedLenders.DefaultName,
        };
        var borrowers = new Option<int?>("--borrowers") { Description = "Number of borrowers; as the lender has it if absent" };
        var months = new Option<int?>("--months") { Description = "Months simulated; as the lender has it if absent" };
        var seed = new Option<ulong?>("--seed") { Description = "Same seed, same bytes; as the lender has it if absent" };
        var decisions = new Option<FileInfo?>("--decisions")
        {
            Description = "CSV of borrower_id, loan_id, decided_on, treatment, decision_id, and tone, hour if wanted: the borrowers respond to them",
        };
        var knownFrom = new Option<DateOnly?>("--known-from")
        {
            Description = "Write only facts learnt on or after this day, as a feed that goes on from an earlier import",
            CustomParser = result => Arguments.Day(result.Tokens[0].Value, result.AddError),
        };
        var plants = new Option<string[]>("--plant")
        {
            Description = $"Faults to plant, as a list with commas or repeated: {string.Join(", ", PlantedFaults.Words)}; see docs/simulator.md",
        };
        var plantOn = new Option<DateOnly?>("--plant-on")
        {
            Description = "First day with the planted faults; if absent the lender's first day for leak, biased-overrides and label-contamination, "
                + "and a year later for the others",
            CustomParser = result => Arguments.Day(result.Tokens[0].Value, result.AddError),
        };
        var target = new Option<DirectoryInfo?>("--out") { Description = "Folder for the CSV files; the truth goes to its folder truth" };
        var realism = new RealismOptions();
        var threads = new Option<int>("--threads")
        {
            Description = "Borrowers simulated at a time; the bytes don't depend on it",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var sample = new Option<int?>("--truth-sample") { Description = "Loans whose true chance of a miss is written to truth/probabilities.csv" };
        var replays = new Option<int>("--replays") { Description = "Replays of each loan of the sample", DefaultValueFactory = _ => 200 };
        var asOf = new Option<DateOnly?>("--as-of")
        {
            Description = "The day that the sample is looked at from",
            CustomParser = result => Arguments.Day(result.Tokens[0].Value, result.AddError),
        };
        var against = new Option<Uri?>("--against")
        {
            Description = "gRPC address of a running host to live against, instead of writing files",
            CustomParser = result => Arguments.Address(result.Tokens[0].Value, result.AddError),
        };
        var key = new Option<string?>("--api-key") { Description = "A key of the host's key file, if it asks for one" };
        var days = new Option<int>("--days") { Description = "Days that the host decides on, after the months", DefaultValueFactory = _ => DefaultDays };
        var every = new Option<int>("--decide-every") { Description = "Days from one decision of the host to the next", DefaultValueFactory = _ => 1 };
        threads.Validators.Add(Arguments.AtLeastOne);
        every.Validators.Add(Arguments.AtLeastOne);
        days.Validators.Add(Arguments.AtLeastOne);
        replays.Validators.Add(Arguments.AtLeastOne);
        var command = new Command("simulate", "Write the facts of a simulated lender as import files, and the truth apart")
        {
            lender, borrowers, months, seed, decisions, knownFrom, plants, plantOn, threads, sample, replays, asOf, target, against, key, days, every,
            LongHelp.Option(Explanation),
        };
        realism.AddTo(command);
        command.Validators.Add(result =>
        {
            var places = (result.GetResult(target) is null ? 0 : 1) + (result.GetResult(against) is null ? 0 : 1);
            if (places > 1 || (places == 0 && !realism.IsAsked(result)))
            {
                result.AddError(
                    "Give either --out, the folder to write to, or --against, the host to live against; or --report, to compare with real lenders.");
            }

            if (result.GetResult(against) is not null)
            {
                Refuse(
                    result,
                    "can't go with --against: the host is told the facts of all days and decides itself, and no file is written.",
                    [decisions, knownFrom, sample, asOf, replays, threads, .. realism.All]);
                var (step, all) = (result.GetResult(every)?.GetValueOrDefault<int>() ?? 1, result.GetResult(days)?.GetValueOrDefault<int>() ?? DefaultDays);
                if (all >= 1 && step > all)
                {
                    result.AddError($"--decide-every is {step} and --days {all}: the host would never decide; give at least as many days.");
                }
            }
            else
            {
                Refuse(result, "can't go without --against, the host to live against.", [key, days, every]);
                if (result.GetResult(target) is null)
                {
                    Refuse(
                        result,
                        "can't go without --out, the folder to write to: the report is on the whole lender before any decision.",
                        [decisions, knownFrom, sample, asOf, replays]);
                }
            }

            if (result.GetResult(sample) is null)
            {
                Refuse(result, "can't go without --truth-sample, the number of loans to replay.", [replays]);
            }

            if (result.GetResult(sample) is null != result.GetResult(asOf) is null)
            {
                result.AddError("--truth-sample and --as-of go together: how many loans, and the day to look from.");
            }
        });

        // On a thread of its own, for signals are listened to only once the action has begun and returned.
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), CancellationToken.None));
        return command;

        int Run(ParseResult parsed, CancellationToken cancel)
        {
            try
            {
                Simulate(parsed, cancel);
                return 0;
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine("risk: stopped; files that were there before are as they were.");
                return Screen.Failed;
            }
        }

        void Simulate(ParseResult parsed, CancellationToken cancel)
        {
            var read = ShippedLenders.Read(parsed.GetValue(lender)!);
            var parameters = read with
            {
                Borrowers = parsed.GetValue(borrowers) ?? read.Borrowers,
                Months = parsed.GetValue(months) ?? read.Months,
                Seed = parsed.GetValue(seed) ?? read.Seed,
                KnownFrom = parsed.GetValue(knownFrom),
                Plants = PlantedFaults.Parse(parsed.GetValue(plants) ?? [], parsed.GetValue(plantOn)),
            };
            if (parsed.GetValue(against) is { } address)
            {
                using var service = new ServiceCalls(address, parsed.GetValue(key));
                new ClosedLoop(service, parameters, cancel).Run(parameters.Months, parsed.GetValue(days), parsed.GetValue(every));
                return;
            }

            if (realism.Run(parsed, parameters, parsed.GetValue(threads), cancel) && parsed.GetValue(target) is null)
            {
                return;
            }

            var taken = parsed.GetValue(decisions) is { } file ? DecisionFile.Read(file.FullName) : [];
            var watch = Stopwatch.StartNew();
            var drawn = parsed.GetValue(sample) is { } count ? new TruthSample(count, parsed.GetValue(replays), parsed.GetValue(asOf)!.Value) : null;
            var summary = Write(parameters, parsed.GetValue(target)!.FullName, taken, drawn, parsed.GetValue(threads), cancel);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"simulated borrowers {summary.Borrowers} loans {summary.Loans} bank_transactions {summary.BankTransactions} "
                + $"seconds {watch.Elapsed.TotalSeconds:0.0} sha256 {summary.Sha256}"));
        }
    }

    /// <summary>Writes the files and prints the counts.</summary>
    public static SimulationSummary Write(
        SimulationParameters parameters,
        string folder,
        IReadOnlyList<SimulatedDecision> decisions,
        TruthSample? sample = null,
        int? threads = null,
        CancellationToken cancellation = default)
    {
        // Days lived for the files, and for the sample: the two parts of the work.
        var (forFiles, forSample) = (parameters.Borrowers * parameters.Months * 30.0, (sample?.Loans ?? 0.0) * (sample?.Replays ?? 0) * 47);
        var sampleShare = forSample / (forFiles + forSample);
        var summary = Screen.WithRate(
            $"simulating {Screen.Count(parameters.Borrowers)} borrowers for {parameters.Months} months",
            "bank transactions",
            progress => SimulationFiles.Write(parameters, folder, decisions, new Bar(progress, sampleShare), sample, threads, cancellation));
        Console.WriteLine(
            $"  {Screen.Count(summary.Loans)} loans, {Screen.Count(summary.BankTransactions)} bank transactions, "
            + $"{Screen.Count(summary.Facts)} facts; sha256 {summary.Sha256[..16]}…");
        return summary;
    }

    private static void Refuse(CommandResult given, string why, IReadOnlyList<Option> options)
    {
        string[] names = [.. options.Where(option => given.GetResult(option) is { Implicit: false }).Select(option => option.Name)];
        if (names.Length > 0)
        {
            given.AddError($"{string.Join(", ", names)} {why}");
        }
    }

    private sealed class Bar(IProgress<Progressed> screen, double sampleShare) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => screen.Report(new(
            ((1 - sampleShare) * value.BorrowersDone / value.Borrowers) + (sampleShare * value.Sampled), value.BankTransactions));
    }
}
