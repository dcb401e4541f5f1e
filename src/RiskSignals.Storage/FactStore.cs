using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using RiskSignals.Borrowers;

namespace RiskSignals.Storage;

/// <summary>Keeps the facts about borrowers, all versions of them; nothing is ever overwritten or deleted.</summary>
public sealed class FactStore(Database database)
{
    private const int BorrowersARead = 250;

    private const string SameContent = "the content kept under this key and known_on; give a correction a later known_on";

    /// <summary>Adds facts in one transaction. Facts of several kinds may refer to each other.</summary>
    /// <remarks>
    /// A fact is refused, and the others are kept, if a value doesn't fit its column, if it refers to a fact that the borrower doesn't have,
    /// or if other content is kept under the same key and known on.
    /// </remarks>
    /// <param name="within">A transaction of <see cref="Database.Write{T}"/> to be part of; null for one of its own.</param>
    public FactsAdded Add(IReadOnlyList<Fact> facts, DbTransaction? within = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var refused = new List<RefusedFact>();
        var check = new FactCheck();
        var byKind = new Dictionary<FactKind, List<int>>();
        for (var i = 0; i < facts.Count; i++)
        {
            try
            {
                check.Check(facts[i]);
                var kind = FactKinds.Of(facts[i]);
                if (!byKind.TryGetValue(kind, out var indices))
                {
                    byKind[kind] = indices = [];
                }

                indices.Add(i);
            }
            catch (FactRefusedException exception)
            {
                refused.Add(new(i, exception.Field, exception.Value, exception.Expected));
            }
        }

        var (added, stored) = database.Within(within, transaction => AddChecked(transaction, facts, byKind));
        refused.AddRange(stored);
        refused.Sort((left, right) => left.Index.CompareTo(right.Index));
        return new FactsAdded(added, facts.Count - added - refused.Count, refused);
    }

    /// <summary>All that is known about one borrower, or null if nothing is.</summary>
    public BorrowerFile? Load(string borrowerId) => Load([borrowerId]).FirstOrDefault();

    /// <summary>All versions of one borrower's facts of some kinds, in no order that matters.</summary>
    public IReadOnlyList<Fact> Versions(string borrowerId, params IReadOnlyList<FactKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var facts = new List<Fact>();
        using var connection = database.Connect();
        foreach (var kind in kinds)
        {
            using var rows = (DbDataReader)connection.ExecuteReader(FactTable.Of(kind).SelectSql + " WHERE borrower_id = @borrowerId", new { borrowerId });
            var reader = new TableFactReader(kind, rows);
            while (rows.Read())
            {
                facts.Add(reader.Read());
            }
        }

        return facts;
    }

    /// <summary>All that is known about some borrowers, in order of their ids; unknown ids are left out.</summary>
    public IEnumerable<BorrowerFile> Load(IReadOnlyCollection<string> borrowerIds)
    {
        ArgumentNullException.ThrowIfNull(borrowerIds);
        foreach (var some in borrowerIds.Distinct(StringComparer.Ordinal).Chunk(BorrowersARead))
        {
            var (condition, ids) = database.Among("borrower_id", some);
            foreach (var file in Files($" WHERE {condition}", new { ids }))
            {
                yield return file;
            }
        }
    }

    /// <summary>Every borrower's file in order of the ids; memory holds a few hundred borrowers at a time.</summary>
    /// <param name="from">First borrower id, included; null for the first there is.</param>
    /// <param name="to">Last borrower id, included; null for the last there is.</param>
    public IEnumerable<BorrowerFile> Stream(string? from = null, string? to = null)
    {
        var after = "";
        while (NextBorrowers(after, from, to) is { Count: > 0 } ids)
        {
            foreach (var file in Files(" WHERE borrower_id >= @first AND borrower_id <= @last", new { first = ids[0], last = ids[^1] }))
            {
                yield return file;
            }

            after = ids[^1];
            if (after == to)
            {
                // Asking for more would read every borrower beyond the range, only to leave them all out.
                yield break;
            }
        }
    }

