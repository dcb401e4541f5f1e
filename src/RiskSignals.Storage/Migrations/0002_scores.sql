-- Portfolio runs: a frozen list of loans, shared out in leased chunks; lease times are the database's own, in Unix milliseconds.

CREATE TABLE runs (
    run_id text COLLATE "C" NOT NULL,
    portfolio text NOT NULL,
    as_of integer NOT NULL,
    bundles text NOT NULL,
    policy_hash text NOT NULL,
    begun_at bigint NOT NULL,
    PRIMARY KEY (run_id)
);

CREATE TABLE run_loans (
    run_id text COLLATE "C" NOT NULL,
    chunk bigint NOT NULL,
    borrower_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (run_id, chunk, borrower_id, loan_id)
);

CREATE TABLE run_chunks (
    run_id text COLLATE "C" NOT NULL,
    chunk bigint NOT NULL,
    first_borrower_id text COLLATE "C" NOT NULL,
    last_borrower_id text COLLATE "C" NOT NULL,
    loans bigint NOT NULL,
    state text NOT NULL,
    lease_epoch bigint NOT NULL,
    lease_until bigint NOT NULL,
    owner text,
    PRIMARY KEY (run_id, chunk)
);

CREATE TABLE scores (
    borrower_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    as_of integer NOT NULL,
    run_begun_at bigint NOT NULL,
    run_id text COLLATE "C" NOT NULL,
    status text NOT NULL,
    probability double precision,
    margin double precision,
    band text,
    reasons text,
    bundle_hash text NOT NULL,
    vector_hash text,
    PRIMARY KEY (borrower_id, loan_id, target, as_of, run_begun_at, run_id)
);

CREATE UNIQUE INDEX scores_once_a_run ON scores (run_id, borrower_id, loan_id, target);
