using RiskSignals.Borrowers;

namespace RiskSignals.Storage;

/// <summary>What open-banking payloads don't say about themselves.</summary>
/// <param name="KnownOn">When they were fetched.</param>
/// <param name="BorrowerId">Whose they are; null if the folders say it.</param>
/// <param name="BankAccountId">The bank account that payloads without one are about; null if the folders or the payloads say it.</param>
/// <param name="Format">Null to tell it from each payload's shape.</param>
/// <param name="Consent">First day with consent and first day without, for all bank accounts fetched; null to add no consents.</param>
/// <param name="OwnNames">How this lender is called on bank statements.</param>
public sealed record FeedOptions(
    Instant KnownOn,
    string? BorrowerId = null,
    string? BankAccountId = null,
    FeedFormat? Format = null,
    (DateOnly From, DateOnly ToExcl)? Consent = null,
    IReadOnlyList<string>? OwnNames = null);
