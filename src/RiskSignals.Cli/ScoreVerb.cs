using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Service;
using RiskSignals.Storage;

namespace RiskSignals.Cli;

/// <summary>risk score: scores every loan as of a day into a CSV file, with the matured outcome where there is one.</summary>
internal static class ScoreVerb
{
    // Each holds a range of borrowers in memory and a connection to the store.
    private const int ThreadsMax = 64;

    public static Command Command()
    {
        var (data, postgres, models, asOf) = (Arguments.Data(), Arguments.Postgres(), Arguments.Models(), Arguments.AsOf());
        var target = Arguments.Out("a row a loan and target, in the order of the borrowers' ids");
        var threads = new Option<int>("--threads")
        {
            Description = "Threads that read, compute and score; the file is the same for any number",
            DefaultValueFactory = _ => Math.Min(ThreadsMax, Environment.ProcessorCount),
        };
        var command = new Command(
            "score", "Score every loan as of a day into a CSV file: probability with its interval, band, reasons, and the outcome once it has matured")
        {
            data, postgres, models, asOf, target, threads,
        };
        command.SetAction((parsed, cancel) =>
        {
            try
            {
                Score(parsed, cancel);
                return Task.FromResult(0);
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine("risk: stopped; nothing was written.");
                return Task.FromResult(Screen.Failed);
            }
        });
        return command;

        void Score(ParseResult parsed, CancellationToken cancel)
        {
            var count = parsed.GetValue(threads);
            if (count is < 1 or > ThreadsMax)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"--threads is {count}; expected 1 to {ThreadsMax}."));
            }

            using var database = Arguments.Open(parsed, data, postgres);
            var run = new Run(new(database), ServedBundles.Load(parsed.GetValue(models)!.FullName, database).All, parsed.GetValue(asOf));
            var path = parsed.GetValue(target)!.FullName;
            using var file = new CsvOut(path, [
                "borrower_id", "loan_id", "as_of", "target", "status", "probability", "band", "reasons", "probability_low", "probability_high", "outcome",
            ]);
            var watch = Stopwatch.StartNew();
            Screen.WithRate("scoring", "loans", progress => run.Write(file, count, progress, cancel));
            file.Complete();
            run.Print(path, watch.Elapsed);
        }
    }

    /// <summary>One pass over the portfolio: ranges of borrowers are read and scored side by side, and written in order.</summary>
    private sealed class Run(FactStore store, IReadOnlyList<ServedBundle> bundles, DateOnly asOf)
    {
        private readonly DateOnly knownBy =
            store.NewestKnownOn() ?? throw new InvalidOperationException("The store is empty; import facts first.");

        private readonly ScoringTime time = new();
        private readonly long borrowers = Math.Max(1, store.Count(FactKinds.Borrowers));
        private long busyTicks;
        private long loansSeen;
        private long loansScored;
        private long borrowersDone;

        public long Write(CsvOut file, int threads, IProgress<Progressed> progress, CancellationToken cancel)
        {
            var waiting = new Queue<Task<List<string>>>();
            try
            {
                foreach (var (first, last) in store.Ranges())
                {
                    cancel.ThrowIfCancellationRequested();
                    waiting.Enqueue(Task.Run(() => Lines(first, last), cancel));
                    if (waiting.Count > threads - 1)
                    {
                        WriteNext();
                    }
                }

                while (waiting.Count > 0)
                {
                    WriteNext();
                }
            }
            finally
            {
                // After a failure others may still be reading, and the database is closed next.
                Task.WhenAll((IEnumerable<Task>)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            }

            return loansSeen;

            void WriteNext()
            {
                file.Rows(waiting.Dequeue().GetAwaiter().GetResult());
                progress.Report(new((double)Interlocked.Read(ref borrowersDone) / borrowers, Interlocked.Read(ref loansSeen)));
            }
        }

        /// <summary>Where the time went, and the line that a script reads.</summary>
        public void Print(string path, TimeSpan elapsed)
        {
            var busy = Math.Max(1e-9, (double)busyTicks / Stopwatch.Frequency);
            Console.WriteLine($"{Screen.Count(loansSeen)} loans under {bundles.Count} targets in {path}");
            Console.WriteLine(
                $"of the threads' time {Screen.Percent(time.Features / busy)} went into features, {Screen.Percent(time.Scoring / busy)} into scores, " +
                $"{Screen.Percent(time.Reasons / busy)} into reasons, the rest into reading the store, histories and the file");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"scored {loansScored} seconds {elapsed.TotalSeconds:0.0} " +
                $"scoring_share {time.Scoring / busy:0.0000} reasons_share {time.Reasons / busy:0.0000}"));
        }

        private List<string> Lines(string first, string last)
        {
            var begun = Stopwatch.GetTimestamp();
            var files = store.Stream(first, last).ToArray();
            var loans = new List<(BorrowerHistory History, LoanHistory Loan)>(files.Length);
            var owners = new List<BorrowerFile>(files.Length);
            foreach (var file in files)
            {
                var history = file.AsOf(asOf);
                foreach (var loan in history.Loans)
                {
                    loans.Add((history, loan));
                    owners.Add(file);
                }
            }

            var scores = LoanScorer.ScoreAll(loans, bundles, time);
            var lines = new List<string>(scores.Count * bundles.Count);
            for (var i = 0; i < scores.Count; i++)
            {
                lines.AddRange(scores[i].Targets.Select(result => Line(owners[i], scores[i], result)));
            }

            Interlocked.Add(ref loansSeen, scores.Count);
            Interlocked.Add(ref loansScored, scores.Count(score => score.Targets.Any(result => result.Result?.Score is not null)));
            Interlocked.Add(ref borrowersDone, files.Length);
            Interlocked.Add(ref busyTicks, Stopwatch.GetTimestamp() - begun);
            return lines;
        }

        private string Line(BorrowerFile owner, LoanScore loan, TargetResult result)
        {
            var (target, score) = (result.Served.Target, result.Result?.Score);
            var outcome = result.Excluded is null && target.MaturesOn(asOf) <= knownBy
                ? target.Label(owner, loan.Features.LoanId, asOf, knownBy).State
                : LabelState.Immature;
            return CsvOut.Line(
            [
                owner.BorrowerId,
                loan.Features.LoanId,
                asOf,
                target.Id,
                result.Excluded ?? Codes<ScoreStatus>.Word(result.Result!.Status),
                score?.Probability ?? double.NaN,
                score?.Band ?? "",
                string.Join("; ", score?.Reasons.Select(reason => reason.Text) ?? []),
                score?.Interval?.Low ?? double.NaN,
                score?.Interval?.High ?? double.NaN,
                outcome switch { LabelState.One => "1", LabelState.Zero => "0", _ => "" },
            ]);
        }
    }
}
