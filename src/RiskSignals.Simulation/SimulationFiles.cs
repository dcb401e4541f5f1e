using System.Runtime.ExceptionServices;
using System.Text;

namespace RiskSignals.Simulation;

/// <summary>How far the writing has come.</summary>
/// <param name="Sampled">Share of the truth sample that is drawn, once all borrowers are done; 0 if none is asked for.</param>
public readonly record struct SimulationProgress(int BorrowersDone, int Borrowers, long BankTransactions, double Sampled = 0);

/// <summary>What was written.</summary>
/// <param name="Loans">Loans originated in the simulated period.</param>
/// <param name="BankTransactions">Rows of bank transactions, all versions.</param>
/// <param name="Facts">Rows of all kinds.</param>
/// <param name="Sha256">Over the hashes of all files, the facts in the order of their kinds, then the truth; lower-case hexadecimal.</param>
public sealed record SimulationSummary(int Borrowers, int Loans, long BankTransactions, long Facts, string Sha256);

/// <summary>Writes a simulated lender as CSV files: one a kind of fact, and the truth apart in the folder truth.</summary>
public static class SimulationFiles
{
    /// <summary>Borrowers whose rows a thread holds before it writes them.</summary>
    private const int BorrowersABatch = 16;

    /// <summary>Writes all files of a lender. Memory grows with the number of threads and not with that of borrowers.</summary>
    /// <param name="directory">Created if absent. Files of the same names are replaced, and only once all are complete; an earlier sample is deleted.</param>
    /// <param name="decisions">Treatments to apply; see <see cref="DecisionFile"/>.</param>
    /// <param name="sample">Loans whose true chance of a miss is written to truth/probabilities.csv; null for none.</param>
    /// <param name="threads">Borrowers lived at a time; null for one a core. The bytes don't depend on it.</param>
    /// <exception cref="ArgumentException">A parameter is out of bounds, or a decision is about a borrower or loan that isn't there.</exception>
    /// <exception cref="IOException">A file can't be written; no file was replaced.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no file was replaced.</exception>
    public static SimulationSummary Write(
        SimulationParameters parameters,
        string directory,
        IReadOnlyList<SimulatedDecision>? decisions = null,
        IProgress<SimulationProgress>? progress = null,
        TruthSample? sample = null,
        int? threads = null,
        CancellationToken cancellation = default)
    {
        var lender = new SimulatedLender(parameters, decisions);
        sample?.Check(lender);
        Directory.CreateDirectory(Path.Combine(directory, "truth"));
        var (names, headers) = sample is null ? (Pages.Names, Pages.Headers) : ([.. Pages.Names, TruthSample.Name], [.. Pages.Headers, TruthSample.Header]);
        using var files = new HashedFiles(names.Select(name => Path.Combine(directory, name)));
        for (var i = 0; i < headers.Count; i++)
        {
            files.Write(i, Encoding.UTF8.GetBytes(headers[i]));
        }

        var writing = new Writing(lender, parameters.Borrowers, files, progress, cancellation);
        writing.Run(threads ?? Environment.ProcessorCount);
        if (sample is not null)
        {
            var page = new CsvPage();
            var drawn = new SampleProgress(progress, new(parameters.Borrowers, parameters.Borrowers, writing.BankTransactions));
            sample.Write(lender, page, threads, drawn, cancellation);
            files.Write(headers.Count - 1, page.Bytes);
        }

        var sha256 = files.Complete();
        if (sample is null)
        {
            // One of an earlier lender would stand beside these facts.
            File.Delete(Path.Combine(directory, TruthSample.Name));
        }

        return new(parameters.Borrowers, writing.Loans, writing.BankTransactions, writing.Facts, sha256);
    }

    private sealed class SampleProgress(IProgress<SimulationProgress>? progress, SimulationProgress lived) : IProgress<double>
    {
        public void Report(double value) => progress?.Report(lived with { Sampled = value });
    }

    /// <summary>Threads that live batches of borrowers, each writing its batch when all earlier ones are written.</summary>
    private sealed class Writing(
        SimulatedLender lender, int borrowers, HashedFiles files, IProgress<SimulationProgress>? progress, CancellationToken cancellation)
    {
        private readonly object turn = new();

        private int taken;

        private int written;

        private ExceptionDispatchInfo? fault;

        public int Loans { get; private set; }

        public long BankTransactions { get; private set; }

        public long Facts { get; private set; }

        public void Run(int threads)
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Work());
            fault?.Throw();
        }

        private void Work()
        {
            var pages = new Pages();
            while (Interlocked.Increment(ref taken) - 1 is var batch && batch * BorrowersABatch < borrowers)
            {
                var problem = Live(batch * BorrowersABatch, pages);
                lock (turn)
                {
                    while (written != batch && fault is null)
                    {
                        Monitor.Wait(turn);
                    }

                    if (fault is not null)
                    {
                        return;
                    }

                    fault = problem ?? Attempt(() => Write(pages, Math.Min(borrowers, (batch + 1) * BorrowersABatch)));
                    written++;
                    Monitor.PulseAll(turn);
                }
            }
        }

        private static ExceptionDispatchInfo? Attempt(Action action)
        {
            try
            {
                action();
                return null;
            }
            catch (Exception exception)
            {
                return ExceptionDispatchInfo.Capture(exception);
            }
        }

        private ExceptionDispatchInfo? Live(int from, Pages pages) => Attempt(() =>
        {
            pages.Clear();
            for (var i = from; i < Math.Min(borrowers, from + BorrowersABatch); i++)
            {
                cancellation.ThrowIfCancellationRequested();
                pages.Add(lender, i);
            }
        });

        private void Write(Pages pages, int done)
        {
            pages.AppendTo(files);
            Loans += pages.Loans;
            BankTransactions += pages.BankTransactions;
            Facts += pages.Facts;
            progress?.Report(new(done, borrowers, BankTransactions));
        }
    }
}
