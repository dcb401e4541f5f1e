using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;

namespace RiskSignals.Simulation;

/// <summary>How far the writing has come.</summary>
public readonly record struct SimulationProgress(int BorrowersDone, int Borrowers, long BankTransactions);

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
    /// <param name="directory">Created if absent. Files of the same names are replaced, and only once all are complete.</param>
    /// <param name="decisions">Treatments to apply; see <see cref="DecisionFile"/>.</param>
    /// <param name="sample">Loans whose true chance of a miss is written to truth/probabilities.csv; null for none.</param>
    /// <param name="threads">Borrowers lived at a time; null for one a core. The bytes don't depend on it.</param>
    /// <exception cref="ArgumentException">A parameter is out of bounds, or a decision is about a borrower or loan that isn't there.</exception>
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
        var files = names.Select(name => new HashedFile(Path.Combine(directory, name))).ToArray();
        try
        {
            foreach (var (file, header) in files.Zip(headers))
            {
                file.Write(Encoding.UTF8.GetBytes(header));
            }

            var writing = new Writing(lender, parameters.Borrowers, files, progress, cancellation);
            writing.Run(threads ?? Environment.ProcessorCount);
            if (sample is not null)
            {
                var page = new CsvPage();
                sample.Write(lender, page, threads, cancellation);
                files[^1].Write(page.Bytes);
            }

            using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in files)
            {
                all.AppendData(file.Complete());
            }

            return new(parameters.Borrowers, writing.Loans, writing.BankTransactions, writing.Facts, Convert.ToHexStringLower(all.GetHashAndReset()));
        }
        finally
        {
            foreach (var file in files)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Threads that live batches of borrowers, each writing its batch when all earlier ones are written.</summary>
    private sealed class Writing(
        SimulatedLender lender, int borrowers, HashedFile[] files, IProgress<SimulationProgress>? progress, CancellationToken cancellation)
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

/// <summary>A file that is hashed while it is written, and takes its name once it is complete.</summary>
internal sealed class HashedFile : IDisposable
{
    private readonly string path;

    private readonly FileStream stream;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public HashedFile(string path) => (this.path, stream) = (path, new FileStream(path + ".part", FileMode.Create));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        stream.Write(bytes);
    }

    /// <returns>Hash of the contents.</returns>
    public byte[] Complete()
    {
        stream.Dispose();
        File.Move(path + ".part", path, overwrite: true);
        return hash.GetHashAndReset();
    }

    public void Dispose()
    {
        stream.Dispose();
        hash.Dispose();
        File.Delete(path + ".part");
    }
}
