using System.Data.Common;
using Dapper;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;

namespace RiskSignals.Storage;

/// <summary>Keeps portfolio runs and their scores: each loan of a run is scored exactly once, however often hosts die.</summary>
/// <remarks>
/// A host begins the run (or joins it), claims chunks until there are none, and commits each. A commit is one transaction that ends by
/// marking the chunk done under the lease's epoch, so an owner that was paused and superseded can't commit.
/// </remarks>
public sealed class ScoreStore(Database database)
{
    /// <summary>Loans a chunk unless told otherwise.</summary>
    public const int DefaultChunkSize = 5_000;

    private const string Columns =
        "run_id, borrower_id, loan_id, as_of, target, status, probability, margin, band, reasons, bundle_hash, vector_hash";

    private const string RunSql =
        """
        SELECT r.run_id, r.portfolio, r.as_of, r.bundles, r.policy_hash, r.begun_at,
            coalesce(sum(c.loans), 0) AS loans, count(c.chunk) AS chunks,
            coalesce(sum(CASE WHEN c.state = 'done' THEN c.loans END), 0) AS loans_done,
            count(CASE WHEN c.state = 'done' THEN 1 END) AS chunks_done, e.warnings, e.treatments
        FROM runs r LEFT JOIN run_chunks c ON c.run_id = r.run_id LEFT JOIN run_endings e ON e.run_id = r.run_id
        """;

    private const string RunGroupSql = " GROUP BY r.run_id, r.portfolio, r.as_of, r.bundles, r.policy_hash, r.begun_at, e.warnings, e.treatments";

    private static readonly RowTable<ScoreRow> ShadowTable = new(
        "shadow_scores",
        ["run_id", "borrower_id", "loan_id", "target", "bundle_hash", "as_of", "status", "probability", "margin", "band", "vector_hash"],
        (score, row) =>
        {
            row.Text(score.RunId);
            row.Text(score.BorrowerId);
            row.Text(score.LoanId);
            row.Text(score.Target);
            row.Text(score.BundleHash);
            row.Day(score.AsOf);
            row.Text(score.Status);
            row.Number(score.Probability);
            row.Number(score.Margin);
            row.Text(score.Band);
            row.Text(score.VectorHash);
        });

    private static readonly RowTable<DriftRow> DriftTable = new(
        "run_drift",
        ["run_id", "target", "bundle_hash", "compared_with", "psi", "chance", "verdict"],
        (drift, row) =>
        {
            row.Text(drift.RunId);
            row.Text(drift.Target);
            row.Text(drift.BundleHash);
            row.Text(drift.ComparedWith);
            row.Number(drift.Psi);
            row.Number(drift.Chance);
            row.Text(drift.Verdict);
        });

