using static RiskSignals.Borrowers.FactFieldType;

namespace RiskSignals.Borrowers;

/// <summary>Every kind of fact RiskSignals keeps. Files, tables and their documentation derive from this list.</summary>
public static class FactKinds
{
    private static readonly FactField BorrowerId = new("borrower_id", Text, "the borrower", References: "borrowers");

    private static readonly FactField LoanId = new("loan_id", Text, "the loan", References: "loans");

    private static readonly FactField KnownOn = new("known_on", FactFieldType.Instant, "when it was learnt; a correction has a later one");

    public static FactKind Borrowers { get; } = new FactKind<Borrower>(
        "borrowers",
        "a person or firm that owes",
        ["borrower_id"],
        [
            new("borrower_id", Text, "stable pseudonymous id"),
            new("jurisdiction", Text, "rule-pack code, as UK or US-CA"),
            new("time_zone", Text, "IANA name, as Europe/London"),
            new("household_id", Text, "borrowers who share it are assigned to one arm", Optional: true),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Text(), row.TextOrNull(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.Jurisdiction);
            row.Text(fact.TimeZone);
            row.Text(fact.HouseholdId);
            row.Instant(fact.KnownOn);
        });

    public static FactKind Loans { get; } = new FactKind<Loan>(
        "loans",
        "a contract with a schedule of amounts due",
        ["loan_id"],
        [
            BorrowerId,
            new("loan_id", Text, "stable id"),
            new("product", Text, "product code"),
            new("currency", Text, "ISO 4217 code of all its amounts"),
            new("originated_on", FactFieldType.Day, "day of the first disbursement"),
            new("principal", FactFieldType.Money, "amount disbursed", Least: 1),
            new("annual_rate_basis_points", FactFieldType.Whole, "nominal interest a year, 100 = 1 %", Optional: true, Least: 0),
            new("limit", FactFieldType.Money, "credit limit of a revolving loan", Optional: true, Least: 0),
            KnownOn,
        ],
        row => new(
            row.Text(), row.Text(), row.Text(), row.Text(), row.Day(), row.Money(), (int?)row.WholeOrNull(), row.MoneyOrNull(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.LoanId);
            row.Text(fact.Product);
            row.Text(fact.Currency);
            row.Day(fact.OriginatedOn);
            row.Money(fact.Principal);
            row.Whole(fact.AnnualRateBasisPoints);
            row.Money(fact.Limit);
            row.Instant(fact.KnownOn);
        });

    public static FactKind LoanEvents { get; } = new FactKind<LoanEvent>(
        "loan_events",
        "a change of a loan's state other than a payment or a new schedule",
        ["loan_event_id"],
        [
            BorrowerId,
            new("loan_event_id", Text, "id of the event"),
            LoanId,
            new("kind", Code, "what happened", Codes: Codes<LoanEventKind>.Words),
            new("starts_on", FactFieldType.Day, "first day of the state"),
            new("ends_on", FactFieldType.Day, "last day of the state; empty if open or permanent", Optional: true),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Text(), row.Code<LoanEventKind>(), row.Day(), row.DayOrNull(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.LoanEventId);
            row.Text(fact.LoanId);
            row.Code(fact.Kind);
            row.Day(fact.StartsOn);
            row.Day(fact.EndsOn);
            row.Instant(fact.KnownOn);
        });

