using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Cohorts;

/// <summary>The rows a model learns from: loans as of days, features as they were known then, outcomes as they were known at maturity.</summary>
public sealed class Cohort
{
    /// <summary>Borrowers a core that are worked on or wait for their turn: enough that a slow one keeps nobody waiting.</summary>
    private const int BorrowersAhead = 8;

    private Cohort(
        IReadOnlyList<CohortRow> rows, FeatureMatrix features, IReadOnlyDictionary<string, int> leftOut, IReadOnlyDictionary<int, float[]> restated) =>
        (Rows, Features, LeftOut, Restated) = (rows, features, leftOut, restated);

    /// <summary>In borrower, loan and day order of the files.</summary>
    public IReadOnlyList<CohortRow> Rows { get; }

    /// <summary>The scored features of the catalogue, one row a cohort row.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>Loans and days without a label, counted by state and cause, such as censored/restructured.</summary>
    public IReadOnlyDictionary<string, int> LeftOut { get; }

    /// <summary>
    /// The features of some rows, by row, had every fact been known on the day it happened; for <see cref="LeakCheck"/> and nothing else.
    /// </summary>
    internal IReadOnlyDictionary<int, float[]> Restated { get; }

    /// <summary>Builds the rows of a target's own labels on a common grid of days.</summary>
    /// <param name="files">
    /// The borrowers; read once, in order, on the caller's thread. A few a core are in memory at a time, beside the rows.
    /// </param>
    /// <param name="knownBy">Labels that mature later are left out.</param>
    /// <param name="decisions">What was decided, by loan id.</param>
    /// <param name="progress">Told after each borrower.</param>
    /// <param name="cancel">Looked at between borrowers.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Cohort Build(
        IEnumerable<BorrowerFile> files,
        Target target,
        CohortChoice choice,
        DateOnly knownBy,
        ILookup<string, DecidedTreatment> decisions,
        IProgress<CohortProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var last = choice.LastDay ?? knownBy.AddDays(-target.DaysToMaturity);
        var reader = new CohortReader(decisions, target.DaysToMaturity, (file, loan) => Days(choice, loan, last).Select(day =>
        {
            var label = target.Label(file, loan.LoanId, day, knownBy);
            bool? outcome = label.State switch { LabelState.One => true, LabelState.Zero => false, _ => null };
            return (day, outcome, outcome is null ? $"{label.State.ToString().ToLowerInvariant()}/{label.Cause}" : label.Cause);
        }));
        return Gather(files, reader, progress, cancel);
    }

    /// <summary>Builds the rows of labels from outside; the rest as for a target's own.</summary>
    public static Cohort Build(
        IEnumerable<BorrowerFile> files,
        ExternalLabels labels,
        ILookup<string, DecidedTreatment> decisions,
        IProgress<CohortProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var reader = new CohortReader(
            decisions,
            CohortReader.PolicyWindowDays,
            (_, loan) => labels.Of(loan.LoanId).Select(label => (label.AsOf, (bool?)label.Outcome, "external")));
        return Gather(files, reader, progress, cancel);
    }

    /// <summary>The rows as the trainer takes them.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public TrainingTable Table() => Rows.Count > 0 ? Filled() : throw new InvalidOperationException(
        "There is no row to train on: no label had matured, or no loan was known on its day. Import a longer history, or correct the labels' " +
        $"loan ids and days. Left out: {(LeftOut.Count == 0 ? "nothing" : string.Join(", ", LeftOut.Select(cause => $"{cause.Key} {cause.Value}")))}.");

    private TrainingTable Filled() => new(
        Features,
        ModelFeatures(),
        [.. Rows.Select(row => row.Outcome)],
        [.. Rows.Select(row => row.BorrowerId)],
        [.. Rows.Select(row => row.AsOf)])
    {
        Groups = new Dictionary<string, IReadOnlyList<string>>
        {
            [ConditionsChoice.Product] = [.. Rows.Select(row => row.Product)],
            [ConditionsChoice.Jurisdiction] = [.. Rows.Select(row => row.Jurisdiction)],
        },
    };

    /// <summary>The catalogue's scored features as a model needs to know them.</summary>
    public static IReadOnlyList<ModelFeature> ModelFeatures() => [.. FeatureCatalog.Scored.Select(ModelFeature.Of)];

    /// <summary>Days every n days counted from one fixed day, so that all loans share them whatever the cohort's first day.</summary>
    private static IEnumerable<DateOnly> Days(CohortChoice choice, Loan loan, DateOnly last)
    {
        var first = choice.FirstDay ?? loan.OriginatedOn;
        var offset = (choice.EveryDays - (first.DayNumber % choice.EveryDays)) % choice.EveryDays;
        for (var day = first.AddDays(offset); day <= last; day = day.AddDays(choice.EveryDays))
        {
            yield return day;
        }
    }

    private static Cohort Gather(
        IEnumerable<BorrowerFile> files,
        CohortReader reader,
        IProgress<CohortProgress>? progress,
        CancellationToken cancel)
    {
        var rows = new List<CohortRow>();
        var restated = new RestatedRows();
        var leftOut = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var columns = new GrowingColumns(FeatureCatalog.Scored.Count);
        var placed = files.Select((file, place) => (File: file, Place: place, IsRestated: restated.Takes(place)));
        var gathered = InOrder.Work(
            placed, BorrowersAhead * Environment.ProcessorCount, one => (one.Place, Rows: reader.Read(one.File, one.IsRestated)), cancel);
        foreach (var (place, part) in gathered)
        {
            for (var i = 0; i < part.Rows.Count; i++)
            {
                columns.Add(part.Vectors[i]);
            }

            restated.Add(place, firstRow: rows.Count, part.Restated);
            rows.AddRange(part.Rows);
            foreach (var cause in part.LeftOut)
            {
                leftOut[cause] = leftOut.GetValueOrDefault(cause) + 1;
            }

            progress?.Report(new(place + 1, rows.Count));
        }

        return new(rows, columns.Finish([.. FeatureCatalog.Scored.Select(feature => feature.Name)]), leftOut, restated.ByRow());
    }
}

/// <summary>How far a cohort has come.</summary>
/// <param name="Borrowers">Gone through.</param>
/// <param name="Rows">Gathered of them.</param>
public readonly record struct CohortProgress(int Borrowers, int Rows);