    /// <summary>Begins a run by freezing its list of loans; if it was begun before, joins it and changes nothing.</summary>
    /// <param name="chunkSize">About how many loans a chunk holds; a borrower's loans stay together.</param>
    public RunRow Begin(RunKey key, int chunkSize = DefaultChunkSize)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        var runId = key.RunId;
        database.Write(transaction =>
        {
            var begun = transaction.Connection!.Execute(
                $"""
                INSERT INTO runs (run_id, portfolio, as_of, bundles, policy_hash, begun_at)
                VALUES (@runId, @Portfolio, @AsOf, @BundlesJson, @PolicyHash, {database.NowMilliseconds}) ON CONFLICT DO NOTHING
                """,
                new { runId, key.Portfolio, key.AsOf, key.BundlesJson, key.PolicyHash },
                transaction);
            if (begun == 1)
            {
                Freeze(transaction, key, runId, chunkSize);
            }
        });
        return Run(runId)!;
    }

    /// <summary>A run, or null if it was never begun.</summary>
    public RunRow? Run(string runId)
    {
        using var connection = database.Connect();
        return connection.QuerySingleOrDefault<RunRow>(RunSql + " WHERE r.run_id = @runId" + RunGroupSql, new { runId });
    }

    /// <summary>The newest runs first, by day, then by when they began.</summary>
    public IReadOnlyList<RunRow> Runs(int most = 100)
    {
        using var connection = database.Connect();
        return [.. connection.Query<RunRow>(RunSql + RunGroupSql + " ORDER BY r.as_of DESC, r.begun_at DESC, r.run_id LIMIT @most", new { most })];
    }

    /// <summary>The runs that are not ended, by day, then by when they began.</summary>
    public IReadOnlyList<RunRow> Unended()
    {
        using var connection = database.Connect();
        return [.. connection.Query<RunRow>(RunSql + " WHERE e.run_id IS NULL" + RunGroupSql + " ORDER BY r.as_of, r.begun_at, r.run_id")];
    }

    /// <summary>The newest ended run as of a day or before, or null if there is none.</summary>
    public RunRow? LatestEnded(DateOnly asOf)
    {
        using var connection = database.Connect();
        return connection.QueryFirstOrDefault<RunRow>(
            RunSql + " WHERE e.run_id IS NOT NULL AND r.as_of <= @asOf" + RunGroupSql + " ORDER BY r.as_of DESC, r.begun_at DESC, r.run_id DESC LIMIT 1",
            new { asOf });
    }

    /// <summary>Keeps what a run ends with.</summary>
    /// <returns>False, and nothing is kept, if the run is ended already or has chunks that aren't done.</returns>
    public bool End(RunEnding ending)
    {
        ArgumentNullException.ThrowIfNull(ending);
        return database.Write(transaction =>
        {
            var first = transaction.Connection!.Execute(
                """
                INSERT INTO run_endings (run_id, warnings, treatments)
                SELECT @RunId, @warnings, 0
                WHERE NOT EXISTS (SELECT 1 FROM run_chunks WHERE run_id = @RunId AND state <> 'done')
                ON CONFLICT DO NOTHING
                """,
                new { ending.RunId, warnings = ending.Warnings.Count },
                transaction) == 1;
            if (first)
            {
                Warnings(ending.RunId).Add(database, transaction, ending.Warnings);
                SignalStore.Keep(database, transaction, ending.SignalsOpened, ending.SignalsClosed);
                TreatmentStore.Keep(database, transaction, ending.Decisions);
                var standing = ending.Assignments.Where(made => IsKept(transaction, made.Decision)).Select(made => made.Assignment);
                TrialStore.Keep(database, transaction, [.. standing.DistinctBy(row => (row.BorrowerId, row.TrialId))]);
                CountTreatments(transaction, ending.RunId);
                DriftTable.Add(database, transaction, ending.Drift);
            }

            return first;
        });
    }

    /// <summary>A part of a run's early-warning list.</summary>
    /// <param name="after">The place on the list after which it begins; 0 for the beginning.</param>
    public IReadOnlyList<WarningRow> Warnings(string runId, int after, int most)
    {
        using var connection = database.Connect();
        return [.. connection.Query<WarningRow>(
            "SELECT number, borrower_id, loan_id, payload FROM run_warnings WHERE run_id = @runId AND number > @after ORDER BY number LIMIT @most",
            new { runId, after, most })];
    }

    /// <summary>Takes the next chunk that nobody holds, or whose holder's lease has ended.</summary>
    /// <param name="owner">Names the host, for operators.</param>
    /// <returns>Null if none is free: the run is done, or others are at work on what is left.</returns>
    public ChunkLease? Claim(string runId, string owner, TimeSpan lease) => database.Write(transaction => transaction.Connection!.Query<ChunkLease>(
        $"""
        UPDATE run_chunks
        SET lease_epoch = lease_epoch + 1, lease_until = {database.NowMilliseconds} + @lease, owner = @owner
        WHERE run_id = @runId AND chunk = (
            SELECT chunk FROM run_chunks
            WHERE run_id = @runId AND state = 'open' AND lease_until <= {database.NowMilliseconds}
            ORDER BY chunk LIMIT 1 {database.SkippingLocked})
        RETURNING run_id, chunk, lease_epoch, first_borrower_id, last_borrower_id, loans
        """,
        new { runId, owner, lease = (long)lease.TotalMilliseconds },
        transaction).SingleOrDefault());

    /// <summary>Holds a chunk for longer.</summary>
    /// <returns>False if another owner has it: stop working on it.</returns>
    public bool Renew(ChunkLease held, TimeSpan lease)
    {
        ArgumentNullException.ThrowIfNull(held);
        return database.Write(transaction => transaction.Connection!.Execute(
            $"""
            UPDATE run_chunks SET lease_until = {database.NowMilliseconds} + @lease
            WHERE run_id = @RunId AND chunk = @Chunk AND lease_epoch = @LeaseEpoch AND state = 'open'
            """,
            new { held.RunId, held.Chunk, held.LeaseEpoch, lease = (long)lease.TotalMilliseconds },
            transaction)) == 1;
    }

    /// <summary>The loans of a chunk, by borrower, then loan.</summary>
    public IReadOnlyList<LoanRef> Loans(ChunkLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        using var connection = database.Connect();
        return [.. connection.Query<LoanRef>(
            "SELECT borrower_id, loan_id FROM run_loans WHERE run_id = @RunId AND chunk = @Chunk ORDER BY borrower_id, loan_id",
            lease)];
    }

    /// <summary>Of each loan of a chunk, the newest score for a target before the run's day; loans never scored before are left out.</summary>
    public IReadOnlyList<ScoreRow> PreviousScores(ChunkLease lease, string target)
    {
        ArgumentNullException.ThrowIfNull(lease);
        using var connection = database.Connect();
        return [.. connection.Query<ScoreRow>(
            $"""
            SELECT {Prefixed("s")} FROM (
                SELECT m.borrower_id, m.loan_id, (
                    SELECT p.run_id FROM scores p
                    WHERE p.borrower_id = m.borrower_id AND p.loan_id = m.loan_id AND p.target = @target AND p.as_of < r.as_of
                    ORDER BY p.as_of DESC, p.run_begun_at DESC, p.run_id DESC LIMIT 1) AS previous_run_id
                FROM run_loans m JOIN runs r ON r.run_id = m.run_id
                WHERE m.run_id = @RunId AND m.chunk = @Chunk) x
            JOIN scores s ON s.run_id = x.previous_run_id AND s.borrower_id = x.borrower_id AND s.loan_id = x.loan_id AND s.target = @target
            ORDER BY s.borrower_id, s.loan_id
            """,
            new { lease.RunId, lease.Chunk, target })];
    }

    /// <summary>As <see cref="PreviousScores"/>, of the loans of a run that some borrowers owe under and that are scored in it.</summary>
    public IReadOnlyList<ScoreRow> Previous(string runId, IReadOnlyCollection<string> borrowerIds, string target)
    {
        var (condition, ids) = database.Among("m.borrower_id", borrowerIds);
        using var connection = database.Connect();
        return [.. connection.Query<ScoreRow>(
            $"""
            SELECT {Prefixed("s")} FROM (
                SELECT m.borrower_id, m.loan_id, (
                    SELECT p.run_id FROM scores p
                    WHERE p.borrower_id = m.borrower_id AND p.loan_id = m.loan_id AND p.target = @target AND p.as_of < m.as_of
                    ORDER BY p.as_of DESC, p.run_begun_at DESC, p.run_id DESC LIMIT 1) AS previous_run_id
                FROM scores m WHERE m.run_id = @runId AND m.target = @target AND {condition}) x
            JOIN scores s ON s.run_id = x.previous_run_id AND s.borrower_id = x.borrower_id AND s.loan_id = x.loan_id AND s.target = @target
            ORDER BY s.borrower_id, s.loan_id
            """,
            new { runId, ids, target })];
    }

    /// <summary>Keeps a chunk's results and marks it done, in one transaction.</summary>
    /// <returns>False, and nothing is kept, if the lease was lost: another owner has the chunk or has finished it.</returns>
    /// <exception cref="ArgumentException">A loan of the chunk has no score, or a score is of another run.</exception>
    public bool Commit(ChunkLease lease, ChunkResults results)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(results);
        try
        {
            database.Write(transaction => Keep(transaction, lease, results));
            return true;
        }
        catch (LeaseLostException)
        {
            return false;
        }
    }

    /// <summary>All scores of a run, by borrower, loan and target, read as they are asked for.</summary>
    public IEnumerable<ScoreRow> Scores(string runId)
    {
        using var connection = database.Connect();
        var rows = connection.Query<ScoreRow>(
            $"SELECT {Columns} FROM scores WHERE run_id = @runId ORDER BY borrower_id, loan_id, target", new { runId }, buffered: false);
        foreach (var row in rows)
        {
            yield return row;
        }
    }

    /// <summary>What challengers and shadows said in a run, by bundle, borrower and loan; nothing acts upon it.</summary>
    public IReadOnlyList<ScoreRow> Shadows(string runId)
    {
        using var connection = database.Connect();
        return [.. connection.Query<ScoreRow>(
            $"SELECT {string.Join(", ", ShadowTable.Columns)} FROM shadow_scores WHERE run_id = @runId ORDER BY bundle_hash, borrower_id, loan_id",
            new { runId })];
    }

    /// <summary>What a bundle said in a run that it decided: a probability a loan, NaN for one out of its scope, and whose loans they are.</summary>
    public (float[] Probabilities, int Borrowers) Sample(string runId, string bundleHash)
    {
        using var connection = database.Connect();
        var rows = connection.Query<ScoreRow>(
            """
            SELECT borrower_id, probability FROM scores
            WHERE run_id = @runId AND bundle_hash = @bundleHash AND (probability IS NOT NULL OR status = @outOfScope) ORDER BY borrower_id, loan_id
            """,
            new { runId, bundleHash, outOfScope = Codes<ScoreStatus>.Word(ScoreStatus.OutOfScope) },
            buffered: false);
        var (values, borrowers, last) = (new List<float>(), 0, (string?)null);
        foreach (var row in rows)
        {
            borrowers += row.BorrowerId == last ? 0 : 1;
            last = row.BorrowerId;
            values.Add((float?)row.Probability ?? float.NaN);
        }

        return ([.. values], borrowers);
    }

    /// <summary>The run that was begun first of those that a bundle decided and that are ended; null if there is none.</summary>
    public RunRow? FirstEnded(string portfolio, string bundleHash)
    {
        using var connection = database.Connect();
        return connection.QueryFirstOrDefault<RunRow>(
            RunSql + " WHERE e.run_id IS NOT NULL AND r.portfolio = @portfolio AND r.bundles LIKE @named" + RunGroupSql
                + " ORDER BY r.begun_at, r.run_id LIMIT 1",
            new { portfolio, named = $"%\"{bundleHash}\"%" });
    }

    /// <summary>How far the scores of the latest ended runs were from those of training, the newest run first.</summary>
    public IReadOnlyList<DriftRow> Drift(int most = 10)
    {
        using var connection = database.Connect();
        return [.. connection.Query<DriftRow>(
            $"""
            SELECT d.run_id, r.as_of, {string.Join(", ", DriftTable.Columns.Skip(1).Select(column => "d." + column))}
            FROM run_drift d JOIN runs r ON r.run_id = d.run_id ORDER BY r.as_of DESC, r.begun_at DESC, d.run_id, d.target LIMIT @most
            """,
            new { most })];
    }

    /// <summary>The newest score of a loan for a target by the end of a day, or null.</summary>
    public ScoreRow? Latest(string borrowerId, string loanId, string target, DateOnly asOf)
    {
        using var connection = database.Connect();
        return connection.QueryFirstOrDefault<ScoreRow>(
            $"""
            SELECT {Columns} FROM scores
            WHERE borrower_id = @borrowerId AND loan_id = @loanId AND target = @target AND as_of <= @asOf
            ORDER BY as_of DESC, run_begun_at DESC, run_id DESC LIMIT 1
            """,
            new { borrowerId, loanId, target, asOf });
    }

    private static void Freeze(DbTransaction transaction, RunKey key, string runId, int chunkSize)
    {
        transaction.Connection!.Execute(
            """
            INSERT INTO run_loans (run_id, chunk, borrower_id, loan_id)
            SELECT @runId, (min(number) OVER (PARTITION BY borrower_id) - 1) / @chunkSize, borrower_id, loan_id FROM (
                SELECT borrower_id, loan_id, row_number() OVER (ORDER BY borrower_id, loan_id) AS number FROM (
                    SELECT DISTINCT borrower_id, loan_id FROM loans
                    WHERE known_on <= @end AND originated_on <= @AsOf AND (@Portfolio = @all OR product = @Portfolio)) AS known) AS numbered
            """,
            new { runId, chunkSize = (long)chunkSize, end = Borrowers.Instant.EndOf(key.AsOf), key.AsOf, key.Portfolio, all = RunKey.AllLoans },
            transaction,
            commandTimeout: 0);
        transaction.Connection!.Execute(
            """
            INSERT INTO run_chunks (run_id, chunk, first_borrower_id, last_borrower_id, loans, state, lease_epoch, lease_until)
            SELECT run_id, chunk, min(borrower_id), max(borrower_id), count(*), 'open', 0, 0 FROM run_loans WHERE run_id = @runId GROUP BY run_id, chunk
            """,
            new { runId },
            transaction,
            commandTimeout: 0);
    }

    /// <summary>Whether it is this decision that stands, and not one that was taken for its slot meanwhile.</summary>
    private static bool IsKept(DbTransaction transaction, DecisionRow decision) => transaction.Connection!.ExecuteScalar<long>(
        "SELECT count(*) FROM decisions WHERE borrower_id = @BorrowerId AND decision_id = @DecisionId AND record = @Record",
        new { decision.BorrowerId, decision.DecisionId, decision.Record },
        transaction) == 1;

    private static void CountTreatments(DbTransaction transaction, string runId) => transaction.Connection!.Execute(
        "UPDATE run_endings SET treatments = (SELECT count(*) FROM decisions WHERE run_id = @runId AND treatment <> @none) WHERE run_id = @runId",
        new { runId, none = Treatments.Treatment.NoneId },
        transaction);

    private static string Prefixed(string table) => string.Join(", ", Columns.Split(", ").Select(column => $"{table}.{column}"));

    private void Keep(DbTransaction transaction, ChunkLease lease, ChunkResults results)
    {
        var connection = transaction.Connection!;
        var held = connection.QuerySingleOrDefault<long?>(
            $"SELECT lease_epoch FROM run_chunks WHERE run_id = @RunId AND chunk = @Chunk AND state = 'open' {database.Locking}", lease, transaction);
        if (held != lease.LeaseEpoch)
        {
            throw new LeaseLostException();
        }

        var run = connection.QuerySingle<RunRow>("SELECT run_id, as_of, bundles, begun_at FROM runs WHERE run_id = @RunId", lease, transaction);
        CheckComplete(transaction, lease, run, results.Scores);
        var added = Table(run.BegunAt).Add(database, transaction, results.Scores);
        if (added != results.Scores.Count)
        {
            throw new ArgumentException($"{results.Scores.Count - added} scores of chunk {lease.Chunk} stand twice in the results.", nameof(results));
        }

        ShadowTable.Add(database, transaction, results.Shadows);
        SignalStore.Keep(database, transaction, results.SignalsOpened, results.SignalsClosed);
        TreatmentStore.Keep(database, transaction, results.Decisions);
        TrialStore.Keep(database, transaction, results.Assignments);
        var fenced = connection.Execute(
            "UPDATE run_chunks SET state = 'done' WHERE run_id = @RunId AND chunk = @Chunk AND lease_epoch = @LeaseEpoch AND state = 'open'",
            lease,
            transaction);
        if (fenced != 1)
        {
            throw new LeaseLostException();
        }
    }

    private static void CheckComplete(DbTransaction transaction, ChunkLease lease, RunRow run, IReadOnlyList<ScoreRow> scores)
    {
        var targets = run.BundleOf;
        var loans = transaction.Connection!.Query<LoanRef>(
            "SELECT borrower_id, loan_id FROM run_loans WHERE run_id = @RunId AND chunk = @Chunk", lease, transaction).ToHashSet();
        if (scores.FirstOrDefault(score => !Belongs(score)) is { } stranger)
        {
            throw new ArgumentException(
                $"The score of loan {stranger.LoanId} for {stranger.Target} as of {stranger.AsOf:yyyy-MM-dd} is not of chunk {lease.Chunk} of run {run.RunId}.",
                nameof(scores));
        }

        if (scores.Count != loans.Count * targets.Count)
        {
            throw new ArgumentException(
                $"Chunk {lease.Chunk} of run {run.RunId} has {scores.Count} scores for {loans.Count} loans and {targets.Count} targets; " +
                "give every loan one row a target, a refusal if it can't be scored.",
                nameof(scores));
        }

        bool Belongs(ScoreRow score) =>
            score.RunId == run.RunId
            && score.AsOf == run.AsOf
            && targets.ContainsKey(score.Target)
            && loans.Contains(new LoanRef(score.BorrowerId, score.LoanId));
    }

    private static RowTable<WarningRow> Warnings(string runId) => new(
        "run_warnings",
        ["run_id", "number", "borrower_id", "loan_id", "payload"],
        (warning, row) =>
        {
            row.Text(runId);
            row.Whole(warning.Number);
            row.Text(warning.BorrowerId);
            row.Text(warning.LoanId);
            row.Text(warning.Payload);
        });

    private static RowTable<ScoreRow> Table(long begunAt) => new(
        "scores",
        [
            "borrower_id", "loan_id", "target", "as_of", "run_begun_at", "run_id", "status", "probability", "margin", "band", "reasons", "bundle_hash",
            "vector_hash",
        ],
        (score, row) =>
        {
            row.Text(score.BorrowerId);
            row.Text(score.LoanId);
            row.Text(score.Target);
            row.Day(score.AsOf);
            row.Whole(begunAt);
            row.Text(score.RunId);
            row.Text(score.Status);
            row.Number(score.Probability);
            row.Number(score.Margin);
            row.Text(score.Band);
            row.Text(score.Reasons);
            row.Text(score.BundleHash);
            row.Text(score.VectorHash);
        });

    /// <summary>Takes the transaction back; never leaves this class.</summary>
    private sealed class LeaseLostException : Exception;
}
