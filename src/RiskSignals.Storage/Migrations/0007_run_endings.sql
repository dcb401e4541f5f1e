-- What a run ends with once every chunk is done: the early-warning list, and how many treatments were decided.

CREATE TABLE run_endings (
    run_id text COLLATE "C" NOT NULL,
    warnings bigint NOT NULL,
    treatments bigint NOT NULL,
    PRIMARY KEY (run_id)
);

CREATE TABLE run_warnings (
    run_id text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    borrower_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    payload text NOT NULL,
    PRIMARY KEY (run_id, number)
);
