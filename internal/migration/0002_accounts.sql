-- Who may sign in, for which unit, and what they may do. Departments hold
-- roles by date, so that a transfer of duties is a row, not a new program.
--
-- Sessions, tokens and codes are kept only as hashes. Each bears the epoch its
-- account had and counts only while the account still has it: one more to the
-- epoch ends them all.
CREATE TABLE account (
	id BIGINT PRIMARY KEY,
	login TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	unit BIGINT NOT NULL,
	unit_name TEXT NOT NULL,
	area TEXT NOT NULL,
	owns_register TEXT NOT NULL,
	owns BIGINT NOT NULL,
	password TEXT NOT NULL,
	epoch BIGINT NOT NULL,
	disabled BIGINT NOT NULL,
	created BIGINT NOT NULL
);
CREATE INDEX account_unit ON account (unit);
CREATE INDEX account_area ON account (area, login);

-- Roles of a department (holder = unit) or of one account, in [from_day, to_day).
CREATE TABLE role_grant (
	id BIGINT PRIMARY KEY,
	holder TEXT NOT NULL,
	holder_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	granted_by TEXT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX role_grant_holder ON role_grant (holder, holder_id);

-- Codes that work once: for setting a password or for a demonstration.
CREATE TABLE sign_in_code (
	hash TEXT PRIMARY KEY,
	account BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	epoch BIGINT NOT NULL,
	expires BIGINT NOT NULL
);
CREATE INDEX sign_in_code_account ON sign_in_code (account, purpose);

CREATE TABLE session (
	id BIGINT PRIMARY KEY,
	hash TEXT NOT NULL UNIQUE,
	account BIGINT NOT NULL,
	epoch BIGINT NOT NULL,
	created BIGINT NOT NULL,
	seen BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	device TEXT NOT NULL,
	origin TEXT NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE api_token (
	id BIGINT PRIMARY KEY,
	hash TEXT NOT NULL UNIQUE,
	account BIGINT NOT NULL,
	name TEXT NOT NULL,
	epoch BIGINT NOT NULL,
	created BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	revoked BIGINT NOT NULL
);
CREATE INDEX api_token_account ON api_token (account);

-- How often something may be tried: a bucket that holds a number of tries, runs
-- dry with each and is full again at full_at. No row is a full bucket.
CREATE TABLE attempt (
	key TEXT PRIMARY KEY,
	full_at BIGINT NOT NULL
);
