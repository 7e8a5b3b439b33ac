-- The three lists (需求、资源、项目) and how needs are matched.

-- 需求
CREATE TABLE need (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	category TEXT NOT NULL,
	detail TEXT NOT NULL,
	targets TEXT NOT NULL,
	source TEXT NOT NULL,
	raised_on TEXT NOT NULL,
	heads BIGINT NOT NULL,
	suits TEXT NOT NULL,
	raiser TEXT NOT NULL,
	phone TEXT NOT NULL,
	proxy BIGINT NOT NULL,
	for_whom TEXT NOT NULL,
	address TEXT NOT NULL,
	due TEXT NOT NULL,
	merged_to BIGINT NOT NULL,
	transferred_to TEXT NOT NULL,
	outcome TEXT NOT NULL,
	answer TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE need_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	category TEXT NOT NULL,
	detail TEXT NOT NULL,
	targets TEXT NOT NULL,
	source TEXT NOT NULL,
	raised_on TEXT NOT NULL,
	heads BIGINT NOT NULL,
	suits TEXT NOT NULL,
	raiser TEXT NOT NULL,
	phone TEXT NOT NULL,
	proxy BIGINT NOT NULL,
	for_whom TEXT NOT NULL,
	address TEXT NOT NULL,
	due TEXT NOT NULL,
	merged_to BIGINT NOT NULL,
	transferred_to TEXT NOT NULL,
	outcome TEXT NOT NULL,
	answer TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX need_history_id ON need_history (id, since);
CREATE INDEX need_area ON need (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX need_state ON need (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX need_recent ON need (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX need_phone_eq ON need (phone_eq) WHERE phone_eq <> '';
CREATE INDEX need_phone_last4 ON need (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX need_merged_to ON need (merged_to, id);

-- 资源
CREATE TABLE resource (
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
	categories TEXT NOT NULL,
	targets TEXT NOT NULL,
	org BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	places TEXT NOT NULL,
	suits TEXT NOT NULL,
	capacity BIGINT NOT NULL,
	cost TEXT NOT NULL,
	terms TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE resource_history (
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
	categories TEXT NOT NULL,
	targets TEXT NOT NULL,
	org BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	places TEXT NOT NULL,
	suits TEXT NOT NULL,
	capacity BIGINT NOT NULL,
	cost TEXT NOT NULL,
	terms TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX resource_history_id ON resource_history (id, since);
CREATE INDEX resource_area ON resource (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX resource_state ON resource (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX resource_recent ON resource (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX resource_org ON resource (org, id);
CREATE INDEX resource_unit ON resource (unit, id);

-- 项目
CREATE TABLE project (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	goal TEXT NOT NULL,
	needs TEXT NOT NULL,
	resources TEXT NOT NULL,
	lead BIGINT NOT NULL,
	budget BIGINT NOT NULL,
	funding TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE project_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	goal TEXT NOT NULL,
	needs TEXT NOT NULL,
	resources TEXT NOT NULL,
	lead BIGINT NOT NULL,
	budget BIGINT NOT NULL,
	funding TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX project_history_id ON project_history (id, since);
CREATE INDEX project_area ON project (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX project_state ON project (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX project_recent ON project (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX project_lead ON project (lead, id);

-- 对接
CREATE TABLE match (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	need BIGINT NOT NULL,
	resource BIGINT NOT NULL,
	org BIGINT NOT NULL,
	score BIGINT NOT NULL,
	reasons TEXT NOT NULL,
	why TEXT NOT NULL,
	refusal TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE match_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	need BIGINT NOT NULL,
	resource BIGINT NOT NULL,
	org BIGINT NOT NULL,
	score BIGINT NOT NULL,
	reasons TEXT NOT NULL,
	why TEXT NOT NULL,
	refusal TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX match_history_id ON match_history (id, since);
CREATE INDEX match_area ON match (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX match_state ON match (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX match_recent ON match (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX match_need ON match (need, id);
CREATE INDEX match_resource ON match (resource, id);
CREATE INDEX match_org ON match (org, id);

-- 三张清单发布
CREATE TABLE list_edition (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	kind TEXT NOT NULL,
	year BIGINT NOT NULL,
	published_on TEXT NOT NULL,
	items BIGINT NOT NULL,
	note TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE list_edition_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	kind TEXT NOT NULL,
	year BIGINT NOT NULL,
	published_on TEXT NOT NULL,
	items BIGINT NOT NULL,
	note TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX list_edition_history_id ON list_edition_history (id, since);
CREATE INDEX list_edition_area ON list_edition (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX list_edition_state ON list_edition (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX list_edition_recent ON list_edition (state, id) WHERE voided = '' AND merged = 0;

