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
                var kind = Kinds.GetValueOrDefault(rows[i].Kind)
                    ?? throw new FactRefusedException("kind", rows[i].Kind, $"one of {string.Join(", ", Kinds.Keys)}");
                facts.Add(TextFactReader.Read(kind, rows[i].Values));
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

    private static RefusedFact Refused(int index, string column, string value, string expected) =>
        new() { Index = index, Column = column, Value = value, Expected = expected };
}
