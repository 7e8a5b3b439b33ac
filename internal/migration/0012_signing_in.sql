-- What somebody shows besides a password (二次验证): the seed of six-digit codes,
-- sealed with the key file. A code counts once: last_step is that of the newest
-- one used.
CREATE TABLE factor (
	account BIGINT PRIMARY KEY,
	secret TEXT NOT NULL,
	since BIGINT NOT NULL,
	last_step BIGINT NOT NULL
);

-- Codes to sign in with when the telephone is lost, each once, as blind indexes.
CREATE TABLE recovery_code (
	hash TEXT PRIMARY KEY,
	account BIGINT NOT NULL
);
CREATE INDEX recovery_code_account ON recovery_code (account);

-- When whoever signed in last proved that it is they. Sessions opened before
-- this was kept have to.
ALTER TABLE session ADD COLUMN proven BIGINT NOT NULL DEFAULT 0;

-- How a sign-in began that waits for its second page, sealed; "" by password.
ALTER TABLE sign_in_code ADD COLUMN way TEXT NOT NULL DEFAULT '';

-- What a token is for; registers are "" for all. Older tokens keep what they
-- were made for, but neither approve nor show what is masked.
ALTER TABLE api_token ADD COLUMN scopes TEXT NOT NULL DEFAULT 'read write export figures';
ALTER TABLE api_token ADD COLUMN registers TEXT NOT NULL DEFAULT '';

-- Tries that failed one after another, when the next is allowed, and (full_at)
-- when they are forgotten.
ALTER TABLE attempt ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN opens BIGINT NOT NULL DEFAULT 0;
