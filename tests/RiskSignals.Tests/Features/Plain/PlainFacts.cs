using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>What was known of a borrower by the end of a day, cut from all versions of all facts.</summary>
internal sealed class PlainFacts(IEnumerable<Fact> all, DateOnly asOf)
{
    /// <summary>Classes that no feed told are derived by a table, which has tests of its own.</summary>
    private readonly Fact[] known =
    [
        .. all.Where(fact => fact.KnownOn.Day <= asOf && fact is not BankTransaction),
        .. CategoryWords.Classed([.. all.Where(fact => fact.KnownOn.Day <= asOf).OfType<BankTransaction>()]),
    ];

    public int Today { get; } = asOf.DayNumber;

    /// <summary>Of each fact of a kind the newest version known, by day and key.</summary>
    public List<T> Known<T>()
        where T : Fact =>
        [
            .. known.OfType<T>().GroupBy(fact => fact.Key).Select(versions => versions.MaxBy(version => version.KnownOn)!)
                .OrderBy(fact => fact.HappenedOn).ThenBy(fact => fact.Key, StringComparer.Ordinal),
        ];

    /// <summary>The known versions of each fact of a kind, oldest first.</summary>
    public IEnumerable<List<Fact>> Versions<T>()
        where T : Fact =>
        known.OfType<T>().GroupBy(fact => fact.Key).Select(versions => versions.OrderBy(version => version.KnownOn).Cast<Fact>().ToList());

    /// <summary>The same, of what has happened by the day.</summary>
    public List<T> Happened<T>()
        where T : Fact => [.. Known<T>().Where(fact => fact.HappenedOn.DayNumber <= Today)];
}
