using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Bank transactions that net to nothing: debits given back, and transfers between the borrower's own bank accounts.</summary>
internal sealed class PlainNetting
{
    private const int TransferDaysMax = 3;

    private static readonly BankCategory[] CalledTransfers = [OwnTransfer, Savings, CardPayment, CashAdvance];

    private static readonly BankCategory[] MistakenTransfers = [Uncategorised, OtherIncome, FamilyIn, FamilyOut];

    private static readonly BankCategory[] NeverTransfers = [Salary, Benefit, ReturnedDebit, Gambling, HealthLike];

    private readonly Func<BankTransaction, BankAccountKind> kindOf;

    public PlainNetting(List<BankTransaction> rows, Func<BankTransaction, BankAccountKind> kindOf)
    {
        this.kindOf = kindOf;
        Net = [.. rows];
        TakeOutWhatWasGivenBack(rows);
        TakeOutTransfers();
    }

    /// <summary>What is left, what was moved to or from a card under its class.</summary>
    public List<BankTransaction> Net { get; }

    /// <summary>Debits that came back for lack of funds.</summary>
    public List<BankTransaction> CameBack { get; } = [];

    /// <summary>The credits that gave them back.</summary>
    public List<BankTransaction> Returned { get; } = [];

    /// <summary>Credits of transfers found from savings to current bank accounts.</summary>
    public List<BankTransaction> SavingsDrawn { get; } = [];

    /// <summary>Credits of transfers found to cards.</summary>
    public List<BankTransaction> CardPaid { get; } = [];

    /// <summary>Debits of transfers found from cards to other bank accounts.</summary>
    public List<BankTransaction> AdvancesDrawn { get; } = [];

    private void TakeOutWhatWasGivenBack(List<BankTransaction> rows)
    {
        var naming = rows.Where(row => row.ReturnsId is not null).ToLookup(row => row.ReturnsId!);
        foreach (var debit in rows.Where(row => row.Amount.MinorUnits < 0))
        {
            if (naming[debit.BankTransactionId].FirstOrDefault(row => row.Amount == -debit.Amount) is { } credit)
            {
                TakeOut(debit, credit);
            }
        }

        foreach (var credit in Net.Where(row => row.Amount.MinorUnits > 0 && row.Category is ReturnedDebit or FeeRefund).ToList())
        {
            var days = credit.Category == FeeRefund ? 90 : 10;
            var debit = Net.FindLast(row => row.Amount == -credit.Amount && row.BankAccountId == credit.BankAccountId
                && credit.BookedOn.DayNumber - row.BookedOn.DayNumber is var gap && gap >= 0 && gap <= days
                && (credit.Category != FeeRefund || row.Category is LackOfFundsFee or OtherFee));
            if (debit is not null)
            {
                TakeOut(debit, credit);
            }
        }

        Returned.AddRange(Net.Where(row => row.Amount.MinorUnits > 0 && row.Category == ReturnedDebit));
    }

    /// <summary>A gambling or health-like debit nets to nothing but is no returned payment.</summary>
    private void TakeOut(BankTransaction debit, BankTransaction credit)
    {
        Net.Remove(debit);
        Net.Remove(credit);
        if (credit.Category is ReturnedDebit or Uncategorised && debit.Category is not (Gambling or HealthLike))
        {
            CameBack.Add(debit);
            Returned.Add(credit);
        }
    }

    /// <summary>Each debit, in order, takes the nearest credit of its amount on another bank account that may be the other half.</summary>
    private void TakeOutTransfers()
    {
        var byAmount = Net.ToLookup(row => row.Amount.MinorUnits);
        var taken = new HashSet<string>();
        foreach (var debit in Net.Where(row => row.Amount.MinorUnits < 0).ToList())
        {
            var credit = byAmount[-debit.Amount.MinorUnits]
                .Where(row => row.BankAccountId != debit.BankAccountId && Days(row, debit) <= TransferDaysMax
                    && !taken.Contains(row.BankTransactionId) && AreHalves(debit, row))
                .MinBy(row => Days(row, debit));
            if (credit is not null)
            {
                taken.Add(credit.BankTransactionId);
                TakeOutTransfer(debit, credit);
            }
        }
    }

    private static int Days(BankTransaction left, BankTransaction right) => Math.Abs(left.BookedOn.DayNumber - right.BookedOn.DayNumber);

    private static bool AreHalves(BankTransaction debit, BankTransaction credit) =>
        !NeverTransfers.Contains(debit.Category) && !NeverTransfers.Contains(credit.Category)
        && (CalledTransfers.Contains(debit.Category) || CalledTransfers.Contains(credit.Category)
            || (MistakenTransfers.Contains(debit.Category) && MistakenTransfers.Contains(credit.Category)));

    /// <summary>Money to a card is a card payment, money from one an advance, money from savings a draw on them.</summary>
    private void TakeOutTransfer(BankTransaction debit, BankTransaction credit)
    {
        var (from, to) = (kindOf(debit), kindOf(credit));
        Net.Remove(credit);
        if (to == BankAccountKind.Card)
        {
            Net[Net.IndexOf(debit)] = debit with { Category = CardPayment };
            CardPaid.Add(credit);
            return;
        }

        Net.Remove(debit);
        if (from == BankAccountKind.Card)
        {
            AdvancesDrawn.Add(debit);
        }
        else if (from == BankAccountKind.Savings && to == BankAccountKind.Current)
        {
            SavingsDrawn.Add(credit);
        }
    }
}
