namespace RiskSignals.Borrowers;

/// <summary>What a bank account is for.</summary>
public enum BankAccountKind
{
    Current,
    Savings,
    Card,
}

/// <summary>An account at a bank, read under consent.</summary>
/// <param name="Currency">ISO 4217 code of its amounts.</param>
/// <param name="ArrangedOverdraft">Arranged limit below zero, as an amount of 0 or more; null if not known.</param>
public sealed record BankAccount(
    string BorrowerId, string BankAccountId, BankAccountKind Kind, string Currency, Money? ArrangedOverdraft, Instant KnownOn)
    : Fact(BorrowerId, KnownOn)
{
    public override string Key => BankAccountId;

    public override DateOnly HappenedOn => KnownOn.Day;
}
