-- The day a record began can be corrected: its first passage is closed by that
-- change and written again for the right day, so that both stay to be asked for
-- as known. Of passages of one day the later change counts: ids follow the
-- clock of the program that made them, numbers the order of changes.
ALTER TABLE passage ADD COLUMN until BIGINT NOT NULL DEFAULT 0;
DROP INDEX passage_record;
CREATE INDEX passage_record ON passage (record, on_day, seq, id);
