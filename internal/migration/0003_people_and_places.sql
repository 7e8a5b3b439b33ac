-- Whom and where everything else refers to: people, units, documents, divisions, communities.

-- 人员
CREATE TABLE person (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	sex TEXT NOT NULL,
	birth TEXT NOT NULL,
	id_number TEXT NOT NULL,
	phone TEXT NOT NULL,
	residence TEXT NOT NULL,
	political TEXT NOT NULL,
	unit BIGINT NOT NULL,
	note TEXT NOT NULL,
	id_number_eq TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE person_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	sex TEXT NOT NULL,
	birth TEXT NOT NULL,
	id_number TEXT NOT NULL,
	phone TEXT NOT NULL,
	residence TEXT NOT NULL,
	political TEXT NOT NULL,
	unit BIGINT NOT NULL,
	note TEXT NOT NULL,
	id_number_eq TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX person_history_id ON person_history (id, since);
CREATE INDEX person_area ON person (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX person_id_number_eq ON person (id_number_eq) WHERE id_number_eq <> '';
CREATE INDEX person_phone_eq ON person (phone_eq) WHERE phone_eq <> '';
CREATE INDEX person_phone_last4 ON person (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX person_unit ON person (unit, id);
CREATE UNIQUE INDEX person_key1 ON person (id_number_eq) WHERE voided = '' AND merged = 0 AND id_number_eq <> '';

-- 单位
CREATE TABLE unit (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	short TEXT NOT NULL,
	kind TEXT NOT NULL,
	code TEXT NOT NULL,
	superior BIGINT NOT NULL,
	contact TEXT NOT NULL
);
CREATE TABLE unit_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	short TEXT NOT NULL,
	kind TEXT NOT NULL,
	code TEXT NOT NULL,
	superior BIGINT NOT NULL,
	contact TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX unit_history_id ON unit_history (id, since);
CREATE INDEX unit_area ON unit (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX unit_superior ON unit (superior, id);
CREATE UNIQUE INDEX unit_key1 ON unit (code) WHERE voided = '' AND merged = 0 AND code <> '';
CREATE UNIQUE INDEX unit_key2 ON unit (name) WHERE voided = '' AND merged = 0 AND name <> '';

-- 文件
CREATE TABLE document (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	number TEXT NOT NULL,
	issuer TEXT NOT NULL,
	issued TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	text TEXT NOT NULL,
	file TEXT NOT NULL
);
CREATE TABLE document_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	number TEXT NOT NULL,
	issuer TEXT NOT NULL,
	issued TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	text TEXT NOT NULL,
	file TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX document_history_id ON document_history (id, since);
CREATE INDEX document_area ON document (area, id) WHERE voided = '' AND merged = 0;
CREATE UNIQUE INDEX document_key1 ON document (number) WHERE voided = '' AND merged = 0 AND number <> '';

-- 行政区划
CREATE TABLE division (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	code TEXT NOT NULL,
	level TEXT NOT NULL,
	edition TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL
);
CREATE TABLE division_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	code TEXT NOT NULL,
	level TEXT NOT NULL,
	edition TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX division_history_id ON division_history (id, since);
CREATE INDEX division_area ON division (area, id) WHERE voided = '' AND merged = 0;
CREATE UNIQUE INDEX division_key1 ON division (code) WHERE voided = '' AND merged = 0 AND code <> '' AND until_day = '';

-- 社区
CREATE TABLE community (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	urban BIGINT NOT NULL,
	households BIGINT NOT NULL,
	secretary BIGINT NOT NULL,
	phone TEXT NOT NULL,
	hours TEXT NOT NULL,
	address TEXT NOT NULL
);
CREATE TABLE community_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	urban BIGINT NOT NULL,
	households BIGINT NOT NULL,
	secretary BIGINT NOT NULL,
	phone TEXT NOT NULL,
	hours TEXT NOT NULL,
	address TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX community_history_id ON community_history (id, since);
CREATE INDEX community_area ON community (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX community_secretary ON community (secretary, id);
CREATE UNIQUE INDEX community_key1 ON community (name) WHERE voided = '' AND merged = 0 AND name <> '';

