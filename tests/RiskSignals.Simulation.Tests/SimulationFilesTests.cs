using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

public sealed class SimulationFilesTests : IDisposable
{
    private static readonly SimulationParameters Small = Portfolio.Lender(borrowers: 70, months: 9, seed: 11);

    private readonly string folder = Directory.CreateTempSubdirectory("simulation").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Same_seed_and_parameters_give_the_same_bytes_and_another_seed_does_not()
    {
        var first = SimulationFiles.Write(Small, Folder("a"));
        var again = SimulationFiles.Write(Small, Folder("b"));
        var other = SimulationFiles.Write(Small with { Seed = 12 }, Folder("c"));
        Assert.Equal(first, again);
        Assert.NotEqual(first.Sha256, other.Sha256);
        foreach (var path in Directory.GetFiles(Folder("a"), "*", SearchOption.AllDirectories))
        {
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(path.Replace(Folder("a"), Folder("b"), StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Any_number_of_threads_writes_the_bytes_that_one_writes(int threads)
    {
        var alone = SimulationFiles.Write(Small, Folder("a"), threads: 1);
        Assert.Equal(alone, SimulationFiles.Write(Small, Folder("b"), threads: threads));
        foreach (var path in Directory.GetFiles(Folder("a"), "*", SearchOption.AllDirectories))
        {
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(path.Replace(Folder("a"), Folder("b"), StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Every_row_is_a_fact_that_reads_back_the_same()
    {
        var summary = SimulationFiles.Write(Small, Folder("a"));
        var rows = 0;
        foreach (var kind in FactKinds.All)
        {
            var lines = File.ReadAllLines(Path.Combine(Folder("a"), kind.Name + ".csv"));
            Assert.Equal(TextFactWriter.Header(kind), lines[0] + "\n");
            foreach (var line in lines[1..])
            {
                Assert.DoesNotContain('"', line);
                var fact = TextFactReader.Read(kind, line.Split(','));
                var text = new System.Text.StringBuilder();
                new TextFactWriter(text).Row(kind, fact);
                Assert.Equal(line + "\n", text.ToString());
                rows++;
            }
        }

        Assert.Equal(summary.Facts, rows);
        Assert.Equal(summary.BankTransactions, File.ReadLines(Path.Combine(Folder("a"), "bank_transactions.csv")).Count() - 1);
    }

    [Fact]
    public void More_borrowers_leave_the_rows_of_the_earlier_ones_as_they_were()
    {
        SimulationFiles.Write(Small, Folder("a"));
        SimulationFiles.Write(Small with { Borrowers = 90 }, Folder("b"));
        foreach (var path in Directory.GetFiles(Folder("a"), "*.csv", SearchOption.AllDirectories))
        {
            var more = File.ReadAllText(path.Replace(Folder("a"), Folder("b"), StringComparison.Ordinal));
            Assert.StartsWith(File.ReadAllText(path), more, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cancelled_run_leaves_earlier_files_as_they_were()
    {
        var before = SimulationFiles.Write(Small, Folder("a"));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => SimulationFiles.Write(Small with { Seed = 99 }, Folder("a"), cancellation: cancelled.Token));
        var lines = File.ReadLines(Path.Combine(Folder("a"), "bank_transactions.csv")).Count();
        Assert.Equal(before.BankTransactions, lines - 1);
        Assert.Empty(Directory.GetFiles(Folder("a"), "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_truth_file_of_decisions_says_what_each_did()
    {
        var day = Small.StartOn.AddMonths(6);
        var decision = new SimulatedDecision("B0000002", "B0000002-L1", day, Treatment.PlanOffer, "d1");
        SimulationFiles.Write(Small, Folder("a"), [decision]);
        var (treated, untreated) = new SimulatedLender(Small, [decision]).PaidAfter(1, decision);
        var row = File.ReadAllLines(Path.Combine(Folder("a"), "truth", "decisions.csv"))[1].Split(',');
        Assert.Equal(["d1", "B0000002", "B0000002-L1", "2024-07-01", "plan_offer"], row[..5]);
        Assert.Equal([$"{treated.Paid}", $"{untreated.Paid}", $"{treated.IsCurrent}", $"{untreated.IsCurrent}"], row[5..9], StringComparer.OrdinalIgnoreCase);
        Assert.Equal([$"{treated.PartnerPaid}", $"{untreated.PartnerPaid}"], row[9..]);
        var stray = decision with { LoanId = "B0000002-L9" };
        Assert.Throws<ArgumentException>(() => SimulationFiles.Write(Small, Folder("b"), [stray]));
    }

    [Fact]
    public void A_sample_of_true_chances_is_written_apart_and_counts_in_the_hash()
    {
        var sample = new TruthSample(Loans: 12, Replays: 20, Small.StartOn.AddMonths(6));
        var plain = SimulationFiles.Write(Small, Folder("a"));
        var sampled = SimulationFiles.Write(Small, Folder("b"), sample: sample, threads: 3);
        Assert.Equal(sampled, SimulationFiles.Write(Small, Folder("c"), sample: sample, threads: 1));
        Assert.NotEqual(plain.Sha256, sampled.Sha256);
        var lender = new SimulatedLender(Small);
        var rows = File.ReadAllLines(Path.Combine(Folder("b"), "truth", "probabilities.csv"));
        Assert.Equal("borrower_id,loan_id,as_of,miss_probability,replays,standard_error", rows[0]);
        Assert.Equal(12, rows.Length - 1);
        foreach (var row in rows[1..].Select(row => row.Split(',')))
        {
            var index = int.Parse(row[0].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) - 1;
            var chance = lender.MissProbability(index, row[1], sample.AsOf, replays: 20)!.Value;
            Assert.Equal(FormattableString.Invariant($"{chance.Probability:0.000000}"), row[3]);
            Assert.Equal(["2024-07-01", $"{chance.Judged}", FormattableString.Invariant($"{chance.StandardError:0.000000}")], [row[2], .. row[4..]]);
        }

        Assert.Throws<ArgumentException>(() => SimulationFiles.Write(Small, Folder("d"), sample: sample with { Replays = 0 }));
    }

    [Fact]
    public void Progress_ends_with_all_borrowers_done()
    {
        var steps = new Steps();
        var summary = SimulationFiles.Write(Small, Folder("a"), progress: steps);
        Assert.Equal(new SimulationProgress(70, 70, summary.BankTransactions), steps.Seen[^1]);
    }

    private string Folder(string name) => Path.Combine(folder, name);

    private sealed class Steps : IProgress<SimulationProgress>
    {
        public List<SimulationProgress> Seen { get; } = [];

        public void Report(SimulationProgress value) => Seen.Add(value);
    }
}
