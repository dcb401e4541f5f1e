-- Bundles by hash, and the ledger of who made which of them decide (ADR 0077). Lines are added, never changed: each holds the hash of the one before.

CREATE TABLE bundles (
    hash text COLLATE "C" NOT NULL,
    bundle_json bytea NOT NULL,
    model_json bytea NOT NULL,
    metrics_json bytea NOT NULL,
    PRIMARY KEY (hash)
);

CREATE TABLE model_ledger (
    number bigint NOT NULL,
    at bigint NOT NULL,
    act text NOT NULL,
    target text NOT NULL,
    version text NOT NULL,
    bundle_hash text COLLATE "C" NOT NULL,
    role text,
    proposal bigint,
    by_whom text NOT NULL,
    why text NOT NULL,
    evidence text NOT NULL,
    previous_sha256 text NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (number)
);

-- What a challenger or shadow said of a loan in a run; nothing acts upon it.

CREATE TABLE shadow_scores (
    run_id text COLLATE "C" NOT NULL,
    borrower_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    bundle_hash text COLLATE "C" NOT NULL,
    as_of integer NOT NULL,
    status text NOT NULL,
    probability double precision,
    margin double precision,
    band text,
    vector_hash text,
    PRIMARY KEY (run_id, borrower_id, loan_id, target, bundle_hash)
);
