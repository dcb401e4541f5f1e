using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Features;

/// <summary>
/// One loan's history made ready for the feature functions: dense columns and running sums instead of lists of facts.
/// Load it again and again in a batch; its arrays are kept. Not for two threads at once.
/// </summary>
public sealed class PreparedHistory
{
    private List<EvidenceRow>? trail;

    /// <summary>A view of this object's own, shown anew for each day of a batch.</summary>
    private BorrowerHistory? view;
    private bool[] partiesSeen = new bool[64];
    private double[] room = [];

    /// <summary>Makes room for a first history; load one before computing.</summary>
    public PreparedHistory() => Bank = new BankStatistics(this);

    /// <summary>The history loaded last.</summary>
    public BorrowerHistory History { get; private set; } = null!;

    /// <summary>The loan loaded last.</summary>
    public string LoanId { get; private set; } = "";

    /// <summary>Null if the loan is not known.</summary>
    internal LoanHistory? Loan { get; private set; }

    /// <summary>Day number of the as of day.</summary>
    internal int Today { get; private set; }

    internal RepaymentDays Repayments { get; } = new();

    internal BankStatistics Bank { get; }

    /// <summary>The instalment that money is measured against, in minor units; 0 if there is none.</summary>
    internal long Instalment { get; private set; }

    /// <summary>Why there is no instalment to measure against; <see cref="MissingCause.None"/> if there is one.</summary>
    internal MissingCause InstalmentCause => Repayments.Cause != MissingCause.None ? Repayments.Cause
        : Instalment == 0 ? MissingCause.NotApplicable : MissingCause.None;

    /// <summary>Day number of the next due date; null if nothing is due any more.</summary>
    internal int? NextDueDay { get; private set; }

    /// <summary>Whether facts are asked for; lets a loop that only notes be skipped.</summary>
    internal bool IsTraced => trail is not null;

    /// <summary>
    /// Replaces what was loaded by what was known of a borrower on a day. Going through the days of one borrower, oldest first, reads only
    /// what each day changes; <see cref="History"/> is then the same object looking from another day.
    /// </summary>
    public void Load(BorrowerFile file, string loanId, DateOnly asOf)
    {
        if (view is null)
        {
            view = new BorrowerHistory(file, asOf);
        }
        else
        {
            view.Show(file, asOf);
        }

        Load(view, loanId);
    }

    /// <summary>Replaces what was loaded.</summary>
    public void Load(BorrowerHistory history, string loanId)
    {
        History = history;
        LoanId = loanId;
        Loan = history.Loan(loanId);
        Today = history.AsOf.DayNumber;
        Repayments.Load(Loan, Today);
        Instalment = Loan?.InstalmentAmount.MinorUnits ?? 0;
        NextDueDay = Loan?.NextInstalment?.DueOn.DayNumber;
        Bank.Load(history, Loan?.Loan.Currency);
    }

    /// <summary>Room to tick off counterparties in, none ticked yet; the next call takes it back.</summary>
    internal Span<bool> PartiesSeen()
    {
        if (partiesSeen.Length < Bank.Columns.Parties)
        {
            partiesSeen = new bool[2 * Bank.Columns.Parties];
        }

        var seen = partiesSeen.AsSpan(0, Bank.Columns.Parties);
        seen.Clear();
        return seen;
    }

    /// <summary>Room for a function to gather numbers in; what is there is left over, and the next call takes it back.</summary>
    internal Span<double> RoomFor(int count)
    {
        if (room.Length < count)
        {
            room = new double[Math.Max(count, 2 * room.Length)];
        }

        return room.AsSpan(0, count);
    }

    /// <summary>The facts that a function used.</summary>
    internal IReadOnlyList<EvidenceRow> Trace(Func<PreparedHistory, FeatureValue> function)
    {
        trail = [];
        try
        {
            function(this);
            return trail;
        }
        finally
        {
            trail = null;
        }
    }

    /// <summary>Notes a fact behind the feature being computed, if anybody asked for the facts.</summary>
    internal void Note(string factId, int day, double quantity, string part = EvidencePart.Value) =>
        trail?.Add(new EvidenceRow(factId, DateOnly.FromDayNumber(day), quantity, part));

    /// <inheritdoc cref="Note(string, int, double, string)"/>
    internal void Note(Fact fact, int day, double quantity, string part = EvidencePart.Value)
    {
        if (trail is not null)
        {
            Note(fact.Key, day, quantity, part);
        }
    }

    /// <summary>Notes a bank transaction by its place in the columns; its id is looked up only if anybody asked.</summary>
    internal void NoteRow(int column, int day, double quantity, string part = EvidencePart.Value)
    {
        if (trail is not null)
        {
            Note(Bank.Columns.Id(column), day, quantity, part);
        }
    }

    /// <summary>Notes a day itself, such as one with a balance, as evidence.</summary>
    internal void NoteDay(int day, double quantity, string part = EvidencePart.Value)
    {
        if (trail is not null)
        {
            Note(DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day, quantity, part);
        }
    }
}
