namespace RiskSignals.Borrowers;

/// <summary>Versions of facts of one kind, of one borrower or of one loan, each with the days on which it is the one in force.</summary>
internal sealed class VersionedFacts<T>
    where T : Fact
{
    private readonly T[] facts;

    /// <summary>Day number of the first day a version is known.</summary>
    private readonly int[] knownFrom;

    /// <summary>The same, but not before the day the fact happened.</summary>
    private readonly int[] seenFrom;

    /// <summary>The first day a newer version is known; the version is out of sight from then.</summary>
    private readonly int[] knownToExcl;

    private readonly List<T> corrections = [];

    /// <param name="versions">In any order.</param>
    public VersionedFacts(IEnumerable<T> versions)
    {
        facts = [.. versions];
        Array.Sort(facts, ByDayKeyAndVersion);
        knownFrom = new int[facts.Length];
        seenFrom = new int[facts.Length];
        knownToExcl = new int[facts.Length];
        Array.Fill(knownToExcl, int.MaxValue);
        for (var i = 0; i < facts.Length; i++)
        {
            knownFrom[i] = facts[i].KnownOn.Day.DayNumber;
            seenFrom[i] = Math.Max(knownFrom[i], facts[i].HappenedOn.DayNumber);
        }

        EndWhereANewerVersionIsKnown();    }

    private VersionedFacts(VersionedFacts<T> all, int[] part)
    {
        facts = Array.ConvertAll(part, i => all.facts[i]);
        knownFrom = Array.ConvertAll(part, i => all.knownFrom[i]);
        seenFrom = Array.ConvertAll(part, i => all.seenFrom[i]);
        knownToExcl = Array.ConvertAll(part, i => all.knownToExcl[i]);
    }

    /// <summary>The versions that say something else than one known on an earlier day.</summary>
    public IReadOnlyList<T> Corrections => corrections;

    /// <summary>All versions, by day, then key.</summary>
    public ReadOnlySpan<T> All => facts;

    /// <summary>First day each version is seen: it happened and is known.</summary>
    public ReadOnlySpan<int> SeenFrom => seenFrom;

    /// <summary>First day from which each version is out of sight.</summary>
    public ReadOnlySpan<int> SeenToExcl => knownToExcl;

    /// <summary>The versions that a condition holds for, in the same order unless another is given.</summary>
    public VersionedFacts<T> Where(Func<T, bool> condition, Comparison<T>? order = null)
    {
        var part = Enumerable.Range(0, facts.Length).Where(i => condition(facts[i])).ToArray();
        return new(this, order is null ? part : [.. part.Order(Comparer<int>.Create((left, right) => order(facts[left], facts[right])))]);
    }

    /// <summary>The facts in force as of a day. Facts that happen later than the day are left out.</summary>
    public KnownList<T> AsOf(DateOnly day, KnownList<T> into) => Fill(into, seenFrom, day.DayNumber);

    /// <summary>The facts in force as of a day, those about later days included (a schedule ahead, a consent's end).</summary>
    public KnownList<T> KnownBy(DateOnly day, KnownList<T> into) => Fill(into, knownFrom, day.DayNumber);

    /// <summary>The newest version of each fact.</summary>
    public KnownList<T> Newest() => KnownBy(DateOnly.MaxValue, new());

    private static int ByDayKeyAndVersion(T left, T right)
    {
        var byDay = left.HappenedOn.CompareTo(right.HappenedOn);
        var byKey = byDay != 0 ? byDay : string.CompareOrdinal(left.Key, right.Key);
        return byKey != 0 ? byKey : left.KnownOn.CompareTo(right.KnownOn);
    }

    private KnownList<T> Fill(KnownList<T> into, int[] from, int day)
    {
        if (into.Shows(from, day))
        {
            return into;
        }

        var seen = into.Refill(facts.Length);
        var (count, validFrom, validToExcl) = (0, int.MinValue, int.MaxValue);
        for (var i = 0; i < seen.Length && i < from.Length; i++)
        {
            if (from[i] > day)
            {
                validToExcl = Math.Min(validToExcl, from[i]);
            }
            else if (knownToExcl[i] <= day)
            {
                validFrom = Math.Max(validFrom, knownToExcl[i]);
            }
            else
            {
                seen[count++] = facts[i];
                validFrom = Math.Max(validFrom, from[i]);
                validToExcl = Math.Min(validToExcl, knownToExcl[i]);
            }
        }

        into.Close(count, from, validFrom, validToExcl);
        return into;
    }

    private void EndWhereANewerVersionIsKnown()
    {
        var ordered = Enumerable.Range(0, facts.Length).OrderBy(i => facts[i].Key, StringComparer.Ordinal).ThenBy(i => facts[i].KnownOn).ToArray();
        for (var n = 0; n + 1 < ordered.Length; n++)
        {
            if (facts[ordered[n]].Key == facts[ordered[n + 1]].Key)
            {
                var (before, after) = (facts[ordered[n]], facts[ordered[n + 1]]);
                knownToExcl[ordered[n]] = knownFrom[ordered[n + 1]];
                if (knownFrom[ordered[n]] < knownFrom[ordered[n + 1]] && before with { KnownOn = after.KnownOn } != after
                    && !IsPosting(before, after))
                {
                    corrections.Add(after);
                }
            }
        }
    }

    /// <summary>A feed may keep the id of a bank transaction from pending to posted; that is its course, no correction.</summary>
    private static bool IsPosting(T before, T after) =>
        before is BankTransaction { State: BankTransactionState.Pending } && after is BankTransaction { State: BankTransactionState.Posted };
}
