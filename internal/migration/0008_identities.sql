-- Whose account somebody is whom another authority vouches for (统一身份). Only
-- people say so: the account's holder, signed in, or whoever holds its set-up
-- code. An end is written, not deleted; while it is open, one subject is one
-- account, and an account has one subject of each issuer.
CREATE TABLE identity (
	id BIGINT PRIMARY KEY,
	issuer TEXT NOT NULL,
	subject TEXT NOT NULL,
	account BIGINT NOT NULL,
	linked BIGINT NOT NULL,
	linked_by TEXT NOT NULL,
	ended BIGINT NOT NULL,
	ended_by TEXT NOT NULL
);
CREATE UNIQUE INDEX identity_subject ON identity (issuer, subject) WHERE ended = 0;
CREATE UNIQUE INDEX identity_account ON identity (account, issuer) WHERE ended = 0;

-- A session that such an identity opened counts only while the identity does.
-- sid is the provider's name for its own session, by which it ends ours; hint
-- is what it wants to be shown when somebody signs out there, encrypted.
ALTER TABLE session ADD COLUMN identity BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN sid TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN hint TEXT NOT NULL DEFAULT '';
CREATE INDEX session_identity ON session (identity);
