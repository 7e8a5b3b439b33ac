-- Imports as people do them: what becomes of rows that look like records there
-- are ('' not yet said, 'skip', 'update', 'both'), and which columns of a table
-- somebody pasted meant what, so that nobody says it twice.
ALTER TABLE import_batch ADD COLUMN twins TEXT NOT NULL DEFAULT '';

CREATE TABLE import_map (
	account BIGINT NOT NULL,
	register TEXT NOT NULL,
	heads TEXT NOT NULL,
	columns TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (account, register, heads)
);

-- Who took what out of the county, newest first.
CREATE INDEX audit_export ON audit (id) WHERE action = 'export';
