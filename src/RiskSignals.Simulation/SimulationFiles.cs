using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;

namespace RiskSignals.Simulation;

/// <summary>How far the writing has come.</summary>
public readonly record struct SimulationProgress(int BorrowersDone, int Borrowers);

/// <summary>What was written.</summary>
/// <param name="Loans">Loans originated in the simulated period.</param>
/// <param name="BankTransactions">Rows of bank transactions, all versions.</param>
/// <param name="Facts">Rows of all kinds.</param>
/// <param name="Sha256">Over the hashes of all files, the facts in the order of their kinds, then the truth; lower-case hexadecimal.</param>
public sealed record SimulationSummary(int Borrowers, int Loans, long BankTransactions, long Facts, string Sha256);

/// <summary>Writes a simulated lender as CSV files: one a kind of fact, and the truth apart in the folder truth.</summary>
public static class SimulationFiles
{
    /// <summary>Borrowers lived at once: few enough to hold, enough for every core.</summary>
    private const int BlockSize = 64;

    /// <summary>Writes all files of a lender. Memory doesn't grow with the number of borrowers.</summary>
    /// <param name="directory">Created if absent. Files of the same names are replaced, and only once all are complete.</param>
    /// <param name="decisions">Treatments to apply; see <see cref="DecisionFile"/>.</param>
    /// <exception cref="ArgumentException">A parameter is out of bounds, or a decision is about a borrower or loan that isn't there.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no file was replaced.</exception>
    public static SimulationSummary Write(
        SimulationParameters parameters,
        string directory,
        IReadOnlyList<SimulatedDecision>? decisions = null,
        IProgress<SimulationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var lender = new SimulatedLender(parameters, decisions);
        Directory.CreateDirectory(Path.Combine(directory, "truth"));
        var files = Pages.Names.Select(name => new HashedFile(Path.Combine(directory, name))).ToArray();
        try
        {
            foreach (var (file, header) in files.Zip(Pages.Headers))
            {
                file.Write(header);
            }

            var totals = new long[3];
            var block = new Pages[Math.Min(BlockSize, parameters.Borrowers)];
            for (var from = 0; from < parameters.Borrowers; from += BlockSize)
            {
                var first = from;
                var count = Math.Min(BlockSize, parameters.Borrowers - from);
                var options = new ParallelOptions { CancellationToken = cancellation };
                try
                {
                    Parallel.For(0, count, options, i => block[i] = Pages.Of(lender, first + i));
                }
                catch (AggregateException several)
                {
                    ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
                }

                for (var i = 0; i < count; i++)
                {
                    block[i].AppendTo(files);
                    totals[0] += block[i].Loans;
                    totals[1] += block[i].BankTransactions;
                    totals[2] += block[i].Facts;
                }

                progress?.Report(new(from + count, parameters.Borrowers));
            }

            using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in files)
            {
                all.AppendData(file.Complete());
            }

            return new(parameters.Borrowers, (int)totals[0], totals[1], totals[2], Convert.ToHexStringLower(all.GetHashAndReset()));
        }
        finally
        {
            foreach (var file in files)
            {
                file.Dispose();
            }
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

    public void Write(StringBuilder text)
    {
        foreach (var chunk in text.GetChunks())
        {
            var bytes = new byte[Encoding.UTF8.GetByteCount(chunk.Span)];
            Encoding.UTF8.GetBytes(chunk.Span, bytes);
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    public void Write(string text) => Write(new StringBuilder(text));

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
