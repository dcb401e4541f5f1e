using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;

namespace RiskSignals.Features;

/// <summary>
/// Finds money moved between two of the borrower's bank accounts, whatever class the feed gives it: a debit on one and a credit of the same
/// amount on another, at most <see cref="DaysMax"/> days apart.
/// </summary>
/// <remarks>
/// Both halves must be of a class that a transfer may be mistaken for, unless the feed calls one half a transfer; then the other may be of
/// any class but salary, benefit, returned debit, gambling and health-like. Each debit, in order of day, then id, takes the nearest credit
/// in days, of those as near the first. The pair nets to nothing, but for what else it is: money from savings to a current bank account is
/// a savings draw, money to a card a card payment, and money drawn from a card a cash advance, counted once.
/// </remarks>
internal static class OwnTransfers
{
    /// <summary>A weekend lies between the two bookings at most.</summary>
    public const int DaysMax = 3;

    /// <summary>Rewrites the cells of both halves of each transfer.</summary>
    /// <param name="candidates">The rows, in order, among which is every one that another bank account has the opposite amount of.</param>
    public static void Mark(
        List<BankAccount> accounts,
        ReadOnlySpan<int> candidates,
        ReadOnlySpan<int> day,
        ReadOnlySpan<long> amount,
        ReadOnlySpan<byte> account,
        Span<byte> cell)
    {
        foreach (var debit in candidates)
        {
            if (amount[debit] >= 0 || !MayBe(cell[debit]))
            {
                continue;
            }

            var credit = Nearest(debit, day, amount, account, cell);
            if (credit >= 0)
            {
                (cell[debit], cell[credit]) = Cells(accounts[account[debit]].Kind, accounts[account[credit]].Kind);
            }
        }
    }

    private static int Nearest(
        int debit, ReadOnlySpan<int> day, ReadOnlySpan<long> amount, ReadOnlySpan<byte> account, ReadOnlySpan<byte> cell)
    {
        var first = debit;
        while (first > 0 && day[first - 1] >= day[debit] - DaysMax)
        {
            first--;
        }

        var (nearest, days) = (-1, DaysMax + 1);
        for (var i = first; i < day.Length && day[i] <= day[debit] + DaysMax; i++)
        {
            if (amount[i] == -amount[debit] && account[i] != account[debit] && Math.Abs(day[i] - day[debit]) < days
                && IsTransfer(cell[debit], cell[i]))
            {
                (nearest, days) = (i, Math.Abs(day[i] - day[debit]));
            }
        }

        return nearest;
    }

    private static bool IsTransfer(byte debit, byte credit) =>
        MayBe(credit) && (IsCalled(debit) || IsCalled(credit) || (IsMistakable(debit) && IsMistakable(credit)));

    /// <summary>Whether it is no half of another pair already, nor of a class that is never a transfer.</summary>
    private static bool MayBe(byte cell) => cell < MeasureCells.NettedCredit
        && MeasureCells.Category(cell) is not (BankCategory.Salary or BankCategory.Benefit or BankCategory.ReturnedDebit
            or BankCategory.Gambling or BankCategory.HealthLike);

    private static bool IsCalled(byte cell) =>
        MeasureCells.Category(cell) is OwnTransfer or Savings or BankCategory.CardPayment or BankCategory.CashAdvance;

    private static bool IsMistakable(byte cell) =>
        MeasureCells.Category(cell) is Uncategorised or OtherIncome or BankCategory.FamilyIn or FamilyOut;

    private static (byte Debit, byte Credit) Cells(BankAccountKind from, BankAccountKind to) => (
        to == BankAccountKind.Card ? (byte)MeasureCells.Of(from, BankCategory.CardPayment, isCredit: false)
            : from == BankAccountKind.Card ? MeasureCells.AdvanceDrawn : MeasureCells.NettedDebit,
        to == BankAccountKind.Card ? MeasureCells.PaidToCard
            : from == BankAccountKind.Savings && to == BankAccountKind.Current ? MeasureCells.SavingsDrawn : MeasureCells.NettedCredit);
}
