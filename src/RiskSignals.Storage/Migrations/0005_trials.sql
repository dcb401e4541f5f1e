CREATE TABLE trials (
    trial_id text COLLATE "C" NOT NULL,
    salt text NOT NULL,
    plan text NOT NULL,
    started_on integer NOT NULL,
    ended_on integer,
    PRIMARY KEY (trial_id)
);

CREATE TABLE trial_assignments (
    borrower_id text COLLATE "C" NOT NULL,
    trial_id text COLLATE "C" NOT NULL,
    unit text NOT NULL,
    arm text NOT NULL,
    probability double precision NOT NULL,
    assigned_on integer NOT NULL,
    payload text,
    PRIMARY KEY (borrower_id, trial_id)
);

CREATE INDEX trial_assignments_by_trial ON trial_assignments (trial_id, borrower_id);

CREATE TABLE trial_exposures (
    borrower_id text COLLATE "C" NOT NULL,
    trial_id text COLLATE "C" NOT NULL,
    exposed_on integer NOT NULL,
    decision_id text COLLATE "C",
    PRIMARY KEY (borrower_id, trial_id)
);

CREATE TABLE trial_outcomes (
    borrower_id text COLLATE "C" NOT NULL,
    trial_id text COLLATE "C" NOT NULL,
    value double precision NOT NULL,
    matured_on integer NOT NULL,
    payload text,
    PRIMARY KEY (borrower_id, trial_id)
);
