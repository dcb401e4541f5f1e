namespace RiskSignals.Borrowers;

/// <summary>What was known about one borrower by the end of one day. It can hold nothing learnt later.</summary>
public sealed class BorrowerHistory
{
    public required string BorrowerId { get; init; }

    /// <summary>The day looked from; "on day t" means up to its end.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Null while only facts about the borrower's loans or banks are known.</summary>
    public required Borrower? Borrower { get; init; }

    public required IReadOnlyList<LoanHistory> Loans { get; init; }

    public required IReadOnlyList<BankAccount> BankAccounts { get; init; }

    /// <summary>Posted, and pending that no posted one stands for yet, of all bank accounts, consent or not, by booked day, then id.</summary>
    public required IReadOnlyList<BankTransaction> BankTransactions { get; init; }

    public required IReadOnlyList<Consent> Consents { get; init; }

    public required IReadOnlyList<Contact> Contacts { get; init; }

    public required IReadOnlyList<Promise> Promises { get; init; }

    public required IReadOnlyList<BorrowerFlag> Flags { get; init; }

    public required IReadOnlyList<Outcome> Outcomes { get; init; }

    /// <summary>The loan with this id, or null if none is known.</summary>
    public LoanHistory? Loan(string loanId) => Loans.FirstOrDefault(loan => loan.Loan.LoanId == loanId);

    /// <summary>Whether a bank account may be read as of this day. Without a recorded consent it may not.</summary>
    public bool HasConsent(string bankAccountId) =>
        Consents.Any(consent => consent.BankAccountId == bankAccountId && consent.HoldsOn(AsOf));

    /// <summary>Whether a circumstance is in force as of this day, for all loans or for the one given.</summary>
    public bool HasFlag(BorrowerFlagKind kind, string? loanId = null) =>
        Flags.Any(flag => flag.Kind == kind && flag.HoldsOn(AsOf) && flag.Concerns(loanId));
}
