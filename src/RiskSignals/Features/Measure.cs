using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;

namespace RiskSignals.Features;

/// <summary>What is summed and counted over bank transactions. A bank transaction adds to every measure it belongs to.</summary>
internal enum Measure : byte
{
    /// <summary>Every bank transaction, netted ones included.</summary>
    Transaction,
    Credit,
    Debit,

    /// <summary>Debits that no class was found for.</summary>
    Unclassed,

    /// <summary>Credits that are not own transfers, loan disbursements, cash advances, refunds or reversals.</summary>
    Income,
    Salary,
    Benefit,
    Gig,

    /// <summary>All money in and out of current and savings accounts but own transfers.</summary>
    Inflow,
    Outflow,

    /// <summary>Debits that are not own transfers, savings or loan payments.</summary>
    Spending,
    Essential,
    Discretionary,
    CashWithdrawn,
    Housing,
    FoodAndEnergy,

    /// <summary>Contractually recurring debits that are not essential; loan payments among them.</summary>
    Commitment,
    Bill,

    /// <summary>Payments to all lenders, ours included.</summary>
    DebtPayment,
    OtherLenderPayment,
    HighCostPayment,
    CollectorPayment,
    CardPayment,

    /// <summary>Credits on card accounts that pay back what was bought.</summary>
    PaidIntoCard,
    CardSpending,

    /// <summary>Credits from other lenders.</summary>
    Disbursement,

    /// <summary>Payments to high-cost lenders and credits from them.</summary>
    HighCostSeen,
    CashAdvance,

    LackOfFundsFee,
    ReturnedDebit,

    /// <summary>Debits to billers and lenders, which are collected by direct debit, and every debit that came back.</summary>
    DirectDebit,

    /// <summary>Debits that came back, on the day they were booked.</summary>
    CameBack,
    StopPayment,
    FamilyIn,
    SavingsDraw,
    Gambling,
    HealthLike,
}

/// <summary>Sorts bank transactions into cells: all of one cell add to the same measures.</summary>
internal static class MeasureCells
{
    /// <summary>Half of a reversed pair: it nets to nothing and counts only as a bank transaction.</summary>
    public const byte NettedCredit = PerKind * 3;
    public const byte NettedDebit = NettedCredit + 1;

    /// <summary>The credit that gives back a debit for lack of funds.</summary>
    public const byte Returned = NettedCredit + 2;

    /// <summary>The disbursement of one of our own loans.</summary>
    public const byte OwnDisbursement = NettedCredit + 3;

    /// <summary>The debit that came back for lack of funds.</summary>
    public const byte CameBack = NettedCredit + 4;

    /// <summary>The credit of a transfer from savings to a current bank account.</summary>
    public const byte SavingsDrawn = NettedCredit + 5;

    /// <summary>The debit of a transfer from a card to another own bank account.</summary>
    public const byte AdvanceDrawn = NettedCredit + 6;

    /// <summary>A benefit where benefits must not be told from salaries.</summary>
    public const byte BenefitAsSalary = NettedCredit + 7;

    /// <summary>The credit of a transfer from another own bank account to a card.</summary>
    public const byte PaidToCard = NettedCredit + 8;

    public const int Count = NettedCredit + 9;

    private const int Categories = (int)BankCategory.HealthLike + 1;

    private const int PerKind = Categories * 2;

    private static readonly BankCategory[] CategoryOf = [.. Enumerable.Range(0, Count).Select(cell =>
        cell < NettedCredit ? (BankCategory)(cell % PerKind / 2) : cell == BenefitAsSalary ? BankCategory.Salary : Uncategorised)];

    private static readonly ulong[] Masks = BuildMasks();

    public static int Measures { get; } = Enum.GetValues<Measure>().Length;

    public static int Of(BankAccountKind kind, BankCategory category, bool isCredit) =>
        ((int)kind * PerKind) + ((int)category * 2) + (isCredit ? 1 : 0);

    public static BankCategory Category(int cell) => CategoryOf[cell];

    /// <summary>One bit a measure that the cell adds to.</summary>
    public static ulong Mask(int cell) => Masks[cell];

    public static bool Adds(int cell, Measure measure) => ((Masks[cell] >> (int)measure) & 1) != 0;

    private static ulong[] BuildMasks()
    {
        var masks = new ulong[Count];
        foreach (var kind in Enum.GetValues<BankAccountKind>())
        {
            foreach (var category in Enum.GetValues<BankCategory>())
            {
                masks[Of(kind, category, isCredit: true)] = Bits(CreditMeasures(kind, category).Append(Measure.Credit));
                masks[Of(kind, category, isCredit: false)] = Bits(DebitMeasures(kind, category).Append(Measure.Debit));
            }
        }

        masks[NettedCredit] = Bits([Measure.Credit]);
        masks[NettedDebit] = Bits([Measure.Debit]);
        masks[Returned] = Bits([Measure.Credit, Measure.ReturnedDebit]);
        masks[OwnDisbursement] = Bits([Measure.Credit, Measure.Inflow]);
        masks[CameBack] = Bits([Measure.Debit, Measure.DirectDebit, Measure.CameBack]);
        masks[SavingsDrawn] = Bits([Measure.Credit, Measure.SavingsDraw]);
        masks[AdvanceDrawn] = Bits([Measure.Debit, Measure.CashAdvance]);
        masks[PaidToCard] = Bits([Measure.Credit, Measure.PaidIntoCard]);
        masks[BenefitAsSalary] = Bits([Measure.Credit, Measure.Inflow, Measure.Income, Measure.Salary, Measure.Benefit]);
        return masks;
    }

