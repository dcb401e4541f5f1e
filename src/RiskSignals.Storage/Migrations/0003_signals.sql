CREATE TABLE signals (
    borrower_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    opened_on integer NOT NULL,
    opened_by_run_id text COLLATE "C",
    closed_on integer,
    closed_by_run_id text COLLATE "C",
    priority double precision NOT NULL,
    payload text NOT NULL,
    PRIMARY KEY (borrower_id, loan_id, rule, opened_on)
);

CREATE INDEX signals_open ON signals (priority) WHERE closed_on IS NULL;
