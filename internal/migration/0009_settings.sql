-- Settings, code lists and the calendar had no history, so that a question about
-- what was known at a number got today's values. They are one table now, each
-- row with the numbers [since, until) of the changes that made and ended it.
CREATE TABLE provision (
	id BIGINT NOT NULL,
	sort TEXT NOT NULL,
	name TEXT NOT NULL,
	key TEXT NOT NULL,
	value TEXT NOT NULL,
	label TEXT NOT NULL,
	area TEXT NOT NULL,
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	place BIGINT NOT NULL,
	note TEXT NOT NULL,
	document TEXT NOT NULL,
	since BIGINT NOT NULL,
	until BIGINT NOT NULL,
	PRIMARY KEY (id, since)
);
-- At any number one row of a division begins on a day.
CREATE UNIQUE INDEX provision_begins ON provision (sort, name, key, area, from_day) WHERE until = 0;

-- What was there counts as known from the beginning: numbers given out before
-- keep their answers.
INSERT INTO provision
SELECT row_number() OVER (ORDER BY name, area, from_day), 'setting', name, '', value, '', area, from_day, to_day, 0, note, '', 0, 0 FROM setting;
INSERT INTO provision
SELECT 1000000 + row_number() OVER (ORDER BY list, place, value), 'code', list, value, label, '', area, from_day, to_day, place, note, '', 0, 0 FROM code_value;
INSERT INTO provision
SELECT 2000000 + row_number() OVER (ORDER BY day), 'day', 'calendar', day, kind, name, '', '', '', 0, '', '', 0, 0 FROM calendar;
DROP TABLE setting;
DROP TABLE code_value;
DROP TABLE calendar;