    private static ulong Bits(IEnumerable<Measure> measures) =>
        measures.Append(Measure.Transaction).Aggregate(0UL, (mask, measure) => mask | (1UL << (int)measure));

    /// <summary>Gambling and health-like rows feed their own, support-only measures and nothing that may be scored.</summary>
    private static IEnumerable<Measure> CreditMeasures(BankAccountKind kind, BankCategory category)
    {
        if (category is OwnTransfer or BankCategory.Gambling or BankCategory.HealthLike)
        {
            yield break;
        }

        if (category == Savings)
        {
            if (kind == BankAccountKind.Current)
            {
                yield return Measure.SavingsDraw;
            }

            yield break;
        }

        if (category == BankCategory.CashAdvance)
        {
            yield return Measure.CashAdvance;
        }
        else if (category == BankCategory.ReturnedDebit)
        {
            yield return Measure.ReturnedDebit;
        }

        if (kind == BankAccountKind.Card)
        {
            // What is paid into a card account is no income of its holder.
            if (category is not (Refund or FeeRefund or InterestEarned or BankCategory.ReturnedDebit or BankCategory.CashAdvance))
            {
                yield return Measure.PaidIntoCard;
            }

            yield break;
        }

        yield return Measure.Inflow;
        switch (category)
        {
            case BankCategory.Salary:
                yield return Measure.Income;
                yield return Measure.Salary;
                break;
            case BankCategory.Benefit:
                yield return Measure.Income;
                yield return Measure.Benefit;
                break;
            case BankCategory.Gig:
                yield return Measure.Income;
                yield return Measure.Gig;
                break;
            case BankCategory.FamilyIn:
                yield return Measure.Income;
                yield return Measure.FamilyIn;
                break;
            case Uncategorised or Pension or OtherIncome or InterestEarned or Cash:
                yield return Measure.Income;
                break;
            case LoanDisbursement:
                yield return Measure.Disbursement;
                break;
            case BankCategory.HighCostDisbursement:
                yield return Measure.Disbursement;
                yield return Measure.HighCostSeen;
                break;
        }
    }

    private static IEnumerable<Measure> DebitMeasures(BankAccountKind kind, BankCategory category)
    {
        switch (category)
        {
            case OwnTransfer or Savings:
                yield break;
            case BankCategory.Gambling:
                yield return Measure.Gambling;
                yield break;
            case BankCategory.HealthLike:
                yield return Measure.HealthLike;
                yield break;
        }

        if (kind != BankAccountKind.Card)
        {
            yield return Measure.Outflow;
        }

        var isBill = category is BankCategory.Housing or Energy or Water or LocalTax or Telecom or Insurance or Subscription;
        var isLoanPayment =
            category is OwnLoanPayment or LoanPayment or BankCategory.HighCostPayment or BankCategory.CardPayment or DebtCollector;
        if ((isBill || isLoanPayment) && kind != BankAccountKind.Card)
        {
            yield return Measure.DirectDebit;
        }

        if (isLoanPayment)
        {
            yield return Measure.DebtPayment;
            yield return Measure.Commitment;
            if (category is LoanPayment or BankCategory.HighCostPayment or BankCategory.CardPayment)
            {
                yield return Measure.OtherLenderPayment;
            }

            switch (category)
            {
                case BankCategory.HighCostPayment:
                    yield return Measure.HighCostPayment;
                    yield return Measure.HighCostSeen;
                    break;
                case BankCategory.CardPayment:
                    yield return Measure.CardPayment;
                    break;
                case DebtCollector:
                    yield return Measure.CollectorPayment;
                    break;
            }

            yield break;
        }

        yield return Measure.Spending;
        if (kind == BankAccountKind.Card)
        {
            yield return Measure.CardSpending;
        }

        yield return SpendingClass(category);
        if (isBill)
        {
            yield return Measure.Bill;
        }

        switch (category)
        {
            case BankCategory.Housing:
                yield return Measure.Housing;
                break;
            case Energy or Groceries:
                yield return Measure.FoodAndEnergy;
                break;
            case Cash:
                yield return Measure.CashWithdrawn;
                break;
            case BankCategory.LackOfFundsFee:
                yield return Measure.LackOfFundsFee;
                break;
            case BankCategory.CashAdvance:
                yield return Measure.CashAdvance;
                break;
            case BankCategory.StopPayment:
                yield return Measure.StopPayment;
                break;
            case Uncategorised:
                yield return Measure.Unclassed;
                break;
        }
    }

    /// <summary>Essential, committed or discretionary: a debit has one class.</summary>
    private static Measure SpendingClass(BankCategory category) => category switch
    {
        BankCategory.Housing or Energy or Water or LocalTax or Groceries or Transport or Childcare => Measure.Essential,
        Telecom or Insurance or Subscription => Measure.Commitment,
        _ => Measure.Discretionary,
    };
}
