using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>
/// Bank transactions of one kind gathered by counterparty, with the cadence of each. Looks back <see cref="LookBackDays"/> days, as
/// what somebody earned or paid before that says little about when the next is due; lenders and commitments are followed from the first
/// payment on.
/// </summary>
internal sealed class RecurringStreams(StreamKind kind)
{
    public const int LookBackDays = 400;

    /// <summary>A stream is active while no gap exceeds this many times its median gap.</summary>
    public const double ActiveGaps = 1.5;

    private const int Categories = (int)BankCategory.HealthLike + 1;

    /// <summary>One bit a kind of stream that columns of the cell may belong to.</summary>
    private static readonly byte[] KindsOfCell = [.. Enumerable.Range(0, MeasureCells.Count).Select(cell => (byte)(
        (MeasureCells.Adds(cell, Measure.Income) && MeasureCells.Category(cell) != BankCategory.InterestEarned ? 1 << (int)StreamKind.Income : 0)
        | (MeasureCells.Adds(cell, Measure.Bill) ? 1 << (int)StreamKind.Bill : 0)
        | (MeasureCells.Adds(cell, Measure.OtherLenderPayment) ? 1 << (int)StreamKind.Lender : 0)
        | (MeasureCells.Adds(cell, Measure.Commitment) && MeasureCells.Category(cell) != BankCategory.OwnLoanPayment
            ? 1 << (int)StreamKind.Commitment : 0)))];

    /// <summary>By counterparty and category: the load that met the stream last, and its number then.</summary>
    private (int Load, int Number)[] numbers = [];
    private int load;

    private RecurringStream[] streams = new RecurringStream[16];
    private int streamCount;
    private int[] streamOf = new int[64];
    private int[] row = new int[64];
    private int[] day = new int[64];
    private long[] amount = new long[64];
    private int[] firstRow = new int[64];
    private int[] starts = new int[16];
    private int[] daysOf = new int[16];
    private BankCategory[] categoryOf = new BankCategory[16];
    private double[] gaps = new double[64];

    /// <summary>Of each stream with a cadence, from its first place on, the gaps from the smallest.</summary>
    private double[] sortedGaps = new double[64];

    /// <summary>One bit a kind of stream that bank transactions of the cell belong to.</summary>
    public static int Kinds(byte cell) => KindsOfCell[cell];

    /// <summary>All streams, those without a cadence yet included, in order of first appearance.</summary>
    public ReadOnlySpan<RecurringStream> All => streams.AsSpan(0, streamCount);

    /// <summary>Days with a bank transaction, oldest first.</summary>
    public ReadOnlySpan<int> Days(RecurringStream stream) => day.AsSpan(stream.From, stream.Count);

    /// <summary>Minor units of those days, above zero either way.</summary>
    public ReadOnlySpan<long> Amounts(RecurringStream stream) => amount.AsSpan(stream.From, stream.Count);

    /// <summary>The first bank transaction of each of those days, as an index in the columns.</summary>
    public ReadOnlySpan<int> Rows(RecurringStream stream) => firstRow.AsSpan(stream.From, stream.Count);

    public int LastDay(RecurringStream stream) => day[stream.From + stream.Count - 1];

    /// <summary>Whether the next bank transaction is not yet overdue beyond <see cref="ActiveGaps"/>; needs three.</summary>
    public bool IsActive(RecurringStream stream, int today) =>
        stream.Count >= FeatureValue.RowsMin && today - LastDay(stream) <= ActiveGaps * stream.Cadence;

    /// <summary>The day the next one is expected, the day after today at the earliest.</summary>
    public int NextDay(RecurringStream stream, int today) =>
        Math.Max(today + 1, LastDay(stream) + (int)Math.Round(stream.Cadence, MidpointRounding.AwayFromZero));

