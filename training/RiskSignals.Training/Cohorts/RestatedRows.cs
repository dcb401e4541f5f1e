namespace RiskSignals.Training.Cohorts;

/// <summary>
/// The rows of some borrowers, evenly spread, as they would be with hindsight: one borrower in eight, and fewer the more rows there are, since a
/// check needs no more of them and memory is for the cohort.
/// </summary>
internal sealed class RestatedRows
{
    private const int RowsMax = 16_384;

    private readonly Queue<(int Place, int FirstRow, List<float[]> Rows)> kept = new();

    private int count;

    /// <summary>One borrower in so many; a power of two, so that who is left later was taken before.</summary>
    private int every = 8;

    /// <summary>Whether the borrower at a place, from 0, is wanted as far as is known by now.</summary>
    public bool Takes(int place) => place % every == 0;

    /// <summary>Adds a borrower's rows, unless it is no longer wanted.</summary>
    /// <param name="place">The borrower's, from 0, rising.</param>
    /// <param name="firstRow">The number of its first row in the cohort.</param>
    /// <param name="rows">One a row of the cohort.</param>
    public void Add(int place, int firstRow, List<float[]> rows)
    {
        if (!Takes(place))
        {
            return;
        }

        kept.Enqueue((place, firstRow, rows));
        count += rows.Count;
        while (count > RowsMax && kept.Count > 1)
        {
            every *= 2;
            for (var left = kept.Count; left > 0; left--)
            {
                var one = kept.Dequeue();
                if (Takes(one.Place))
                {
                    kept.Enqueue(one);
                }
                else
                {
                    count -= one.Rows.Count;
                }
            }
        }
    }

    /// <summary>The rows by their number in the cohort.</summary>
    public Dictionary<int, float[]> ByRow() =>
        kept.SelectMany(one => one.Rows.Select((row, i) => (Number: one.FirstRow + i, row))).ToDictionary(one => one.Number, one => one.row);
}
