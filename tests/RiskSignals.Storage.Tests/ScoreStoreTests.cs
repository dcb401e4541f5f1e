using System.Collections.Concurrent;
using Dapper;
using RiskSignals.Borrowers;

namespace RiskSignals.Storage.Tests;

public sealed class ScoreStoreTests
{
    private static readonly DateOnly AsOf = new(2024, 3, 31);

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    /// <summary>A lease that has ended when it begins, as of a host that was paused right after its claim.</summary>
    private static readonly TimeSpan Ended = TimeSpan.FromSeconds(-1);

    private static readonly RunKey Key = new(RunKey.AllLoans, AsOf, new Dictionary<string, string> { ["MISS30@1"] = "m1", ["PAY30@1"] = "p1" }, "policy");

    [Fact]
    public void A_run_id_depends_on_every_part_of_the_key_and_on_nothing_else()
    {
        RunKey[] keys =
        [
            Key,
            Key with { Portfolio = "personal" },
            Key with { AsOf = AsOf.AddDays(1) },
            Key with { PolicyHash = "other" },
            Key with { Bundles = new Dictionary<string, string> { ["MISS30@1"] = "m1" } },
            Key with { Bundles = new Dictionary<string, string> { ["MISS30@1"] = "m1", ["PAY30@1"] = "p2" } },
            Key with { Bundles = new Dictionary<string, string> { ["MISS30@1"] = "m1P", ["AY30@1"] = "p1" } },
        ];

        Assert.Equal(keys.Length, keys.Select(key => key.RunId).Distinct().Count());
        Assert.Equal(Key.RunId, (Key with { Bundles = new Dictionary<string, string> { ["PAY30@1"] = "p1", ["MISS30@1"] = "m1" } }).RunId);
        // Worked out with Python's hashlib, struct and uuid.
        Assert.Equal("fe77953c-a230-856f-80b4-90aa0d2aa1fb", Key.RunId);
    }

    [Theory, OnSqlite, OnPostgres]
    public void Beginning_a_run_again_joins_it_with_its_list_of_loans_unchanged(string system)
    {
        using var test = new TestDatabase(system);
        var store = new ScoreStore(test.Database);
        AddBorrowers(test, 5);

        var begun = store.Begin(Key, chunkSize: 2);
        test.Facts.Add(Ledger.WithOneLoan("B99"));
        var joined = store.Begin(Key, chunkSize: 1);

        Assert.Equal(begun, joined);
        Assert.Equal((5, 3, 0, false), (begun.Loans, begun.Chunks, begun.ChunksDone, begun.IsDone));
        Assert.Equal(Key.Bundles, begun.BundleOf);
        Assert.Equal(begun, Assert.Single(store.Runs()));
        Assert.Null(store.Run("none"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Beginning_a_run_at_once_on_several_hosts_begins_it_once(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 5);

        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new ScoreStore(test.Open()).Begin(Key, chunkSize: 2))));

