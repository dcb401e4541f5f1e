using RiskSignals.Borrowers;
using RiskSignals.Storage;
using RiskSignals.V1;
using RefusedFact = RiskSignals.V1.RefusedFact;

namespace RiskSignals.Service.Api;

/// <summary>Facts as the wire tells them.</summary>
internal static class FactMessages
{
    /// <summary>Most facts in one request.</summary>
    public const int FactsMax = 10_000;

    private static readonly Dictionary<string, FactKind> Kinds = FactKinds.All.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Keeps the rows that are facts and names the others.</summary>
    public static AddFactsReply Add(IReadOnlyList<FactRow> rows, FactStore store)
    {
        var refused = new List<RefusedFact>();
        var (facts, places) = (new List<Fact>(rows.Count), new List<int>(rows.Count));
        for (var i = 0; i < rows.Count; i++)
        {
            try
            {
                facts.Add(Read(rows[i]));
                places.Add(i);
            }
            catch (FactRefusedException fault)
            {
                refused.Add(Refused(i, fault.Field, fault.Value, fault.Expected));
            }
        }

        var kept = store.Add(facts);
        refused.AddRange(kept.Refused.Select(one => Refused(places[one.Index], one.Column, one.Value, one.Expected)));
        return new() { Added = kept.New, Unchanged = kept.AlreadyThere, Refused = { refused.OrderBy(one => one.Index) } };
    }

    /// <summary>The file of one borrower whose facts came with the call.</summary>
    /// <param name="field">The request's field that holds them.</param>
    /// <exception cref="Rpc.RpcFailure">A row is no fact, is another borrower's, or contradicts another; INVALID_ARGUMENT names it.</exception>
    public static BorrowerFile File(string field, IReadOnlyList<FactRow> rows)
    {
        var facts = new Dictionary<(FactKind Kind, string Key, Instant KnownOn), Fact>(rows.Count);
        string? borrowerId = null;
        for (var i = 0; i < rows.Count; i++)
        {
            var fact = Read(field, rows, i);
            borrowerId ??= fact.BorrowerId;
            if (fact.BorrowerId != borrowerId)
            {
                throw RequestCheck.Invalid(
                    $"{field}[{i}].borrower_id", fact.BorrowerId, $"facts of one borrower are expected, and the first is of '{borrowerId}'");
            }

            var key = (FactKinds.Of(fact), fact.Key, fact.KnownOn);
            if (!facts.TryAdd(key, fact) && !facts[key].Equals(fact))
            {
                throw RequestCheck.Invalid(
                    $"{field}[{i}]", fact.Key, "another fact has its key and known_on but other content; give a correction a later known_on");
            }
        }

        return new(borrowerId!, facts.Values);
    }

    private static Fact Read(string field, IReadOnlyList<FactRow> rows, int place)
    {
        try
        {
            return Read(rows[place]);
        }
        catch (FactRefusedException fault)
        {
            throw RequestCheck.Invalid($"{field}[{place}].{fault.Field}", fault.Value, $"expected {fault.Expected}");
        }
    }

    private static Fact Read(FactRow row)
    {
        var kind = Kinds.GetValueOrDefault(row.Kind) ?? throw new FactRefusedException("kind", row.Kind, $"one of {string.Join(", ", Kinds.Keys)}");
        return TextFactReader.Read(kind, row.Values);
    }

    private static RefusedFact Refused(int index, string column, string value, string expected) =>
        new() { Index = index, Column = column, Value = value, Expected = expected };
}
