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

    /// <summary>The history loaded last.</summary>
    public BorrowerHistory History { get; private set; } = null!;

    /// <summary>The loan loaded last.</summary>
    public string LoanId { get; private set; } = "";

    /// <summary>Null if the loan is not known.</summary>
    internal LoanHistory? Loan { get; private set; }

    /// <summary>Day number of the as of day.</summary>
    internal int Today { get; private set; }

    internal RepaymentDays Repayments { get; } = new();

    /// <summary>Replaces what was loaded.</summary>
    public void Load(BorrowerHistory history, string loanId)
    {
        History = history;
        LoanId = loanId;
        Loan = history.Loan(loanId);
        Today = history.AsOf.DayNumber;
        Repayments.Load(Loan, Today);
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

    /// <summary>Whether facts are asked for; lets a loop that only notes be skipped.</summary>
    internal bool IsTraced => trail is not null;

    /// <summary>The id of evidence that is a day.</summary>
    internal static string DayId(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
