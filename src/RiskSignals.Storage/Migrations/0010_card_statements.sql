-- What must be paid at least on cards of other lenders (ADR 0054).

CREATE TABLE card_statements (
    borrower_id text COLLATE "C" NOT NULL,
    card_statement_id text COLLATE "C" NOT NULL,
    bank_account_id text COLLATE "C" NOT NULL,
    closed_on integer NOT NULL,
    minimum_due bigint NOT NULL,
    known_on bigint NOT NULL,
    PRIMARY KEY (borrower_id, card_statement_id, known_on)
);