    /// <summary>Ranges of ids that together hold every borrower, a few hundred each and in order, for reading on several threads.</summary>
    public IEnumerable<(string First, string Last)> Ranges()
    {
        var after = "";
        while (NextBorrowers(after, null, null) is { Count: > 0 } ids)
        {
            yield return (ids[0], ids[^1]);
            after = ids[^1];
        }
    }

    /// <summary>The loans known by the end of a day, by borrower, then loan.</summary>
    public IEnumerable<LoanRef> Portfolio(DateOnly asOf)
    {
        using var connection = database.Connect();
        using var rows = connection.ExecuteReader(
            "SELECT DISTINCT borrower_id, loan_id FROM loans WHERE known_on <= @end AND originated_on <= @asOf ORDER BY borrower_id, loan_id",
            new { end = Instant.EndOf(asOf), asOf });
        while (rows.Read())
        {
            yield return new LoanRef(rows.GetString(0), rows.GetString(1));
        }
    }

    /// <summary>The product of every loan as known by the end of a day, by loan id.</summary>
    public IReadOnlyDictionary<string, string> Products(DateOnly asOf)
    {
        using var connection = database.Connect();
        using var rows = connection.ExecuteReader(
            "SELECT loan_id, product FROM loans WHERE known_on <= @end ORDER BY loan_id, known_on", new { end = Instant.EndOf(asOf) });
        var products = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            products[rows.GetString(0)] = rows.GetString(1);
        }

