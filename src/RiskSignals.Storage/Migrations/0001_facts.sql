-- One table a kind of fact, columns as FactKinds lists them; a row is one version of one fact.
-- Days count from 1970-01-01, moments are Unix seconds, money is whole minor units (ADR 0010).

CREATE TABLE borrowers (
    borrower_id text COLLATE "C" NOT NULL,
    jurisdiction text NOT NULL,
    time_zone text NOT NULL,
    household_id text COLLATE "C",
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, known_on)
);

CREATE TABLE loans (
    borrower_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    product text NOT NULL,
    currency text NOT NULL,
    originated_on integer NOT NULL,
    principal bigint NOT NULL,
    annual_rate_basis_points bigint,
    "limit" bigint,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, loan_id, known_on)
);

CREATE INDEX loans_by_loan ON loans (loan_id);

CREATE TABLE loan_events (
    borrower_id text COLLATE "C" NOT NULL,
    loan_event_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    starts_on integer NOT NULL,
    ends_on integer,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, loan_event_id, known_on)
);

CREATE TABLE schedules (
    borrower_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    reason text NOT NULL,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, loan_id, version, known_on)
);

CREATE TABLE instalments (
    borrower_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    number bigint NOT NULL,
    due_on integer NOT NULL,
    amount bigint NOT NULL,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, loan_id, version, number, known_on)
);

CREATE TABLE payments (
    borrower_id text COLLATE "C" NOT NULL,
    payment_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    effective_on integer NOT NULL,
    method text NOT NULL,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, payment_id, known_on)
);

CREATE TABLE payment_reversals (
    borrower_id text COLLATE "C" NOT NULL,
    payment_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    reversed_on integer NOT NULL,
    reason text NOT NULL,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, payment_id, known_on)
);

CREATE TABLE bank_accounts (
    borrower_id text COLLATE "C" NOT NULL,
    bank_account_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL,
    arranged_overdraft bigint,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, bank_account_id, known_on)
);

CREATE TABLE bank_transactions (
    borrower_id text COLLATE "C" NOT NULL,
    bank_transaction_id text COLLATE "C" NOT NULL,
    bank_account_id text COLLATE "C" NOT NULL,
    booked_on integer NOT NULL,
    amount bigint NOT NULL,
    balance_after bigint,
    state text NOT NULL,
    category text NOT NULL,
    counterparty text,
    description text,
    replaces_id text COLLATE "C",
    returns_id text COLLATE "C",
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, bank_transaction_id, known_on)
);

CREATE TABLE consents (
    borrower_id text COLLATE "C" NOT NULL,
    consent_id text COLLATE "C" NOT NULL,
    bank_account_id text COLLATE "C" NOT NULL,
    granted_on integer NOT NULL,
    expires_on integer NOT NULL,
    withdrawn_on integer,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, consent_id, known_on)
);

CREATE TABLE contacts (
    borrower_id text COLLATE "C" NOT NULL,
    contact_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C",
    channel text NOT NULL,
    inbound boolean NOT NULL,
    result text NOT NULL,
    happened_at bigint NOT NULL,
    decision_id text COLLATE "C",
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, contact_id, known_on)
);

CREATE TABLE promises (
    borrower_id text COLLATE "C" NOT NULL,
    promise_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    promised_for integer NOT NULL,
    made_on integer NOT NULL,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, promise_id, known_on)
);

CREATE TABLE borrower_flags (
    borrower_id text COLLATE "C" NOT NULL,
    flag_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    loan_id text COLLATE "C",
    starts_on integer NOT NULL,
    ends_on integer,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, flag_id, known_on)
);

CREATE TABLE outcomes (
    borrower_id text COLLATE "C" NOT NULL,
    outcome_id text COLLATE "C" NOT NULL,
    decision_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    amount bigint,
    observed_on integer NOT NULL,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, outcome_id, known_on)
);
