using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>A fault that can be planted in a simulated lender, so that what ought to notice it can be tested.</summary>
public enum Plant
{
    /// <summary>Letters caused by a missed instalment carry a known on from before it was due.</summary>
    Leak,

    /// <summary>The mix of inputs shifts; what follows from them doesn't.</summary>
    Drift,

    /// <summary>Shocks strike the whole portfolio more often.</summary>
    Recession,

    /// <summary>The lender's staff withhold contacts and relief from one group of borrowers, whatever their state.</summary>
    BiasedOverrides,

    /// <summary>The feed of some bank accounts is damaged.</summary>
    BrokenFeed,

    /// <summary>The same inputs lead to other outcomes.</summary>
    ConceptDrift,

    /// <summary>Some payments are recorded late, never, or on another borrower's loan.</summary>
    LabelContamination,
}

/// <summary>Which faults are planted, and from which day.</summary>
/// <param name="Kinds">None for an honest lender.</param>
/// <param name="From">First day with the faults; null for each one's own, <see cref="FirstDay"/>.</param>
public sealed record PlantedFaults(IReadOnlyList<Plant> Kinds, DateOnly? From = null)
{
    private const int MonthsBeforeChange = 12;

    /// <summary>An honest lender.</summary>
    public static PlantedFaults None { get; } = new([]);

    /// <summary>The words for all faults, in the order of <see cref="Plant"/>.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<Plant>().Select(Word)];

    /// <summary>The word for a fault, as broken-feed.</summary>
    public static string Word(Plant plant) => Codes<Plant>.Word(plant).Replace('_', '-');

    /// <summary>Reads words, each of which may be a list with commas.</summary>
    /// <exception cref="ArgumentException">Words that name no fault, all of them.</exception>
    public static PlantedFaults Parse(IEnumerable<string> words, DateOnly? from = null)
    {
        var named = words.SelectMany(word => word.Split(',', StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal).ToArray();
        var unknown = named.Except(Words, StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            throw new ArgumentException($"No fault is called '{string.Join("', '", unknown)}'; those that can be planted are {string.Join(", ", Words)}.");
        }

        return new([.. Enum.GetValues<Plant>().Where(plant => named.Contains(Word(plant), StringComparer.Ordinal))], from);
    }

    /// <summary>First day with a fault: that of the lender for faults of its records and staff, a year later for changes of its world.</summary>
    public DateOnly FirstDay(Plant plant, DateOnly startOn) =>
        From ?? (plant is Plant.Leak or Plant.BiasedOverrides or Plant.LabelContamination ? startOn : startOn.AddMonths(MonthsBeforeChange));

    /// <summary>What keeps the faults from being planted in a period; null if nothing does.</summary>
    internal string? Fault(DateOnly startOn, DateOnly endOnExcl)
    {
        var outside = Kinds.Where(plant => FirstDay(plant, startOn) is var day && (day < startOn || day >= endOnExcl)).Select(Word).ToArray();
        return outside.Length == 0 ? null
            : FormattableString.Invariant($"{string.Join(", ", outside)} would be planted from {FirstDay(Kinds[^1], startOn):yyyy-MM-dd}, ")
            + FormattableString.Invariant($"expected a day from {startOn:yyyy-MM-dd} to {endOnExcl.AddDays(-1):yyyy-MM-dd} (--plant-on)");
    }
}

/// <summary>One thing that was planted, for the truth file.</summary>
/// <param name="SubjectId">The fact, bank account or borrower it was planted in.</param>
/// <param name="HappenedOn">The right day; of a lasting fault its first.</param>
/// <param name="KnownOn">The day on which an honest lender would have known it; null of a lasting fault.</param>
/// <param name="LoanId">The right loan, if it is about one.</param>
/// <param name="Amount">The right amount in minor units, if it is about one.</param>
/// <param name="Told">What was made of it.</param>
public sealed record PlantedTruth(
    Plant Plant, string SubjectId, DateOnly HappenedOn, DateOnly? KnownOn, string? LoanId, long? Amount, string Told);