    public static FactKind Schedules { get; } = new FactKind<ScheduleVersion>(
        "schedules",
        "a version of a loan's schedule; the newest known one is in force",
        ["loan_id", "version"],
        [
            BorrowerId,
            LoanId,
            new("version", FactFieldType.Whole, "counts from 1", Least: 1),
            new("reason", Code, "why it was made", Codes: Codes<ScheduleReason>.Words),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), (int)row.Whole(), row.Code<ScheduleReason>(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.LoanId);
            row.Whole(fact.Version);
            row.Code(fact.Reason);
            row.Instant(fact.KnownOn);
        });

    public static FactKind Instalments { get; } = new FactKind<Instalment>(
        "instalments",
        "one amount due on one day under a schedule version; a version lists them all, past ones included",
        ["loan_id", "version", "number"],
        [
            BorrowerId,
            LoanId,
            new("version", FactFieldType.Whole, "schedule version it belongs to", Least: 1),
            new("number", FactFieldType.Whole, "counts from 1 within the version", Least: 1),
            new("due_on", FactFieldType.Day, "day by the end of which it must be paid"),
            new("amount", FactFieldType.Money, "amount due", Least: 0),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), (int)row.Whole(), (int)row.Whole(), row.Day(), row.Money(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.LoanId);
            row.Whole(fact.Version);
            row.Whole(fact.Number);
            row.Day(fact.DueOn);
            row.Money(fact.Amount);
            row.Instant(fact.KnownOn);
        });

    public static FactKind Payments { get; } = new FactKind<Payment>(
        "payments",
        "money credited to a loan",
        ["payment_id"],
        [
            BorrowerId,
            new("payment_id", Text, "id of the payment"),
            LoanId,
            new("amount", FactFieldType.Money, "amount credited", Least: 1),
            new("effective_on", FactFieldType.Day, "day it counts from"),
            new("method", Code, "how it was paid", Codes: Codes<PaymentMethod>.Words),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Text(), row.Money(), row.Day(), row.Code<PaymentMethod>(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.PaymentId);
            row.Text(fact.LoanId);
            row.Money(fact.Amount);
            row.Day(fact.EffectiveOn);
            row.Code(fact.Method);
            row.Instant(fact.KnownOn);
        });

    public static FactKind PaymentReversals { get; } = new FactKind<PaymentReversal>(
        "payment_reversals",
        "a payment taken back; from its known_on the payment never counted",
        ["payment_id"],
        [
            BorrowerId,
            new("payment_id", Text, "the payment taken back", References: "payments"),
            LoanId,
            new("reversed_on", FactFieldType.Day, "day it was taken back"),
            new("reason", Code, "why", Codes: Codes<ReversalReason>.Words),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Text(), row.Day(), row.Code<ReversalReason>(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.PaymentId);
            row.Text(fact.LoanId);
            row.Day(fact.ReversedOn);
            row.Code(fact.Reason);
            row.Instant(fact.KnownOn);
        });

    public static FactKind BankAccounts { get; } = new FactKind<BankAccount>(
        "bank_accounts",
        "an account at a bank, read under consent",
        ["bank_account_id"],
        [
            BorrowerId,
            new("bank_account_id", Text, "stable id"),
            new("kind", Code, "what it is for", Codes: Codes<BankAccountKind>.Words),
            new("currency", Text, "ISO 4217 code of its amounts"),
            new("arranged_overdraft", FactFieldType.Money, "arranged limit below zero, as 0 or more", Optional: true, Least: 0),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Code<BankAccountKind>(), row.Text(), row.MoneyOrNull(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.BankAccountId);
            row.Code(fact.Kind);
            row.Text(fact.Currency);
            row.Money(fact.ArrangedOverdraft);
            row.Instant(fact.KnownOn);
        });

    public static FactKind BankTransactions { get; } = new FactKind<BankTransaction>(
        "bank_transactions",
        "one credit or debit on a bank account",
        ["bank_transaction_id"],
        [
            BorrowerId,
            new("bank_transaction_id", Text, "id of the bank transaction"),
            new("bank_account_id", Text, "the bank account", References: "bank_accounts"),
            new("booked_on", FactFieldType.Day, "day it was booked"),
            new("amount", FactFieldType.Money, "above zero in, below zero out"),
            new("balance_after", FactFieldType.Money, "balance right after it", Optional: true),
            new("state", Code, "how far the bank has taken it", Codes: Codes<BankTransactionState>.Words),
            new("category", Code, "what it is about", Codes: Codes<BankCategory>.Words),
            new("counterparty", Text, "the other side as the feed names it", Optional: true),
            new("description", Text, "text of the feed", Optional: true),
            new("replaces_id", Text, "the pending bank transaction this posted one takes the place of", Optional: true),
            new("returns_id", Text, "the debit this credit gives back", Optional: true),
            KnownOn,
        ],
        row => new(
            row.Text(),
            row.Text(),
            row.Text(),
            row.Day(),
            row.Money(),
            row.MoneyOrNull(),
            row.Code<BankTransactionState>(),
            row.Code<BankCategory>(),
            row.TextOrNull() ?? "",
            row.TextOrNull() ?? "",
            row.TextOrNull(),
            row.TextOrNull(),
            row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.BankTransactionId);
            row.Text(fact.BankAccountId);
            row.Day(fact.BookedOn);
            row.Money(fact.Amount);
            row.Money(fact.BalanceAfter);
            row.Code(fact.State);
            row.Code(fact.Category);
            row.Text(fact.Counterparty);
            row.Text(fact.Description);
            row.Text(fact.ReplacesId);
            row.Text(fact.ReturnsId);
            row.Instant(fact.KnownOn);
        });

    public static FactKind Consents { get; } = new FactKind<Consent>(
        "consents",
        "permission to read one bank account for scoring",
        ["consent_id"],
        [
            BorrowerId,
            new("consent_id", Text, "id of the consent"),
            new("bank_account_id", Text, "the bank account", References: "bank_accounts"),
            new("granted_on", FactFieldType.Day, "first day with consent"),
            new("expires_on", FactFieldType.Day, "first day without"),
            new("withdrawn_on", FactFieldType.Day, "first day without if withdrawn earlier", Optional: true),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Text(), row.Day(), row.Day(), row.DayOrNull(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.ConsentId);
            row.Text(fact.BankAccountId);
            row.Day(fact.GrantedOn);
            row.Day(fact.ExpiresOn);
            row.Day(fact.WithdrawnOn);
            row.Instant(fact.KnownOn);
        });

    public static FactKind Contacts { get; } = new FactKind<Contact>(
        "contacts",
        "a contact between lender and borrower; its content is not read",
        ["contact_id"],
        [
            BorrowerId,
            new("contact_id", Text, "id of the contact; a later result is a new row with the same id"),
            new("loan_id", Text, "the loan it was about", Optional: true, References: "loans"),
            new("channel", Code, "the way it was made", Codes: Codes<ContactChannel>.Words),
            new("inbound", FactFieldType.Flag, "whether the borrower began it"),
            new("result", Code, "how far it got", Codes: Codes<ContactResult>.Words),
            new("happened_at", FactFieldType.Instant, "when it was made"),
            new("decision_id", Text, "the decision that asked for it", Optional: true),
            KnownOn,
        ],
        row => new(
            row.Text(),
            row.Text(),
            row.TextOrNull(),
            row.Code<ContactChannel>(),
            row.Flag(),
            row.Code<ContactResult>(),
            row.Instant(),
            row.TextOrNull(),
            row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.ContactId);
            row.Text(fact.LoanId);
            row.Code(fact.Channel);
            row.Flag(fact.Inbound);
            row.Code(fact.Result);
            row.Instant(fact.HappenedAt);
            row.Text(fact.DecisionId);
            row.Instant(fact.KnownOn);
        });

    public static FactKind Promises { get; } = new FactKind<Promise>(
        "promises",
        "a commitment to pay an amount by a day",
        ["promise_id"],
        [
            BorrowerId,
            new("promise_id", Text, "id of the promise"),
            LoanId,
            new("amount", FactFieldType.Money, "amount promised", Least: 1),
            new("promised_for", FactFieldType.Day, "day by which"),
            new("made_on", FactFieldType.Day, "day it was made"),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Text(), row.Money(), row.Day(), row.Day(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.PromiseId);
            row.Text(fact.LoanId);
            row.Money(fact.Amount);
            row.Day(fact.PromisedFor);
            row.Day(fact.MadeOn);
            row.Instant(fact.KnownOn);
        });

    public static FactKind BorrowerFlags { get; } = new FactKind<BorrowerFlag>(
        "borrower_flags",
        "a circumstance or right of a borrower; steers rules and support, never a score",
        ["flag_id"],
        [
            BorrowerId,
            new("flag_id", Text, "id of the flag"),
            new("kind", Code, "which", Codes: Codes<BorrowerFlagKind>.Words),
            new("loan_id", Text, "the loan it concerns; empty if all", Optional: true, References: "loans"),
            new("starts_on", FactFieldType.Day, "first day in force"),
            new("ends_on", FactFieldType.Day, "last day in force; empty while open", Optional: true),
            KnownOn,
        ],
        row => new(
            row.Text(), row.Text(), row.Code<BorrowerFlagKind>(), row.TextOrNull(), row.Day(), row.DayOrNull(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.FlagId);
            row.Code(fact.Kind);
            row.Text(fact.LoanId);
            row.Day(fact.StartsOn);
            row.Day(fact.EndsOn);
            row.Instant(fact.KnownOn);
        });

    public static FactKind Outcomes { get; } = new FactKind<Outcome>(
        "outcomes",
        "what a servicing platform saw come of a decision",
        ["outcome_id"],
        [
            BorrowerId,
            new("outcome_id", Text, "id of the outcome"),
            new("decision_id", Text, "the decision it followed"),
            LoanId,
            new("kind", Code, "what came of it", Codes: Codes<OutcomeKind>.Words),
            new("amount", FactFieldType.Money, "amount paid or promised", Optional: true, Least: 0),
            new("observed_on", FactFieldType.Day, "day it was seen"),
            KnownOn,
        ],
        row => new(
            row.Text(),
            row.Text(),
            row.Text(),
            row.Text(),
            row.Code<OutcomeKind>(),
            row.MoneyOrNull(),
            row.Day(),
            row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.OutcomeId);
            row.Text(fact.DecisionId);
            row.Text(fact.LoanId);
            row.Code(fact.Kind);
            row.Money(fact.Amount);
            row.Day(fact.ObservedOn);
            row.Instant(fact.KnownOn);
        });

    public static FactKind LoanCharges { get; } = new FactKind<LoanCharge>(
        "loan_charges",
        "an amount added to what is owed under a revolving loan; the balance is the charges less the payments that count",
        ["loan_charge_id"],
        [
            BorrowerId,
            new("loan_charge_id", Text, "id of the charge"),
            LoanId,
            new("kind", Code, "why it was added", Codes: Codes<LoanChargeKind>.Words),
            new("amount", FactFieldType.Money, "amount added", Least: 1),
            new("charged_on", FactFieldType.Day, "day it counts from"),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Text(), row.Code<LoanChargeKind>(), row.Money(), row.Day(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.LoanChargeId);
            row.Text(fact.LoanId);
            row.Code(fact.Kind);
            row.Money(fact.Amount);
            row.Day(fact.ChargedOn);
            row.Instant(fact.KnownOn);
        });

    public static FactKind LoanParties { get; } = new FactKind<LoanParty>(
        "loan_parties",
        "another borrower who answers for a loan",
        ["loan_id", "party_id"],
        [
            new("borrower_id", Text, "the borrower under whose name the loan is kept", References: "borrowers"),
            LoanId,
            new("party_id", Text, "the other borrower's id"),
            new("role", Code, "as what", Codes: Codes<LoanRole>.Words),
            new("starts_on", FactFieldType.Day, "first day"),
            new("ends_on", FactFieldType.Day, "last day; empty while open", Optional: true),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Text(), row.Code<LoanRole>(), row.Day(), row.DayOrNull(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.LoanId);
            row.Text(fact.PartyId);
            row.Code(fact.Role);
            row.Day(fact.StartsOn);
            row.Day(fact.EndsOn);
            row.Instant(fact.KnownOn);
        });

    public static FactKind ContactDetails { get; } = new FactKind<ContactDetail>(
        "contact_details",
        "that there is a number or address of a borrower, and whether it works; never the number or address itself",
        ["contact_detail_id"],
        [
            BorrowerId,
            new("contact_detail_id", Text, "id of the detail; another number or address is another detail"),
            new("kind", Code, "what it is", Codes: Codes<ContactDetailKind>.Words),
            new("starts_on", FactFieldType.Day, "first day on which it is the borrower's"),
            new("ends_on", FactFieldType.Day, "last day on which it is; empty while open", Optional: true),
            new("failed_on", FactFieldType.Day, "day it last bounced or was found invalid; empty if it is thought to work", Optional: true),
            KnownOn,
        ],
        row => new(
            row.Text(), row.Text(), row.Code<ContactDetailKind>(), row.Day(), row.DayOrNull(), row.DayOrNull(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.ContactDetailId);
            row.Code(fact.Kind);
            row.Day(fact.StartsOn);
            row.Day(fact.EndsOn);
            row.Day(fact.FailedOn);
            row.Instant(fact.KnownOn);
        });

    public static FactKind Mandates { get; } = new FactKind<Mandate>(
        "mandates",
        "a leave to collect by direct debit: ours for a loan, or somebody else's as a bank feed shows it",
        ["mandate_id"],
        [
            BorrowerId,
            new("mandate_id", Text, "id of the mandate"),
            new("loan_id", Text, "the loan it collects for; empty if it is somebody else's", Optional: true, References: "loans"),
            new("bank_account_id", Text, "the bank account whose feed shows it; empty for ours", Optional: true, References: "bank_accounts"),
            new("signed_on", FactFieldType.Day, "first day"),
            new("cancelled_on", FactFieldType.Day, "day it was cancelled while there was something to collect", Optional: true),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.TextOrNull(), row.TextOrNull(), row.Day(), row.DayOrNull(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.MandateId);
            row.Text(fact.LoanId);
            row.Text(fact.BankAccountId);
            row.Day(fact.SignedOn);
            row.Day(fact.CancelledOn);
            row.Instant(fact.KnownOn);
        });

    public static FactKind CardStatements { get; } = new FactKind<CardStatement>(
        "card_statements",
        "a monthly statement of another lender's card, which says how much must be paid at least",
        ["card_statement_id"],
        [
            BorrowerId,
            new("card_statement_id", Text, "id of the statement"),
            new("bank_account_id", Text, "the card", References: "bank_accounts"),
            new("closed_on", FactFieldType.Day, "last day it covers"),
            new("minimum_due", FactFieldType.Money, "amount to be paid at least", Least: 0),
            KnownOn,
        ],
        row => new(row.Text(), row.Text(), row.Text(), row.Day(), row.Money(), row.Instant()),
        (fact, row) =>
        {
            row.Text(fact.BorrowerId);
            row.Text(fact.CardStatementId);
            row.Text(fact.BankAccountId);
            row.Day(fact.ClosedOn);
            row.Money(fact.MinimumDue);
            row.Instant(fact.KnownOn);
        });

    /// <summary>All kinds, each after the kinds its rows refer to: import them in this order.</summary>
    public static IReadOnlyList<FactKind> All { get; } =
    [
        Borrowers, Loans, LoanEvents, Schedules, Instalments, Payments, PaymentReversals,
        BankAccounts, BankTransactions, Consents, Contacts, Promises, BorrowerFlags, Outcomes,
        LoanCharges, LoanParties, ContactDetails, Mandates, CardStatements,
    ];

    private static readonly Dictionary<Type, FactKind> ByType = All.ToDictionary(kind => kind.FactType);

    /// <summary>The kind of a fact.</summary>
    public static FactKind Of(Fact fact) => ByType[fact.GetType()];
}
