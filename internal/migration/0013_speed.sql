-- Words of search without their places and, on SQLite, by numbers given out one
-- by one: a fifth of the room. They are made again when the county is next opened.
-- sqlite:
DROP TABLE search;
DROP TABLE search_doc;
CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE TABLE search_doc (doc INTEGER PRIMARY KEY, record BIGINT NOT NULL UNIQUE, register TEXT NOT NULL);
-- end
-- postgres:
TRUNCATE search_doc;
ALTER TABLE search_doc DROP COLUMN title;
-- end
INSERT INTO meta (name, value) VALUES ('reindex', 1);

-- The passages of a record are found by its id alone, which is nobody else's.
DROP INDEX passage_register;
