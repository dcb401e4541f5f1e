-- Replies to writing calls, kept so that a call that is repeated gets the same reply and has no second effect.

CREATE TABLE idempotent_replies (
    tenant text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    request_sha256 text NOT NULL,
    grpc_status bigint NOT NULL,
    response bytea,
    expires_at bigint NOT NULL,
    PRIMARY KEY (tenant, key)
);

CREATE INDEX idempotent_replies_by_expiry ON idempotent_replies (expires_at);
