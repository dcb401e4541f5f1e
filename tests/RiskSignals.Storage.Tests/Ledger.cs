using RiskSignals.Borrowers;

namespace RiskSignals.Storage.Tests;

/// <summary>Made-up facts of made-up borrowers, the same at every call.</summary>
internal static class Ledger
{
    public static readonly DateOnly Start = new(2024, 1, 31);

    public static Instant On(int dayOfMonth, int month = 2, int year = 2024) => Instant.At(new DateOnly(year, month, dayOfMonth), hour: 6);

    /// <summary>One fact of every kind, all fields set.</summary>
    public static IReadOnlyList<Fact> OfEveryKind(string id = "B1") =>
    [
        new Borrower(id, "UK", "Europe/London", "H1", On(1)),
        new Loan(id, $"{id}-L", "personal", "GBP", Start, new Money(120_000), 1_290, new Money(500_000), On(1)),
        new LoanEvent(id, "E1", $"{id}-L", LoanEventKind.Moratorium, new(2024, 2, 3), new(2024, 4, 3), On(3)),
        new ScheduleVersion(id, $"{id}-L", 1, ScheduleReason.Original, On(1)),
        new Instalment(id, $"{id}-L", 1, 1, new(2024, 2, 28), new Money(10_500), On(1)),
        new Payment(id, "P1", $"{id}-L", new Money(10_500), new(2024, 2, 28), PaymentMethod.DirectDebit, On(29)),
        new PaymentReversal(id, "P1", $"{id}-L", new(2024, 3, 2), ReversalReason.InsufficientFunds, On(3, month: 3)),
        new BankAccount(id, "A1", BankAccountKind.Current, "GBP", new Money(50_000), On(1)),
        new BankTransaction(
            id, "T1", "A1", new(2024, 2, 1), new Money(-1_234), new Money(98_766), BankTransactionState.Posted, BankCategory.Groceries,
            "Groß, \"Märkte\" 𝄞", "card 1", "T0", "T9", On(2)),
        new Consent(id, "C1", "A1", new(2024, 1, 1), new(2024, 7, 1), new(2024, 5, 1), On(1)),
        new Contact(id, "K1", $"{id}-L", ContactChannel.Sms, Inbound: false, ContactResult.Delivered, On(2), "D1", On(3)),
        new Promise(id, "PR1", $"{id}-L", new Money(10_500), new(2024, 3, 9), new(2024, 3, 5), On(5, month: 3)),
        new BorrowerFlag(id, "F1", BorrowerFlagKind.Dispute, $"{id}-L", new(2024, 3, 1), new(2024, 3, 20), On(1, month: 3)),
        new Outcome(id, "O1", "D1", $"{id}-L", OutcomeKind.Paid, new Money(10_500), new(2024, 3, 9), On(10, month: 3)),
        new LoanCharge(id, "X1", $"{id}-L", LoanChargeKind.Interest, new Money(310), new(2024, 2, 20), On(21)),
        new LoanParty(id, $"{id}-L", "B7", LoanRole.Joint, Start, new(2024, 9, 30), On(2)),
        new ContactDetail(id, "D1", ContactDetailKind.Email, Start, new(2024, 9, 30), new(2024, 3, 9), On(9, month: 3)),
        new Mandate(id, "M1", $"{id}-L", "A1", Start, new(2024, 3, 4), On(5, month: 3)),
        new CardStatement(id, "K1", "A1", new(2024, 3, 4), new Money(2_500), On(5, month: 3)),
    ];

    /// <summary>A borrower with one loan and nothing else.</summary>
    public static IReadOnlyList<Fact> WithOneLoan(string borrowerId) =>
    [
        new Borrower(borrowerId, "UK", "Europe/London", null, On(1)),
        new Loan(borrowerId, $"{borrowerId}-L", "personal", "GBP", Start, new Money(120_000), null, null, On(1)),
    ];

    public static Payment Payment(string borrowerId, string paymentId, long amount, Instant knownOn) =>
        new(borrowerId, paymentId, $"{borrowerId}-L", new Money(amount), new(2024, 2, 10), PaymentMethod.Card, knownOn);
}
