-- Who may sign in, for which unit, and what they may do. Departments hold
-- roles by date, so that a transfer of duties is a row, not a new program.
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

-- Roles of a department (holder = unit) or of one account, with dates.
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

-- Sign-in codes that work once: for setting a password or for a demonstration.
CREATE TABLE sign_in_code (
	hash TEXT PRIMARY KEY,
	account BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	expires BIGINT NOT NULL,
	used BIGINT NOT NULL
);

CREATE TABLE session (
	hash TEXT PRIMARY KEY,
	account BIGINT NOT NULL,
	epoch BIGINT NOT NULL,
	created BIGINT NOT NULL,
	seen BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	device TEXT NOT NULL,
	origin TEXT NOT NULL,
	csrf TEXT NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE api_token (
	hash TEXT PRIMARY KEY,
	account BIGINT NOT NULL,
	name TEXT NOT NULL,
	created BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	revoked BIGINT NOT NULL
);

-- Counters that bound how often something may be tried.
CREATE TABLE attempt (
	key TEXT PRIMARY KEY,
	tokens BIGINT NOT NULL,
	at BIGINT NOT NULL
);
