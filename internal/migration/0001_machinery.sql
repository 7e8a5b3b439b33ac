-- The keepers' own tables: what every register needs whoever it belongs to.
-- Times are milliseconds since 1970, days ISO text, truths 0 or 1. “seq” is the
-- sequence number of the change; [since, until) is a range of them.

-- Who changed what, when, why and from where. Entries are never changed.
CREATE TABLE audit (
	id BIGINT PRIMARY KEY,
	seq BIGINT NOT NULL,
	at BIGINT NOT NULL,
	account BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	via TEXT NOT NULL,
	origin TEXT NOT NULL,
	action TEXT NOT NULL,
	register TEXT NOT NULL,
	record BIGINT NOT NULL,
	area TEXT NOT NULL,
	reason TEXT NOT NULL,
	detail TEXT NOT NULL
);
CREATE INDEX audit_seq ON audit (seq, id);
CREATE INDEX audit_record ON audit (record, id);
CREATE INDEX audit_register ON audit (register, seq);

-- Heads of the audit chain: hash over every entry up to a sealed number, signed.
CREATE TABLE audit_head (
	upto BIGINT PRIMARY KEY,
	entries BIGINT NOT NULL,
	hash TEXT NOT NULL,
	signature TEXT NOT NULL,
	at BIGINT NOT NULL
);

-- Who may do a job that only one process may do at a time.
CREATE TABLE lease (
	name TEXT PRIMARY KEY,
	holder TEXT NOT NULL,
	until BIGINT NOT NULL
);

-- Every move of a state, in every register (办理经过): tells the state on any day.
CREATE TABLE passage (
	id BIGINT PRIMARY KEY,
	register TEXT NOT NULL,
	record BIGINT NOT NULL,
	area TEXT NOT NULL,
	step TEXT NOT NULL,
	from_state TEXT NOT NULL,
	to_state TEXT NOT NULL,
	on_day TEXT NOT NULL,
	seq BIGINT NOT NULL,
	at BIGINT NOT NULL,
	account BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	note TEXT NOT NULL
);
CREATE INDEX passage_record ON passage (record, on_day, id);
CREATE INDEX passage_register ON passage (register, record, on_day, id);

-- What somebody has to do (待办). The inbox reads this table alone.
CREATE TABLE task (
	id BIGINT PRIMARY KEY,
	register TEXT NOT NULL,
	record BIGINT NOT NULL,
	kind TEXT NOT NULL,
	label TEXT NOT NULL,
	title TEXT NOT NULL,
	role TEXT NOT NULL,
	account BIGINT NOT NULL,
	owner_register TEXT NOT NULL,
	owner BIGINT NOT NULL,
	area TEXT NOT NULL,
	due TEXT NOT NULL,
	opened BIGINT NOT NULL,
	closed BIGINT NOT NULL
);
CREATE INDEX task_open ON task (role, area, due, id) WHERE closed = 0;
CREATE INDEX task_owner ON task (owner_register, owner, due, id) WHERE closed = 0;
CREATE INDEX task_record ON task (record, closed);

-- Further divisions a record belongs to.
CREATE TABLE record_area (
	register TEXT NOT NULL,
	record BIGINT NOT NULL,
	area TEXT NOT NULL,
	since BIGINT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX record_area_place ON record_area (register, area, record);
CREATE INDEX record_area_record ON record_area (record);

-- References out of list fields, so that they can be followed backwards.
CREATE TABLE link (
	register TEXT NOT NULL,
	field TEXT NOT NULL,
	record BIGINT NOT NULL,
	target BIGINT NOT NULL,
	since BIGINT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX link_target ON link (target, register, field);
CREATE INDEX link_record ON link (record);

-- Two records found to be one. Undoing a merge moves back exactly what it moved.
CREATE TABLE merge (
	id BIGINT PRIMARY KEY,
	register TEXT NOT NULL,
	loser BIGINT NOT NULL,
	keeper BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	reason TEXT NOT NULL,
	moved TEXT NOT NULL,
	seq BIGINT NOT NULL,
	undone BIGINT NOT NULL,
	undone_day TEXT NOT NULL
);
CREATE INDEX merge_loser ON merge (loser);
CREATE INDEX merge_keeper ON merge (keeper);

-- What a form or request did, so that sending it twice does it once.
CREATE TABLE idempotency (
	actor TEXT NOT NULL,
	key TEXT NOT NULL,
	hash TEXT NOT NULL,
	result TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_at ON idempotency (at);

-- What a resident holds in hand: a code to type and a link to scan, both kept
-- only as hashes.
CREATE TABLE receipt (
	code_hash TEXT PRIMARY KEY,
	link_hash TEXT NOT NULL UNIQUE,
	register TEXT NOT NULL,
	record BIGINT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX receipt_record ON receipt (record);

-- Values of open code lists, with area and dates; the nearest division wins.
CREATE TABLE code_value (
	list TEXT NOT NULL,
	value TEXT NOT NULL,
	label TEXT NOT NULL,
	area TEXT NOT NULL,
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	place BIGINT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (list, value, area, from_day)
);

-- Settings: values officials may change, with area and dates; the nearest wins.
CREATE TABLE setting (
	name TEXT NOT NULL,
	area TEXT NOT NULL,
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	value TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (name, area, from_day)
);

-- Holidays and shifted working days.
CREATE TABLE calendar (
	day TEXT PRIMARY KEY,
	kind TEXT NOT NULL,
	name TEXT NOT NULL
);

-- Files being imported: staged, applied in slices, perhaps undone.
CREATE TABLE import_batch (
	id BIGINT PRIMARY KEY,
	register TEXT NOT NULL,
	area TEXT NOT NULL,
	file TEXT NOT NULL,
	hash TEXT NOT NULL,
	state TEXT NOT NULL,
	account BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	at BIGINT NOT NULL,
	note TEXT NOT NULL
);
CREATE INDEX import_batch_register ON import_batch (register, id);

-- Their rows. What a row says is sealed, for it may hold what is sealed in the
-- record, and goes as soon as the row is applied. Version is the record's that
-- an update was staged against and, once applied, the one the import made.
CREATE TABLE import_row (
	batch BIGINT NOT NULL,
	line BIGINT NOT NULL,
	action TEXT NOT NULL,
	record BIGINT NOT NULL,
	version BIGINT NOT NULL,
	applied BIGINT NOT NULL,
	content TEXT NOT NULL,
	PRIMARY KEY (batch, line)
);
CREATE INDEX import_row_action ON import_row (batch, action, line);

-- Search: words of every record as bigrams, its register and divisions as words too.
-- sqlite:
CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, detail=full);
CREATE TABLE search_doc (record INTEGER PRIMARY KEY, register TEXT NOT NULL, title TEXT NOT NULL);
-- end
-- postgres:
CREATE TABLE search_doc (record BIGINT PRIMARY KEY, register TEXT NOT NULL, title TEXT NOT NULL, words TSVECTOR NOT NULL);
CREATE INDEX search_words ON search_doc USING GIN (words);
-- end

-- Attachments by the hash of their content, as base 64: the same text on both
-- engines, written and backed up with the records that point at them.
CREATE TABLE attachment (
	name TEXT PRIMARY KEY,
	body TEXT NOT NULL,
	size BIGINT NOT NULL,
	at BIGINT NOT NULL
);
