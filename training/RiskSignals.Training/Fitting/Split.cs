using System.Security.Cryptography;
using System.Text;

namespace RiskSignals.Training.Fitting;

/// <summary>Which rows train and which test: later days test, and no borrower is on both sides.</summary>
/// <param name="Train">Row numbers, from 0, rising.</param>
/// <param name="Test">Row numbers, from 0, rising.</param>
/// <param name="TestFrom">First as-of day of the test.</param>
/// <param name="Dropped">Rows on neither side: embargo, or the other side's borrower.</param>
internal sealed record Split(IReadOnlyList<int> Train, IReadOnlyList<int> Test, DateOnly TestFrom, int Dropped)
{
    /// <summary>
    /// Cuts by day. A borrower seen on both sides of the cut goes to one of them, by a hash of the borrower's id, and the rows on the
    /// other side are dropped.
    /// </summary>
    /// <exception cref="ArgumentException">A side would be empty; the message says what to change.</exception>
    public static Split OutOfTime(TrainingTable table, ValidationChoice choice, int seed)
    {
        var testFrom = choice.TestFrom ?? FirstTestDay(table.AsOf, choice.TestShare);
        var trainToExcl = testFrom.AddDays(-choice.EmbargoDays);
        var early = new HashSet<string>(StringComparer.Ordinal);
        var late = new HashSet<string>(StringComparer.Ordinal);
        for (var row = 0; row < table.Rows; row++)
        {
            if (table.AsOf[row] >= testFrom)
            {
                late.Add(table.BorrowerIds[row]);
            }
            else if (table.AsOf[row] < trainToExcl)
            {
                early.Add(table.BorrowerIds[row]);
            }
        }

        bool Tests(string borrower) =>
            late.Contains(borrower) && (!early.Contains(borrower) || Share(borrower, seed) < choice.TestBorrowerShare);

        var train = new List<int>();
        var test = new List<int>();
        for (var row = 0; row < table.Rows; row++)
        {
            var tests = Tests(table.BorrowerIds[row]);
            if (tests && table.AsOf[row] >= testFrom)
            {
                test.Add(row);
            }
            else if (!tests && table.AsOf[row] < trainToExcl)
            {
                train.Add(row);
            }
        }

        return train.Count > 0 && test.Count > 0
            ? new(train, test, testFrom, table.Rows - train.Count - test.Count)
            : throw new ArgumentException(
                $"The test from {testFrom:yyyy-MM-dd} leaves {train.Count} rows to train and {test.Count} to test; " +
                "give more as-of days, an earlier or later validation.test_from, or fewer validation.embargo_days.");
    }

    /// <summary>Without days to cut by: borrowers go to the test by a hash of their id.</summary>
    /// <exception cref="ArgumentException">A side would be empty; the message says what to change.</exception>
    public static Split ByBorrower(TrainingTable table, ValidationChoice choice, int seed)
    {
        var rows = Enumerable.Range(0, table.Rows).ToLookup(row => Share(table.BorrowerIds[row], seed) < choice.TestShare);
        int[] train = [.. rows[false]], test = [.. rows[true]];
        return train.Length > 0 && test.Length > 0
            ? new(train, test, table.AsOf[0], Dropped: 0)
            : throw new ArgumentException(
                $"A test share of {choice.TestShare} leaves {train.Length} rows to train and {test.Length} to test; give more borrowers or another share.");
    }

    /// <exception cref="ArgumentException">A borrower has rows in both tables: what is learnt of one would be tested on the same.</exception>
    public static void RequireApart(TrainingTable train, TrainingTable test)
    {
        var both = test.BorrowerIds.Intersect(train.BorrowerIds, StringComparer.Ordinal).ToArray();
        if (both.Length > 0)
        {
            throw new ArgumentException(
                $"{both.Length} borrowers are in both the training and the test rows, the first is '{both[0]}'; keep each on one side.");
        }
    }

    /// <summary>
    /// A fold a row, from 0. Borrowers with a positive outcome and those without are dealt out apart, in the order of a hash,
    /// so that folds don't depend on the order of rows and small ones still hold both outcomes.
    /// </summary>
    public static int[] Folds(TrainingTable table, int folds, int seed)
    {
        var hasPositive = new Dictionary<string, bool>(StringComparer.Ordinal);
        for (var row = 0; row < table.Rows; row++)
        {
            hasPositive[table.BorrowerIds[row]] = hasPositive.GetValueOrDefault(table.BorrowerIds[row]) || table.Outcomes[row];
        }

        var foldOf = hasPositive
            .OrderBy(borrower => borrower.Value)
            .ThenBy(borrower => Share(borrower.Key, seed))
            .ThenBy(borrower => borrower.Key, StringComparer.Ordinal)
            .Select((borrower, place) => (borrower.Key, Fold: place % folds))
            .ToDictionary(one => one.Key, one => one.Fold, StringComparer.Ordinal);
        return [.. table.BorrowerIds.Select(borrower => foldOf[borrower])];
    }

    private static DateOnly FirstTestDay(IReadOnlyList<DateOnly> asOf, double testShare)
    {
        var days = asOf.Order().ToArray();
        return days[(int)(days.Length * (1 - testShare))];
    }

    /// <summary>A number in 0–1 that is always the same for the borrower and seed.</summary>
    private static double Share(string borrower, int seed) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{borrower}"))) / (double)(1L << 32);
}
