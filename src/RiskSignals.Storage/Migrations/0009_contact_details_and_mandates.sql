-- Whether there is a way to reach a borrower, and direct-debit mandates, ours and those a bank feed shows (ADR 0050).

CREATE TABLE contact_details (
    borrower_id text COLLATE "C" NOT NULL,
    contact_detail_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    starts_on integer NOT NULL,
    ends_on integer,
    failed_on integer,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, contact_detail_id, known_on)
);

CREATE TABLE mandates (
    borrower_id text COLLATE "C" NOT NULL,
    mandate_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C",
    bank_account_id text COLLATE "C",
    signed_on integer NOT NULL,
    cancelled_on integer,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, mandate_id, known_on)
);
