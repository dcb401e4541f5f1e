namespace RiskSignals.Borrowers;

/// <summary>What an open-banking payload doesn't say about itself.</summary>
/// <param name="BorrowerId">Whose bank accounts they are.</param>
/// <param name="KnownOn">When the payload was fetched; the known on of every fact in it.</param>
/// <param name="BankAccountId">The bank account a Berlin Group payload is about; null to take the id it holds.</param>
/// <param name="OwnNames">How this lender is called on bank statements: debits to these names are payments to us.</param>
public sealed record FeedOrigin(string BorrowerId, Instant KnownOn, string? BankAccountId = null, IReadOnlyList<string>? OwnNames = null);