    public void Load(BankColumns columns, int today)
    {
        load++;
        var followed = columns.Followed(kind);
        var days = columns.Day;
        var cells = columns.Cell;
        var parties = columns.Party;
        Reserve(followed.Length, columns.Parties);
        var (found, count) = (0, 0);
        foreach (var i in followed)
        {
            if ((KindsOfCell[cells[i]] & (1 << (int)kind)) == 0
                || (today - days[i] >= LookBackDays && (kind is StreamKind.Income or StreamKind.Bill)))
            {
                continue;
            }

            var category = kind is StreamKind.Lender or StreamKind.Commitment ? BankCategory.LoanPayment : MeasureCells.Category(cells[i]);
            if (!IsKnown(category, parties[i]))
            {
                continue;
            }

            ref var number = ref numbers[(parties[i] * Categories) + (int)category];
            if (number.Load != load)
            {
                number = (load, count++);
            }

            (row[found], streamOf[found]) = (i, number.Number);
            found++;
        }

        Gather(columns, found, count);
    }

    /// <summary>
    /// Where the feed names nobody, the class stands for the counterparty if the class itself recurs; lenders without a name are one.
    /// </summary>
    private bool IsKnown(BankCategory category, int party) =>
        party != 0 || kind != StreamKind.Income || category is BankCategory.Salary or BankCategory.Benefit or BankCategory.Pension;

    /// <summary>Sorts the rows by stream, keeping day order, and joins those of one day.</summary>
    private void Gather(BankColumns columns, int found, int count)
    {
        var days = columns.Day;
        var amounts = columns.Amount;
        var cells = columns.Cell;
        if (starts.Length <= count)
        {
            (starts, daysOf, categoryOf) = (new int[2 * (count + 1)], new int[2 * (count + 1)], new BankCategory[2 * (count + 1)]);
            streams = new RecurringStream[2 * (count + 1)];
        }

        starts.AsSpan(0, count + 1).Clear();
        daysOf.AsSpan(0, count).Clear();
        for (var i = 0; i < found; i++)
        {
            starts[streamOf[i] + 1]++;
        }

        for (var number = 0; number < count; number++)
        {
            starts[number + 1] += starts[number];
        }

        for (var i = 0; i < found; i++)
        {
            var (number, from) = (streamOf[i], row[i]);
            var next = starts[number] + daysOf[number];
            if (daysOf[number] > 0 && day[next - 1] == days[from])
            {
                amount[next - 1] += Math.Abs(amounts[from]);
            }
            else
            {
                (day[next], amount[next], firstRow[next]) = (days[from], Math.Abs(amounts[from]), from);
                categoryOf[number] = MeasureCells.Category(cells[from]);
                daysOf[number]++;
            }
        }

        streamCount = count;
        for (var number = 0; number < count; number++)
        {
            streams[number] = new RecurringStream(
                categoryOf[number],
                starts[number],
                daysOf[number],
                daysOf[number] < FeatureValue.RowsMin ? double.NaN : MedianGap(starts[number], daysOf[number]));
        }
    }

    /// <summary>The gaps of a stream with a cadence, from the smallest.</summary>
    public ReadOnlySpan<double> SortedGaps(RecurringStream stream) => sortedGaps.AsSpan(stream.From, stream.Count - 1);

    private double MedianGap(int from, int count)
    {
        var of = sortedGaps.AsSpan(from, count - 1);
        for (var i = 0; i < of.Length; i++)
        {
            // A dozen gaps that hardly differ: putting each in its place is faster than the general sort.
            var gap = day[from + i + 1] - day[from + i];
            var place = i;
            for (; place > 0 && of[place - 1] > gap; place--)
            {
                of[place] = of[place - 1];
            }

            of[place] = gap;
        }

        return Spread.Quantile(of, 0.5);
    }

    /// <summary>Days between successive bank transactions, in order; the span is reused by the next call.</summary>
    public Span<double> Gaps(RecurringStream stream)
    {
        for (var i = 1; i < stream.Count; i++)
        {
            gaps[i - 1] = day[stream.From + i] - day[stream.From + i - 1];
        }

        return gaps.AsSpan(0, Math.Max(0, stream.Count - 1));
    }

    private void Reserve(int rows, int parties)
    {
        if (numbers.Length < parties * Categories)
        {
            numbers = new (int, int)[2 * parties * Categories];
        }

        if (row.Length < rows)
        {
            var length = Math.Max(rows, 2 * row.Length);
            (streamOf, row, day, firstRow) = (new int[length], new int[length], new int[length], new int[length]);
            (amount, gaps, sortedGaps) = (new long[length], new double[length], new double[length]);
        }
    }
}
