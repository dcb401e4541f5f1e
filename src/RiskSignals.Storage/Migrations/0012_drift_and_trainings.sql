-- How far a run's scores are from those of training, and every attempt at training a target anew: why it began and what came of it (ADR 0084).

CREATE TABLE run_drift (
    run_id text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    bundle_hash text COLLATE "C" NOT NULL,
    compared_with text NOT NULL,
    psi double precision NOT NULL,
    chance double precision NOT NULL,
    verdict text NOT NULL,
    PRIMARY KEY (run_id, target)
);

CREATE TABLE trainings (
    target text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    begun_at bigint NOT NULL,
    begun_on integer NOT NULL,
    why text NOT NULL,
    ended_at bigint,
    outcome text,
    PRIMARY KEY (target, number)
);
