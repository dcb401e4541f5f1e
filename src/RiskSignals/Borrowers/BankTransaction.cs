namespace RiskSignals.Borrowers;

/// <summary>How far a bank has taken a transaction.</summary>
public enum BankTransactionState
{
    Pending,
    Posted,

    /// <summary>Withdrawn by the bank: from its known on the transaction never was.</summary>
    Removed,
}

/// <summary>What a bank transaction is about.</summary>
public enum BankCategory
{
    Uncategorised,

    // Money in.
    Salary,
    Benefit,
    Gig,
    Pension,
    OtherIncome,
    InterestEarned,
    FamilyIn,
    LoanDisbursement,
    HighCostDisbursement,
    CashAdvance,
    Refund,
    ReturnedDebit,
    FeeRefund,

    // Between the borrower's own bank accounts, either way.
    OwnTransfer,
    Savings,

    // Money out.
    Housing,
    Energy,
    Water,
    LocalTax,
    Telecom,
    Insurance,
    Subscription,
    Groceries,
    Transport,
    Childcare,
    Discretionary,
    Cash,
    FamilyOut,
    OwnLoanPayment,
    LoanPayment,
    HighCostPayment,
    CardPayment,
    DebtCollector,
    LackOfFundsFee,
    OtherFee,

    /// <summary>A fee for, or a note of, a payment that the borrower had the bank stop.</summary>
    StopPayment,

    // Support only: may unlock help, never enters a score.
    Gambling,
    HealthLike,
}

/// <summary>One credit or debit on a bank account.</summary>
/// <param name="Amount">Above zero in, below zero out.</param>
/// <param name="BalanceAfter">Balance of the bank account right after it, if the feed states it.</param>
/// <param name="ReplacesId">The pending bank transaction that this posted one takes the place of.</param>
/// <param name="ReturnsId">The debit that this credit gives back.</param>
/// <param name="Counterparty">The other side, as the feed names it; empty if not stated.</param>
public sealed record BankTransaction(
    string BorrowerId,
    string BankTransactionId,
    string BankAccountId,
    DateOnly BookedOn,
    Money Amount,
    Money? BalanceAfter,
    BankTransactionState State,
    BankCategory Category,
    string Counterparty,
    string Description,
    string? ReplacesId,
    string? ReturnsId,
    Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => BankTransactionId;

    public override DateOnly HappenedOn => BookedOn;
}
