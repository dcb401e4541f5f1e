using System.Security.Cryptography;
using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>Every feature there is, and the one way to compute them.</summary>
public static class FeatureCatalog
{
    /// <summary>Raised when a value changes although no definition does; part of <see cref="Hash"/>.</summary>
    public const int Version = 3;

    private static readonly Feature[] Features =
    [
        .. RepaymentFeatures.All,
        .. RepaymentSpellFeatures.All,
        .. LoanFeatures.All,
        .. RevolvingFeatures.All,
        .. IncomeFeatures.All,
        .. IncomeStreamFeatures.All,
        .. BalanceFeatures.All,
        .. SpendingFeatures.All,
        .. DebtFeatures.All,
        .. BillFeatures.All,
        .. ReturnedFeatures.All,
        .. DistressFeatures.All,
        .. ContactFeatures.All,
        .. ReachFeatures.All,
        .. DataFeatures.All,
        .. DataCoverageFeatures.All,
    ];

    private static readonly Dictionary<string, int> Indexes = Enumerable.Range(0, Features.Length)
        .ToDictionary(index => Features[index].Name, StringComparer.Ordinal);

    /// <summary>All features, in column order.</summary>
    public static IReadOnlyList<Feature> All => Features;

    /// <summary>The features that training uses, in column order; nothing else may enter a score.</summary>
    public static IReadOnlyList<Feature> Scored { get; } = [.. Features.Where(feature => feature.Use == FeatureUse.Score)];

    /// <summary>Upper-case hexadecimal SHA-256 over all definitions.</summary>
    public static string Hash { get; } = HashOf(Features.Select(feature => feature.Name));

    /// <summary>
    /// Upper-case hexadecimal SHA-256 over the definitions of some features, in the order given, and <see cref="Version"/>. A bundle made
    /// under another hash of its own features may not score these rows; features it does not use may come and go. A name that is not in the
    /// catalogue counts as its name alone.
    /// </summary>
    public static string HashOf(IEnumerable<string> names)
    {
        var definitions = names.Select(name => Indexes.TryGetValue(name, out var index) ? Definition(Features[index]) : name);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', definitions.Prepend($"version {Version}")))));
    }

    /// <summary>The place of a feature in every row.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public static int IndexOf(string name) => Indexes.TryGetValue(name, out var index)
        ? index
        : throw new ArgumentException($"There is no feature '{name}'; docs/features.md lists the {Features.Length} there are.", nameof(name));

    /// <summary>Whether there is a feature of this name.</summary>
    public static bool Holds(string name) => Indexes.ContainsKey(name);

    /// <summary>The feature of this name.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public static Feature Find(string name) => Features[IndexOf(name)];

    /// <summary>The features of one loan as of the history's day.</summary>
    public static FeatureRow Compute(BorrowerHistory history, string loanId)
    {
        var prepared = new PreparedHistory();
        prepared.Load(history, loanId);
        return Compute(prepared);
    }

    /// <summary>The features of a loaded history, as a row of its own.</summary>
    public static FeatureRow Compute(PreparedHistory prepared)
    {
        var values = new float[Features.Length];
        var causes = new MissingCause[Features.Length];
        var evidence = new int[Features.Length];
        Compute(prepared, values, causes, evidence);
        return new FeatureRow(prepared.History.BorrowerId, prepared.LoanId, prepared.History.AsOf, values, causes, evidence);
    }

    /// <summary>Writes the features of a loaded history, each span one entry a feature; nothing else is allocated.</summary>
    public static void Compute(PreparedHistory prepared, Span<float> values, Span<MissingCause> causes, Span<int> evidence)
    {
        for (var i = 0; i < Features.Length; i++)
        {
            var computed = Features[i].Compute(prepared);
            values[i] = (float)computed.Value;
            causes[i] = computed.Cause;
            evidence[i] = computed.Evidence;
        }
    }

    /// <summary>The features of one loan as of several days, one row a day: bit for bit those of the history as of each day.</summary>
    /// <param name="asOfDays">Oldest first is fastest: each day then reads only what it changes.</param>
    /// <param name="prepared">Room to work in, kept from borrower to borrower; its size does not grow with their number.</param>
    public static FeatureRow[] Compute(BorrowerFile file, string loanId, ReadOnlySpan<DateOnly> asOfDays, PreparedHistory prepared)
    {
        var rows = new FeatureRow[asOfDays.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            prepared.Load(file, loanId, asOfDays[i]);
            rows[i] = Compute(prepared);
        }

        return rows;
    }

    /// <summary>The facts behind one feature; <see cref="Feature.Evidence"/> says how they make up its value.</summary>
    public static IReadOnlyList<EvidenceRow> Explain(BorrowerHistory history, string loanId, string featureName)
    {
        var feature = Find(featureName);
        var prepared = new PreparedHistory();
        prepared.Load(history, loanId);
        return prepared.Trace(feature.Compute);
    }

    /// <summary>The named columns of some rows.</summary>
    public static FeatureMatrix Matrix(IEnumerable<FeatureRow> rows, IReadOnlyList<string> names)
    {
        var all = rows as IReadOnlyList<FeatureRow> ?? [.. rows];
        var columns = new float[names.Count][];
        for (var column = 0; column < columns.Length; column++)
        {
            var index = IndexOf(names[column]);
            columns[column] = new float[all.Count];
            for (var row = 0; row < all.Count; row++)
            {
                columns[column][row] = all[row].Values[index];
            }
        }

        return new FeatureMatrix(names, columns);
    }

    private static string Definition(Feature feature) => string.Join(
        '\t', feature.Name, feature.Unit, feature.Direction, feature.Meaning, feature.ReasonText ?? "-", feature.Use);
}
