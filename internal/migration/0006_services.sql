-- What was done, who took part, and what people said of it.

-- 服务活动
CREATE TABLE activity (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	kind TEXT NOT NULL,
	held_on TEXT NOT NULL,
	length BIGINT NOT NULL,
	names TEXT NOT NULL,
	unnamed BIGINT NOT NULL,
	summary TEXT NOT NULL,
	place TEXT NOT NULL,
	also TEXT NOT NULL,
	org BIGINT NOT NULL,
	project BIGINT NOT NULL,
	needs TEXT NOT NULL,
	photo TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE activity_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	kind TEXT NOT NULL,
	held_on TEXT NOT NULL,
	length BIGINT NOT NULL,
	names TEXT NOT NULL,
	unnamed BIGINT NOT NULL,
	summary TEXT NOT NULL,
	place TEXT NOT NULL,
	also TEXT NOT NULL,
	org BIGINT NOT NULL,
	project BIGINT NOT NULL,
	needs TEXT NOT NULL,
	photo TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX activity_history_id ON activity_history (id, since);
CREATE INDEX activity_area ON activity (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX activity_state ON activity (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX activity_recent ON activity (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX activity_org ON activity (org, id);
CREATE INDEX activity_project ON activity (project, id);

-- 参与
CREATE TABLE participation (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	activity BIGINT NOT NULL,
	person BIGINT NOT NULL,
	role TEXT NOT NULL,
	minutes BIGINT NOT NULL,
	note TEXT NOT NULL
);
CREATE TABLE participation_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	activity BIGINT NOT NULL,
	person BIGINT NOT NULL,
	role TEXT NOT NULL,
	minutes BIGINT NOT NULL,
	note TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX participation_history_id ON participation_history (id, since);
CREATE INDEX participation_area ON participation (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX participation_activity ON participation (activity, id);
CREATE INDEX participation_person ON participation (person, id);
CREATE UNIQUE INDEX participation_key1 ON participation (activity, person) WHERE voided = '' AND merged = 0 AND activity <> 0 AND person <> 0;

-- 服务评价
CREATE TABLE opinion (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	need BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	org BIGINT NOT NULL,
	level TEXT NOT NULL,
	words TEXT NOT NULL,
	given_on TEXT NOT NULL,
	call TEXT NOT NULL,
	mend TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE opinion_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	need BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	org BIGINT NOT NULL,
	level TEXT NOT NULL,
	words TEXT NOT NULL,
	given_on TEXT NOT NULL,
	call TEXT NOT NULL,
	mend TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX opinion_history_id ON opinion_history (id, since);
CREATE INDEX opinion_area ON opinion (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX opinion_state ON opinion (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX opinion_recent ON opinion (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX opinion_need ON opinion (need, id);
CREATE INDEX opinion_activity ON opinion (activity, id);
CREATE INDEX opinion_org ON opinion (org, id);
CREATE UNIQUE INDEX opinion_key1 ON opinion (need) WHERE voided = '' AND merged = 0 AND need <> 0;