        return products;
    }

    /// <summary>The borrower who owes under a loan, or null if the loan isn't known.</summary>
    public string? BorrowerOf(string loanId)
    {
        using var connection = database.Connect();
        return connection.QueryFirstOrDefault<string>("SELECT borrower_id FROM loans WHERE loan_id = @loanId LIMIT 1", new { loanId });
    }

    /// <summary>The borrowers who owe under some loans, by loan id; unknown loans are left out.</summary>
    public IReadOnlyDictionary<string, string> BorrowersOf(IReadOnlyCollection<string> loanIds)
    {
        ArgumentNullException.ThrowIfNull(loanIds);
        var (condition, ids) = database.Among("loan_id", loanIds);
        using var connection = database.Connect();
        return connection.Query<LoanOwner>($"SELECT DISTINCT loan_id, borrower_id FROM loans WHERE {condition}", new { ids })
            .ToDictionary(row => row.LoanId, row => row.BorrowerId, StringComparer.Ordinal);
    }

    /// <summary>How many facts of a kind are kept, all versions counted.</summary>
    public long Count(FactKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        using var connection = database.Connect();
        return connection.ExecuteScalar<long>($"SELECT count(*) FROM {kind.Name}");
    }

    /// <summary>The newest day on which any fact was learnt, or null if there is none.</summary>
    public DateOnly? NewestKnownOn()
    {
        using var connection = database.Connect();
        var newest = FactKinds.All.Max(kind => connection.ExecuteScalar<long?>($"SELECT max(known_on) FROM {kind.Name}"));
        return newest is { } seconds ? new Instant(seconds).Day : null;
    }

    /// <summary>SHA-256 over every fact, the same on both databases: two stores with one hash hold the same facts.</summary>
    public string StateHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var connection = database.Connect();
        var text = new StringBuilder();
        var writer = new TextFactWriter(text);
        foreach (var kind in FactKinds.All)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(TextFactWriter.Header(kind)));
            var table = FactTable.Of(kind);
            using var rows = (DbDataReader)connection.ExecuteReader(table.SelectSql + table.OrderSql);
            var reader = new TableFactReader(kind, rows);
            while (rows.Read())
            {
                writer.Row(kind, reader.Read());
                hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
                text.Clear();
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private (int Added, List<RefusedFact> Refused) AddChecked(DbTransaction transaction, IReadOnlyList<Fact> facts, Dictionary<FactKind, List<int>> byKind)
    {
        var refused = new List<RefusedFact>();
        var added = 0;
        foreach (var kind in FactKinds.All)
        {
            if (byKind.TryGetValue(kind, out var indices))
            {
                added += AddKind(transaction, kind, facts, indices, refused);
            }
        }

        return (added, refused);
    }

    private int AddKind(DbTransaction transaction, FactKind kind, IReadOnlyList<Fact> facts, List<int> indices, List<RefusedFact> refused)
    {
        var table = FactTable.Of(kind);
        if (kind == FactKinds.Loans)
        {
            indices = OwnedByOne(transaction, facts, indices, refused);
        }

        using (var stage = database.Stage(transaction, kind.Name, table.Columns))
        {
            foreach (var index in indices)
            {
                stage.Begin();
                stage.Whole(index);
                kind.Write(facts[index], stage);
                stage.End();
            }

            stage.Complete();
        }

        var connection = transaction.Connection!;
        var staged = indices.Count;
        foreach (var reference in table.References)
        {
            foreach (var lost in connection.Query<LostReference>(reference.RefuseSql, transaction: transaction))
            {
                var expected = $"an id that {reference.Field.References} hold for borrower {lost.Borrower}";
                refused.Add(new((int)lost.Number, reference.Field.Name, lost.Value, expected));
                staged--;
            }
        }

        var added = connection.Execute(table.MoveSql, transaction: transaction);
        if (added == staged)
        {
            return added;
        }

        foreach (var number in connection.Query<long>(table.ConflictSql, transaction: transaction))
        {
            refused.Add(new((int)number, "known_on", facts[(int)number].KnownOn.ToString(), SameContent));
        }

        return added;
    }

    /// <summary>Refuses a loan whose id another borrower's loan has: scores and decisions name loans by id alone.</summary>
    private List<int> OwnedByOne(DbTransaction transaction, IReadOnlyList<Fact> facts, List<int> indices, List<RefusedFact> refused)
    {
        var (condition, ids) = database.Among("loan_id", [.. indices.Select(index => facts[index].Key).Distinct()]);
        var owners = transaction.Connection!
            .Query<LoanOwner>($"SELECT DISTINCT loan_id, borrower_id FROM loans WHERE {condition}", new { ids }, transaction)
            .ToDictionary(row => row.LoanId, row => row.BorrowerId, StringComparer.Ordinal);
        var kept = new List<int>(indices.Count);
        foreach (var index in indices)
        {
            if (!owners.TryAdd(facts[index].Key, facts[index].BorrowerId) && owners[facts[index].Key] != facts[index].BorrowerId)
            {
                refused.Add(new(index, "loan_id", facts[index].Key, "a loan_id that no other borrower's loan has"));
            }
            else
            {
                kept.Add(index);
            }
        }

        return kept;
    }

    private List<string> NextBorrowers(string after, string? from, string? to)
    {
        using var connection = database.Connect();
        return [.. connection.Query<string>(
            """
            SELECT DISTINCT borrower_id FROM borrowers
            WHERE borrower_id > @after AND borrower_id >= @from AND (CAST(@to AS text) IS NULL OR borrower_id <= @to)
            ORDER BY borrower_id LIMIT @most
            """,
            new { after, from = from ?? "", to, most = BorrowersARead })];
    }

    private IEnumerable<BorrowerFile> Files(string condition, object parameters)
    {
        var byBorrower = new SortedDictionary<string, List<Fact>>(StringComparer.Ordinal);
        using (var connection = database.Connect())
        {
            foreach (var kind in FactKinds.All)
            {
                using var rows = (DbDataReader)connection.ExecuteReader(FactTable.Of(kind).SelectSql + condition, parameters);
                var reader = new TableFactReader(kind, rows);
                List<Fact>? facts = null;
                while (rows.Read())
                {
                    var fact = reader.Read();
                    if ((facts is null || facts[0].BorrowerId != fact.BorrowerId) && !byBorrower.TryGetValue(fact.BorrowerId, out facts))
                    {
                        byBorrower[fact.BorrowerId] = facts = [];
                    }

                    facts.Add(fact);
                }
            }
        }

        return byBorrower.Select(pair => new BorrowerFile(pair.Key, pair.Value));
    }

    private sealed record LostReference
    {
        public long Number { get; init; }

        public string Borrower { get; init; } = "";

        public string Value { get; init; } = "";
    }

    private sealed record LoanOwner
    {
        public string LoanId { get; init; } = "";

        public string BorrowerId { get; init; } = "";
    }
}

/// <summary>A loan and who owes under it.</summary>
public sealed record LoanRef(string BorrowerId, string LoanId);
