using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Cohorts;

/// <summary>The rows a model learns from: loans as of days, features as they were known then, outcomes as they were known at maturity.</summary>
public sealed class Cohort
{
    private const int PolicyWindowDays = 30;

    /// <summary>One borrower in so many is also looked at with hindsight.</summary>
    private const int BorrowersARestated = 8;

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
    /// <param name="files">The borrowers; read once, in order.</param>
    /// <param name="knownBy">Labels that mature later are left out.</param>
    /// <param name="decisions">What was decided, by loan id.</param>
    public static Cohort Build(
        IEnumerable<BorrowerFile> files, Target target, CohortChoice choice, DateOnly knownBy, ILookup<string, DecidedTreatment> decisions)
    {
        var last = choice.LastDay ?? knownBy.AddDays(-target.DaysToMaturity);
        return Gather(files, decisions, target.DaysToMaturity, (file, loan) => Days(choice, loan, last).Select(day =>
        {
            var label = target.Label(file, loan.LoanId, day, knownBy);
            bool? outcome = label.State switch { LabelState.One => true, LabelState.Zero => false, _ => null };
            return (day, outcome, outcome is null ? $"{label.State.ToString().ToLowerInvariant()}/{label.Cause}" : label.Cause);
        }));
    }

    /// <summary>Builds the rows of labels from outside.</summary>
    public static Cohort Build(
        IEnumerable<BorrowerFile> files, ExternalLabels labels, ILookup<string, DecidedTreatment> decisions) =>
        Gather(files, decisions, PolicyWindowDays, (_, loan) => labels.Of(loan.LoanId).Select(label => (label.AsOf, (bool?)label.Outcome, "external")));

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
        ILookup<string, DecidedTreatment> decisions,
        int daysToMaturity,
        Func<BorrowerFile, Loan, IEnumerable<(DateOnly Day, bool? Outcome, string Cause)>> labelled)
    {
        var gathered = files.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.AutoBuffered)
            .Select((file, place) => RowsOf(file, place % BorrowersARestated == 0, decisions, daysToMaturity, labelled));
        var rows = new List<CohortRow>();
        var vectors = new List<float[]>();
        var restated = new Dictionary<int, float[]>();
        var leftOut = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in gathered)
        {
            foreach (var (vector, i) in part.Restated.Select((vector, i) => (vector, i)))
            {
                restated.Add(rows.Count + i, vector);
            }

            rows.AddRange(part.Rows);
            vectors.AddRange(part.Vectors);
            foreach (var cause in part.LeftOut)
            {
                leftOut[cause] = leftOut.GetValueOrDefault(cause) + 1;
            }
        }

        var names = FeatureCatalog.Scored.Select(feature => feature.Name).ToArray();
        var columns = new float[names.Length][];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = new float[rows.Count];
            for (var row = 0; row < rows.Count; row++)
            {
                columns[column][row] = vectors[row][column];
            }
        }

        return new(rows, new(names, columns), leftOut, restated);
    }

    private static (List<CohortRow> Rows, List<float[]> Vectors, List<float[]> Restated, List<string> LeftOut) RowsOf(
        BorrowerFile file,
        bool isRestated,
        ILookup<string, DecidedTreatment> decisions,
        int daysToMaturity,
        Func<BorrowerFile, Loan, IEnumerable<(DateOnly Day, bool? Outcome, string Cause)>> labelled)
    {
        var (rows, vectors, restated, leftOut) = (new List<CohortRow>(), new List<float[]>(), new List<float[]>(), new List<string>());
        var hindsight = isRestated ? file.Restated() : null;
        var scored = FeatureCatalog.Scored.Select(feature => FeatureCatalog.IndexOf(feature.Name)).ToArray();
        foreach (var loan in file.Loans)
        {
            foreach (var (day, outcome, cause) in labelled(file, loan))
            {
                if (outcome is null)
                {
                    leftOut.Add(cause);
                    continue;
                }

                var taken = decisions[loan.LoanId]
                    .Where(decision => decision.DecidedOn >= day && decision.DecidedOn < day.AddDays(PolicyWindowDays))
                    .OrderBy(decision => decision.DecidedOn).ThenBy(decision => decision.DecisionId, StringComparer.Ordinal)
                    .ToArray();
                var ids = taken.Select(decision => decision.DecisionId).ToHashSet(StringComparer.Ordinal);
                var recorded = file.AsOf(day.AddDays(daysToMaturity)).Outcomes.Where(recorded => ids.Contains(recorded.DecisionId)).ToArray();
                var history = file.AsOf(day);
                rows.Add(new(file.BorrowerId, loan.LoanId, day, outcome.Value, cause, taken, recorded)
                {
                    Product = loan.Product,
                    Jurisdiction = history.Borrower?.Jurisdiction ?? "",
                });
                vectors.Add(Vector(history, loan.LoanId, scored));
                if (hindsight is not null)
                {
                    restated.Add(Vector(hindsight.AsOf(day), loan.LoanId, scored));
                }
            }
        }

        return (rows, vectors, restated, leftOut);
    }

    private static float[] Vector(BorrowerHistory history, string loanId, int[] columns)
    {
        var row = FeatureCatalog.Compute(history, loanId).Values;
        var vector = new float[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            vector[i] = row[columns[i]];
        }

        return vector;
    }
}
