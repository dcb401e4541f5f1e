using System.Data.Common;
using Dapper;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;

namespace RiskSignals.Storage;

/// <summary>Keeps bundles by their hash, and the ledger of who did what to them.</summary>
public sealed class ModelStore(Database database)
{
    private const string Columns =
        "number, at, act, target, version, bundle_hash, role, proposal, by_whom, why, evidence, previous_sha256, sha256";

    /// <summary>Number and hash of the ledger's last line; 0 and empty before the first. Cheap: a host asks every other second.</summary>
    public (long Number, string Hash) Head()
    {
        using var connection = database.Connect();
        return connection.QuerySingleOrDefault<(long, string)?>("SELECT number, sha256 FROM model_ledger ORDER BY number DESC LIMIT 1") ?? (0, "");
    }

    /// <summary>The whole ledger, its chain verified.</summary>
    /// <exception cref="FormatException">A line was changed, taken out or put in.</exception>
    public ModelLedger Ledger()
    {
        using var connection = database.Connect();
        return Read(connection, null);
    }

    /// <summary>Adds a line. What it rests on can't change meanwhile: of two writers at once, the second looks again.</summary>
    /// <param name="next">Says from the ledger as it is what to add, or refuses; null adds nothing. May be called more than once.</param>
    /// <returns>The line that was added, or null.</returns>
    public LedgerEntry? Write(Func<ModelLedger, LedgerDraft?> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        while (true)
        {
            var (isSettled, entry) = database.Write(transaction => Add(transaction, next));
            if (isSettled)
            {
                return entry;
            }
        }
    }

    /// <summary>Keeps a bundle and notes it in the ledger, in one transaction.</summary>
    /// <param name="metrics">The evidence for it, the bytes of <c>metrics.json</c>.</param>
    /// <param name="evidence">What the ledger notes of that, as JSON.</param>
    /// <returns>Null if it was kept before.</returns>
    /// <exception cref="InvalidOperationException">Another bundle has its target and version.</exception>
    public LedgerEntry? Register(Bundle bundle, ReadOnlyMemory<byte> metrics, string by, string why, string evidence)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        while (true)
        {
            var (isSettled, entry) = database.Write(transaction =>
            {
                var added = Add(transaction, ledger => ledger.Register(bundle, by, why, evidence));
                if (added.Entry is not null)
                {
                    transaction.Connection!.Execute(
                        "INSERT INTO bundles (hash, bundle_json, model_json, metrics_json) VALUES (@Hash, @json, @model, @metrics) ON CONFLICT DO NOTHING",
                        new { bundle.Hash, json = bundle.Json.ToArray(), model = bundle.ModelJson.ToArray(), metrics = metrics.ToArray() },
                        transaction);
                }

                return added;
            });
            if (isSettled)
            {
                return entry;
            }
        }
    }

    /// <summary>A bundle by its hash, verified as if it came from outside.</summary>
    /// <returns>Null if the store has none of this hash.</returns>
    /// <exception cref="FormatException">A byte of it was changed in the store.</exception>
    public Bundle? Find(string hash)
    {
        using var connection = database.Connect();
        var row = connection.QuerySingleOrDefault<KeptBundle>("SELECT bundle_json, model_json FROM bundles WHERE hash = @hash", new { hash });
        if (row is null)
        {
            return null;
        }

        var bundle = Bundle.Parse(row.BundleJson, row.ModelJson);
        return bundle.Hash == hash
            ? bundle
            : throw new FormatException($"Under hash {hash} the store keeps the bundle {bundle.Hash}; restore the store from a backup.");
    }

    /// <summary>The evidence for a bundle, as it was registered; null if the store has none of this hash.</summary>
    public byte[]? Metrics(string hash)
    {
        using var connection = database.Connect();
        return connection.QuerySingleOrDefault<byte[]>("SELECT metrics_json FROM bundles WHERE hash = @hash", new { hash });
    }

    /// <returns>Not settled if another writer took the line's number.</returns>
    private (bool IsSettled, LedgerEntry? Entry) Add(DbTransaction transaction, Func<ModelLedger, LedgerDraft?> next)
    {
        var ledger = Read(transaction.Connection!, transaction);
        if (next(ledger) is not { } draft)
        {
            return (true, null);
        }

        var now = transaction.Connection!.ExecuteScalar<long>($"SELECT {database.NowMilliseconds}", transaction: transaction);
        var entry = LedgerEntry.Follow(ledger.Head, new Instant(now / 1_000), draft);
        var added = transaction.Connection!.Execute(
            $"""
            INSERT INTO model_ledger ({Columns})
            VALUES (@Number, @At, @act, @Target, @Version, @BundleHash, @role, @Proposal, @By, @Why, @Evidence, @PreviousHash, @Hash)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                entry.Number,
                entry.At,
                act = Codes<LedgerAct>.Word(draft.Act),
                draft.Target,
                draft.Version,
                draft.BundleHash,
                role = draft.Role is { } role ? Codes<BundleRole>.Word(role) : null,
                draft.Proposal,
                draft.By,
                draft.Why,
                draft.Evidence,
                entry.PreviousHash,
                entry.Hash,
            },
            transaction);
        return (added == 1, added == 1 ? entry : null);
    }

    private static ModelLedger Read(DbConnection connection, DbTransaction? transaction) => ModelLedger.Read(
        [.. connection.Query<LedgerRow>($"SELECT {Columns} FROM model_ledger ORDER BY number", transaction: transaction).Select(row => row.Entry)]);

    private sealed record KeptBundle
    {
        public byte[] BundleJson { get; init; } = [];

        public byte[] ModelJson { get; init; } = [];
    }

    private sealed record LedgerRow
    {
        public long Number { get; init; }

        public Instant At { get; init; }

        public string Act { get; init; } = "";

        public string Target { get; init; } = "";

        public string Version { get; init; } = "";

        public string BundleHash { get; init; } = "";

        public string? Role { get; init; }

        public long? Proposal { get; init; }

        public string ByWhom { get; init; } = "";

        public string Why { get; init; } = "";

        public string Evidence { get; init; } = "";

        public string PreviousSha256 { get; init; } = "";

        public string Sha256 { get; init; } = "";

        public LedgerEntry Entry => new(Number, At, Draft, PreviousSha256, Sha256);

        private LedgerDraft Draft => Codes<LedgerAct>.TryParse(Act, out var act)
            ? new(act, Target, Version, BundleHash, ByWhom, Why) { Role = RoleOf(), Proposal = Proposal, Evidence = Evidence }
            : throw Unknown(Act);

        private BundleRole? RoleOf() => Role is null ? null : Codes<BundleRole>.TryParse(Role, out var role) ? role : throw Unknown(Role);

        private FormatException Unknown(string word) =>
            new($"Line {Number} of the model ledger says '{word}', which this program doesn't know; run the program that wrote it, or restore the store.");
    }
}
