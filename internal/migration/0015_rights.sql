-- Who stands in for whom, who was let glimpse a record elsewhere, and as whom a
-- session acts or looks.

-- Tasks given to somebody by name are looked for by that name.
CREATE INDEX task_account ON task (account, register) WHERE account <> 0;

-- An account’s work done by another (代理), in [from_day, to_day). roles are
-- those of the giver that are lent, joined by blanks.
CREATE TABLE delegation (
	id BIGINT PRIMARY KEY,
	giver BIGINT NOT NULL,
	taker BIGINT NOT NULL,
	roles TEXT NOT NULL,
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	reason TEXT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX delegation_taker ON delegation (taker, to_day);
CREATE INDEX delegation_giver ON delegation (giver, to_day);

-- A record elsewhere that somebody asked to read for a while (紧急查看). until is
-- 0 until a second person has consented.
CREATE TABLE glimpse (
	id BIGINT PRIMARY KEY,
	account BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	register TEXT NOT NULL,
	record BIGINT NOT NULL,
	reason TEXT NOT NULL,
	asked BIGINT NOT NULL,
	decided BIGINT NOT NULL,
	decided_by BIGINT NOT NULL,
	decided_name TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX glimpse_account ON glimpse (account, until);
CREATE INDEX glimpse_open ON glimpse (decided, id);
CREATE INDEX glimpse_record ON glimpse (record, id);

-- A session that acts for somebody under a delegation, or looks as somebody
-- does. No row is a session in its account’s own name.
CREATE TABLE guise (
	session BIGINT PRIMARY KEY,
	delegation BIGINT NOT NULL,
	account BIGINT NOT NULL
);