        Assert.All(runs, run => Assert.Equal(runs[0], run));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_borrowers_loans_are_in_one_chunk_and_chunks_go_by_borrower(string system)
    {
        using var test = new TestDatabase(system);
        var store = new ScoreStore(test.Database);
        AddBorrowers(test, 4);
        test.Facts.Add(
        [
            .. Enumerable.Range(0, 4).Select(i => new Loan("B01", $"more{i}", "card", "GBP", Ledger.Start, new Money(1), null, null, Ledger.On(1))),
            new Loan("B02", "unknown", "card", "GBP", Ledger.Start, new Money(1), null, null, Instant.EndOf(AsOf.AddDays(1))),
        ]);

        var run = store.Begin(Key, chunkSize: 3);
        var cards = store.Begin(Key with { Portfolio = "card" }, chunkSize: 3);

        Assert.Equal((8, 2), (run.Loans, run.Chunks));
        var leases = new[] { store.Claim(run.RunId, "a", Long)!, store.Claim(run.RunId, "a", Long)! };
        Assert.Equal(
            ["B00-L B01-L more0 more1 more2 more3", "B02-L B03-L"],
            leases.Select(lease => string.Join(' ', store.Loans(lease).Select(loan => loan.LoanId))));
        Assert.Equal([("B00", "B01", 6), ("B02", "B03", 2)], leases.Select(lease => (lease.FirstBorrowerId, lease.LastBorrowerId, lease.Loans)));
        Assert.Equal(4, cards.Loans);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Claimers_at_once_never_get_the_same_chunk(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 40);
        var run = new ScoreStore(test.Database).Begin(Key, chunkSize: 1);
        var claimed = new ConcurrentBag<long>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(host => Task.Run(() =>
        {
            var store = new ScoreStore(test.Open());
            while (store.Claim(run.RunId, $"host{host}", Long) is { } lease)
            {
                claimed.Add(lease.Chunk);
            }
        })));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), claimed.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_held_chunk_is_free_again_when_its_lease_has_ended(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 1);
        var store = new ScoreStore(test.Database);
        var run = store.Begin(Key);

        var first = store.Claim(run.RunId, "a", Ended)!;
        var renewed = store.Renew(first, Long);
        var refused = store.Claim(run.RunId, "b", Long);
        store.Renew(first, Ended);
        var second = store.Claim(run.RunId, "b", Long)!;

        Assert.True(renewed);
        Assert.Null(refused);
        Assert.Equal((first.Chunk, first.LeaseEpoch + 1), (second.Chunk, second.LeaseEpoch));
        Assert.False(store.Renew(first, Long));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_paused_owner_can_not_commit_and_leaves_nothing(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 2);
        var store = new ScoreStore(test.Database);
        var run = store.Begin(Key);
        var paused = store.Claim(run.RunId, "a", Ended)!;
        var owner = store.Claim(run.RunId, "b", Long)!;

        var beforeTheOwner = store.Commit(paused, Results(store, paused, probability: 0.9));
        var byTheOwner = store.Commit(owner, Results(store, owner, probability: 0.1));
        var afterTheOwner = store.Commit(paused, Results(store, paused, probability: 0.9));
        var again = store.Commit(owner, Results(store, owner, probability: 0.1));

        Assert.Equal((false, true, false, false), (beforeTheOwner, byTheOwner, afterTheOwner, again));
        Assert.Equal([0.1, 0.1, 0.1, 0.1], store.Scores(run.RunId).Select(score => score.Probability!.Value));
        Assert.True(store.Run(run.RunId)!.IsDone);
        Assert.Null(store.Claim(run.RunId, "c", Long));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Commits_at_once_under_two_leases_of_one_chunk_score_each_loan_once(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 20);
        var store = new ScoreStore(test.Database);
        var run = store.Begin(Key, chunkSize: 5);
        for (var chunk = 0; chunk < 4; chunk++)
        {
            var paused = store.Claim(run.RunId, "a", Ended)!;
            var owner = store.Claim(run.RunId, "b", Long)!;
            using var start = new Barrier(2);

            var kept = await Task.WhenAll(new[] { paused, owner }.Select(lease => Task.Run(() =>
            {
                var host = new ScoreStore(test.Open());
                var results = Results(host, lease, probability: lease == owner ? 0.1 : 0.9);
                start.SignalAndWait();
                return host.Commit(lease, results);
            })));

            Assert.Equal([false, true], kept);
        }

        Assert.All(store.Scores(run.RunId), score => Assert.Equal(0.1, score.Probability));
        Assert.Equal(40, store.Scores(run.RunId).Count());
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_chunk_is_kept_with_all_its_parts_or_not_at_all(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 1);
        var store = new ScoreStore(test.Database);
        var run = store.Begin(Key);
        var lease = store.Claim(run.RunId, "a", Long)!;
        var results = Results(store, lease, 0.5) with
        {
            SignalsOpened = [SignalStoreTests.Signal("B00", openedOn: AsOf)],
            Decisions = [TreatmentStoreTests.Decision("B00", "D1", AsOf)],
            Assignments = [TrialStoreTests.Assignment("B00", "offer")],
        };
        var broken = results with { Assignments = [TrialStoreTests.Assignment("B00", "offer") with { Arm = null! }] };

        Assert.ThrowsAny<System.Data.Common.DbException>(() => store.Commit(lease, broken));
        var counts = Counts(test);
        Assert.True(store.Commit(lease, results));

        Assert.Equal("scores 0, signals 0, decisions 0, trial_assignments 0", counts);
        Assert.Equal("scores 2, signals 1, decisions 1, trial_assignments 1", Counts(test));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_chunk_with_a_loan_left_out_doubled_or_strange_is_an_error_of_the_caller(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 2);
        var store = new ScoreStore(test.Database);
        var run = store.Begin(Key);
        var lease = store.Claim(run.RunId, "a", Long)!;
        var scores = Results(store, lease, 0.5).Scores;

        Assert.Contains("has 3 scores for 2 loans and 2 targets", Refusal([.. scores.Skip(1)]), StringComparison.Ordinal);
        Assert.Contains("stand twice", Refusal([.. scores.Skip(1), scores[1]]), StringComparison.Ordinal);
        Assert.Contains("is not of chunk 0", Refusal([.. scores.Skip(1), scores[0] with { LoanId = "B99-L" }]), StringComparison.Ordinal);
        Assert.Contains("is not of chunk 0", Refusal([.. scores.Skip(1), scores[0] with { Target = "ROLL30@1" }]), StringComparison.Ordinal);
        Assert.Empty(store.Scores(run.RunId));

        string Refusal(IReadOnlyList<ScoreRow> wrong) =>
            Assert.Throws<ArgumentException>(() => store.Commit(lease, new ChunkResults { Scores = wrong })).Message;
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_run_resumed_by_another_host_equals_one_that_was_never_interrupted(string system)
    {
        using var whole = new TestDatabase(system);
        using var resumed = new TestDatabase(system);
        AddBorrowers(whole, 7);
        AddBorrowers(resumed, 7);

        Work(new ScoreStore(whole.Database), chunkSize: 2, most: int.MaxValue);
        Work(new ScoreStore(resumed.Database), chunkSize: 2, most: 2);
        new ScoreStore(resumed.Database).Claim(Key.RunId, "dies", Ended);
        Work(new ScoreStore(resumed.Open()), chunkSize: 2, most: int.MaxValue);

        var expected = new ScoreStore(whole.Database).Scores(Key.RunId).ToList();
        Assert.Equal(14, expected.Count);
        Assert.Equal(expected, new ScoreStore(resumed.Database).Scores(Key.RunId));
    }

    [Theory, OnSqlite, OnPostgres]
    public void Scores_come_back_as_they_went_in(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 1);
        var store = new ScoreStore(test.Database);
        var run = store.Begin(Key);
        var lease = store.Claim(run.RunId, "a", Long)!;
        var scored = Results(store, lease, probability: 0.1 + 0.2).Scores[0] with { Margin = -1e-300, Reasons = "[\"é\"]", Band = "B", VectorHash = "v" };
        var refused = Results(store, lease, 0.1).Scores[1] with { Status = "no_recent_history", Probability = null, Margin = null };

        store.Commit(lease, new ChunkResults { Scores = [refused, scored] });

        Assert.Equal([scored, refused], store.Scores(run.RunId));
    }

    [Theory, OnSqlite, OnPostgres]
    public void The_previous_score_is_the_newest_before_the_runs_day(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 3);
        var store = new ScoreStore(test.Database);
        foreach (var (day, bundle, probability) in new[] { (-50, "m1", 0.1), (-30, "m1", 0.2), (-30, "m2", 0.3), (0, "m1", 0.4), (5, "m1", 0.5) })
        {
            var key = Key with { AsOf = AsOf.AddDays(day), Bundles = new Dictionary<string, string> { ["MISS30@1"] = bundle } };
            var earlier = store.Begin(key);
            Nudge(test);
            var chunk = store.Claim(earlier.RunId, "a", Long)!;
            store.Commit(chunk, Results(store, chunk, probability));
        }

        test.Facts.Add(Ledger.WithOneLoan("B99"));
        var run = store.Begin(Key with { PolicyHash = "next" });
        var lease = store.Claim(run.RunId, "a", Long)!;

        Assert.Equal(
            [("B00-L", 0.3), ("B01-L", 0.3), ("B02-L", 0.3)],
            store.PreviousScores(lease, "MISS30@1").Select(score => (score.LoanId, score.Probability!.Value)));
        Assert.Empty(store.PreviousScores(lease, "PAY30@1"));
        Assert.Equal(0.4, store.Latest("B00", "B00-L", "MISS30@1", AsOf.AddDays(4))!.Probability);
        Assert.Equal(0.5, store.Latest("B00", "B00-L", "MISS30@1", AsOf.AddDays(5))!.Probability);
        Assert.Null(store.Latest("B00", "B00-L", "MISS30@1", AsOf.AddDays(-61)));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_run_ends_once_and_only_when_every_chunk_is_done(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 3);
        var store = new ScoreStore(test.Database);
        var run = store.Begin(Key, chunkSize: 2);
        var ending = Ending(run.RunId, "D1");

        var early = store.End(ending);
        var unended = store.Unended();
        Work(store, chunkSize: 2, most: int.MaxValue);
        var first = store.End(ending);
        var second = store.End(Ending(run.RunId, "D2"));

        Assert.Equal((false, true, false), (early, first, second));
        Assert.Equal(run.RunId, Assert.Single(unended).RunId);
        Assert.Empty(store.Unended());
        var ended = store.LatestEnded(AsOf)!;
        Assert.Equal((2, 1, true), (ended.Warnings, ended.Treatments, ended.IsEnded));
        Assert.Null(store.LatestEnded(AsOf.AddDays(-1)));
        Assert.Equal(ending.Warnings, store.Warnings(run.RunId, after: 0, most: 10));
        Assert.Equal([2], store.Warnings(run.RunId, after: 1, most: 1).Select(warning => warning.Number));
        Assert.Equal(["D1"], new TreatmentStore(test.Database).All().Select(decision => decision.DecisionId));
        Assert.Single(new TrialStore(test.Database).AssignmentsOf(["B00"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_run_keeps_no_assignment_of_a_decision_whose_slot_was_taken(string system)
    {
        using var test = new TestDatabase(system);
        AddBorrowers(test, 3);
        var store = new ScoreStore(test.Database);
        var run = store.Begin(Key, chunkSize: 2);
        Work(store, chunkSize: 2, most: int.MaxValue);
        new TreatmentStore(test.Database).Add([TreatmentStoreTests.Decision("B00", "earlier", AsOf)]);

        Assert.True(store.End(Ending(run.RunId, "D1")));

        Assert.Empty(new TrialStore(test.Database).AssignmentsOf(["B00"]));
        Assert.Equal(0, store.Run(run.RunId)!.Treatments);
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_runs_sample_counts_borrowers_and_its_drift_is_kept_once_with_its_end(string system)
    {
        using var test = new TestDatabase(system);
        var store = new ScoreStore(test.Database);
        AddBorrowers(test, 3);
        test.Facts.Add([new Loan("B01", "more", "personal", "GBP", Ledger.Start, new Money(1), null, null, Ledger.On(1))]);
        var run = store.Begin(Key, chunkSize: 10);
        var lease = store.Claim(run.RunId, "worker", Long)!;
        var results = Results(store, lease, probability: 0.25);
        ScoreRow[] scores = [.. results.Scores.Select(row => row.BorrowerId switch
        {
            "B00" => row with { Status = "out_of_scope", Probability = null },
            "B02" => row with { Status = "paid_off", Probability = null },
            _ => row,
        })];
        Assert.True(store.Commit(lease, results with { Scores = scores }));

        var (values, borrowers) = store.Sample(run.RunId, "m1");
        Assert.Equal([float.NaN, 0.25f, 0.25f], values);
        Assert.Equal(2, borrowers);
        Assert.Null(store.FirstEnded(RunKey.AllLoans, "m1"));
        var drift = new DriftRow
        {
            RunId = run.RunId, AsOf = AsOf, Target = "MISS30@1", BundleHash = "m1", ComparedWith = "training", Psi = 0.5, Chance = 0.25, Verdict = "shift",
        };
        Assert.True(store.End(Ending(run.RunId, "D1") with { Drift = [drift] }));
        Assert.False(store.End(Ending(run.RunId, "D1") with { Drift = [drift with { Psi = 9 }] }));

        Assert.Equal([drift], store.Drift());
        Assert.Equal(run.RunId, store.FirstEnded(RunKey.AllLoans, "m1")!.RunId);
        Assert.Null(store.FirstEnded(RunKey.AllLoans, "m"));
        Assert.Null(store.FirstEnded("card", "m1"));
    }

    private static RunEnding Ending(string runId, string decisionId) => new()
    {
        RunId = runId,
        Warnings = [.. Enumerable.Range(1, 2).Select(i => new WarningRow { Number = i, BorrowerId = $"B0{i}", LoanId = $"B0{i}-L", Payload = "{}" })],
        Decisions = [Decision(runId, decisionId)],
        Assignments = [new(Decision(runId, decisionId), TrialStoreTests.Assignment("B00", "offer"))],
    };

    private static DecisionRow Decision(string runId, string decisionId) =>
        TreatmentStoreTests.Decision("B00", decisionId, AsOf) with { RunId = runId };

    /// <summary>Makes the next run begin at a later moment than all before, whatever the clock's resolution.</summary>
    private static void Nudge(TestDatabase test)
    {
        using var connection = test.Database.Connect();
        connection.Execute("UPDATE runs SET begun_at = begun_at - 10");
    }

    private static void AddBorrowers(TestDatabase test, int count) =>
        test.Facts.Add([.. Enumerable.Range(0, count).SelectMany(i => Ledger.WithOneLoan($"B{i:00}"))]);

    private static void Work(ScoreStore store, int chunkSize, int most)
    {
        var run = store.Begin(Key, chunkSize);
        for (var done = 0; done < most && store.Claim(run.RunId, "worker", Long) is { } lease; done++)
        {
            Assert.True(store.Commit(lease, Results(store, lease, probability: 0.25)));
        }
    }

    private static ChunkResults Results(ScoreStore store, ChunkLease lease, double probability)
    {
        var run = store.Run(lease.RunId)!;
        return new ChunkResults
        {
            Scores =
            [
                .. store.Loans(lease).SelectMany(loan => run.BundleOf.Select(bundle => new ScoreRow
                {
                    RunId = run.RunId,
                    BorrowerId = loan.BorrowerId,
                    LoanId = loan.LoanId,
                    AsOf = run.AsOf,
                    Target = bundle.Key,
                    Status = ScoreRow.Scored,
                    Probability = probability,
                    Margin = -1,
                    BundleHash = bundle.Value,
                })),
            ],
        };
    }

    private static string Counts(TestDatabase test)
    {
        using var connection = test.Database.Connect();
        string[] tables = ["scores", "signals", "decisions", "trial_assignments"];
        return string.Join(", ", tables.Select(table => $"{table} {connection.ExecuteScalar<long>($"SELECT count(*) FROM {table}")}"));
    }
}
