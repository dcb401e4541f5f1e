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

    [Theory]
    [InlineData("truth/responses.csv")]
    [InlineData("truth/responses.csv.part")]
    public void A_run_that_cannot_write_one_file_leaves_all_earlier_ones_as_they_were(string blocked)
    {
        SimulationFiles.Write(Small, Folder("a"));
        File.Delete(Path.Combine(Folder("a"), "truth", "responses.csv"));
        Directory.CreateDirectory(Path.Combine(Folder("a"), blocked));
        var before = Contents();
        var problem = Record.Exception(() => SimulationFiles.Write(Small with { Seed = 99 }, Folder("a")));
        Assert.True(problem is IOException or UnauthorizedAccessException, $"{problem}");
        Assert.Contains("responses.csv", problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());

        Dictionary<string, string> Contents() =>
            Directory.GetFiles(Folder("a"), "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);
    }

    [Fact]
    public void A_disk_that_fills_up_leaves_no_file_half_written()
    {
        // No more than this may be written to a device that is always full.
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        var (kept, full) = (Path.Combine(folder, "kept.csv"), Path.Combine(folder, "full.csv"));
        File.WriteAllText(kept, "old");
        File.CreateSymbolicLink(full + ".part", "/dev/full");
        using (var files = new HashedFiles([kept, full]))
        {
            files.Write(0, "new"u8);
            files.Write(1, "new"u8);
            Assert.Throws<IOException>(files.Complete);
        }

        Assert.Equal("old", File.ReadAllText(kept));
        Assert.Equal([kept], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_run_without_a_sample_deletes_that_of_an_earlier_one()
    {
        var sample = new TruthSample(Loans: 3, Replays: 2, Small.StartOn.AddMonths(6));
        var steps = new Steps();
        var sampled = SimulationFiles.Write(Small, Folder("a"), progress: steps, sample: sample);
        Assert.Equal(new SimulationProgress(70, 70, sampled.BankTransactions, Sampled: 1), steps.Seen[^1]);
        Assert.True(File.Exists(Path.Combine(Folder("a"), "truth", "probabilities.csv")));
        SimulationFiles.Write(Small, Folder("a"));
        Assert.False(File.Exists(Path.Combine(Folder("a"), "truth", "probabilities.csv")));
    }

    [Fact]
    public void A_decision_about_a_borrower_who_left_no_facts_is_refused()
    {
        var lender = new SimulatedLender(Small);
        var index = Enumerable.Range(0, Small.Borrowers).First(i => !lender.Live(i).Facts.Any());
        var id = SimulatedLender.BorrowerId(index);
        var decision = new SimulatedDecision(id, $"{id}-L9", Small.StartOn.AddDays(9), Treatment.Sms, "d1");
        Assert.Contains(
            "'d1'", Assert.Throws<ArgumentException>(() => SimulationFiles.Write(Small, Folder("a"), [decision])).Message, StringComparison.Ordinal);
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
