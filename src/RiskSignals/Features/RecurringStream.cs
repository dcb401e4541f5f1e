namespace RiskSignals.Features;

/// <summary>Which recurring bank transactions a set of streams follows.</summary>
internal enum StreamKind
{
    Income,
    Bill,
    Lender,
    Commitment,
}

/// <summary>
/// Bank transactions of one counterparty and class, in day order, those of a day taken together. It has a cadence from the third on.
/// Its places are in the lists of the <see cref="RecurringStreams"/> it came from, valid until their next load.
/// </summary>
/// <param name="Category">Class of its bank transactions.</param>
/// <param name="From">First place in the streams' days and amounts.</param>
/// <param name="Count">Number of days with a bank transaction.</param>
/// <param name="Cadence">Median gap in days; NaN below two gaps.</param>
internal readonly record struct RecurringStream(Borrowers.BankCategory Category, int From, int Count, double Cadence);
