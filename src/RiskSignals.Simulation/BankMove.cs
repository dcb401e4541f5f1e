namespace RiskSignals.Simulation;

/// <summary>A borrower's move of the current account to another bank.</summary>
/// <param name="From">Number of the bank account given up.</param>
/// <param name="PayMovesOn">Pay and benefits come in at the new bank from this day.</param>
/// <param name="ClosesOn">The old bank account is no more from this day.</param>
/// <param name="ByService">The banks move all debits within a week; otherwise the borrower tells one payee after the other.</param>
internal sealed record BankMove(DateOnly On, int From, DateOnly PayMovesOn, DateOnly ClosesOn, bool ByService)
{
    /// <summary>The first day on which a payee collects at the new bank.</summary>
    public DateOnly DebitMovesOn(string payee)
    {
        if (ByService)
        {
            return On.AddDays(7);
        }

        // Text hashes of the runtime differ from run to run.
        var hash = (uint)On.DayNumber;
        foreach (var letter in payee)
        {
            hash = unchecked((hash ^ letter) * 16_777_619);
        }

        return On.AddDays(4 + (int)((hash >> 8) % 40));
    }
}
