-- A decision that asks for a contact reserves it: channel and contact_on are the ledger that contact limits are counted from.

CREATE TABLE decisions (
    borrower_id text COLLATE "C" NOT NULL,
    decision_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    decided_on integer NOT NULL,
    slot text COLLATE "C" NOT NULL,
    treatment text NOT NULL,
    channel text,
    contact_on integer,
    contact_state text,
    run_id text COLLATE "C",
    record text NOT NULL,
    PRIMARY KEY (borrower_id, decision_id),
    UNIQUE (borrower_id, decided_on, slot)
);

CREATE INDEX decisions_by_id ON decisions (decision_id);

CREATE INDEX decisions_by_run ON decisions (run_id, borrower_id, decision_id);
