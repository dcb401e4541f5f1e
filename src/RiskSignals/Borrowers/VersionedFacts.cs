namespace RiskSignals.Borrowers;

/// <summary>All versions of one borrower's facts of one kind, each with the days on which it is the one in force.</summary>
internal sealed class VersionedFacts<T>
    where T : Fact
{
    private readonly T[] facts;

    /// <summary>The first day a fact is known.</summary>
    private readonly DateOnly[] knownFrom;

    /// <summary>The first day a newer version is known; the fact is out of sight from then.</summary>
    private readonly DateOnly[] knownToExcl;

    /// <param name="versions">In any order.</param>
    public VersionedFacts(IEnumerable<T> versions)
    {
        facts = [.. versions];
        Array.Sort(facts, ByDayKeyAndVersion);
        knownFrom = new DateOnly[facts.Length];
        knownToExcl = new DateOnly[facts.Length];
        Array.Fill(knownToExcl, DateOnly.MaxValue);
        for (var i = 0; i < facts.Length; i++)
        {
            knownFrom[i] = facts[i].KnownOn.Day;
        }

        EndWhereANewerVersionIsKnown();
    }

    /// <summary>The facts in force as of a day, by day, then key. Facts that happen later than the day are left out.</summary>
    public T[] AsOf(DateOnly day) => Where(day, happenedToIncl: day);

    /// <summary>The facts in force as of a day, those about later days included (a schedule ahead, a consent's end).</summary>
    public T[] KnownBy(DateOnly day) => Where(day, happenedToIncl: DateOnly.MaxValue);

    /// <summary>The newest version of each fact.</summary>
    public T[] Newest() => KnownBy(DateOnly.MaxValue.AddDays(-1));

    private static int ByDayKeyAndVersion(T left, T right)
    {
        var byDay = left.HappenedOn.CompareTo(right.HappenedOn);
        var byKey = byDay != 0 ? byDay : string.CompareOrdinal(left.Key, right.Key);
        return byKey != 0 ? byKey : left.KnownOn.CompareTo(right.KnownOn);
    }

    private T[] Where(DateOnly day, DateOnly happenedToIncl)
    {
        var seen = new List<T>(facts.Length);
        for (var i = 0; i < facts.Length; i++)
        {
            if (knownFrom[i] <= day && day < knownToExcl[i] && facts[i].HappenedOn <= happenedToIncl)
            {
                seen.Add(facts[i]);
            }
        }

        return [.. seen];
    }

    private void EndWhereANewerVersionIsKnown()
    {
        var ordered = Enumerable.Range(0, facts.Length).OrderBy(i => facts[i].Key, StringComparer.Ordinal).ThenBy(i => facts[i].KnownOn).ToArray();
        for (var n = 0; n + 1 < ordered.Length; n++)
        {
            if (facts[ordered[n]].Key == facts[ordered[n + 1]].Key)
            {
                knownToExcl[ordered[n]] = knownFrom[ordered[n + 1]];
            }
        }
    }
}
