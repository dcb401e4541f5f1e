-- What is drawn and charged under revolving loans, and who else answers for a loan (ADR 0030).

CREATE TABLE loan_charges (
    borrower_id text COLLATE "C" NOT NULL,
    loan_charge_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    charged_on integer NOT NULL,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, loan_charge_id, known_on)
);

CREATE TABLE loan_parties (
    borrower_id text COLLATE "C" NOT NULL,
    loan_id text COLLATE "C" NOT NULL,
    party_id text COLLATE "C" NOT NULL,
    role text NOT NULL,
    starts_on integer NOT NULL,
    ends_on integer,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, loan_id, party_id, known_on)
);
