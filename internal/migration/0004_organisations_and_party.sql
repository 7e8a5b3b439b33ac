-- The register of social organisations, and how the Party reaches them.

-- 社会组织
CREATE TABLE social_org (
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
	kind TEXT NOT NULL,
	category TEXT NOT NULL,
	registered_on TEXT NOT NULL,
	authority TEXT NOT NULL,
	supervisor BIGINT NOT NULL,
	legal_rep TEXT NOT NULL,
	fund BIGINT NOT NULL,
	staff BIGINT NOT NULL,
	charter_party BIGINT NOT NULL,
	charity BIGINT NOT NULL,
	address TEXT NOT NULL,
	phone TEXT NOT NULL,
	contact_name TEXT NOT NULL,
	mobile TEXT NOT NULL,
	state TEXT NOT NULL,
	mobile_eq TEXT NOT NULL,
	mobile_last4 TEXT NOT NULL
);
CREATE TABLE social_org_history (
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
	kind TEXT NOT NULL,
	category TEXT NOT NULL,
	registered_on TEXT NOT NULL,
	authority TEXT NOT NULL,
	supervisor BIGINT NOT NULL,
	legal_rep TEXT NOT NULL,
	fund BIGINT NOT NULL,
	staff BIGINT NOT NULL,
	charter_party BIGINT NOT NULL,
	charity BIGINT NOT NULL,
	address TEXT NOT NULL,
	phone TEXT NOT NULL,
	contact_name TEXT NOT NULL,
	mobile TEXT NOT NULL,
	state TEXT NOT NULL,
	mobile_eq TEXT NOT NULL,
	mobile_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX social_org_history_id ON social_org_history (id, since);
CREATE INDEX social_org_area ON social_org (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_org_state ON social_org (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_org_recent ON social_org (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_org_supervisor ON social_org (supervisor, id);
CREATE INDEX social_org_mobile_eq ON social_org (mobile_eq) WHERE mobile_eq <> '';
CREATE INDEX social_org_mobile_last4 ON social_org (mobile_last4) WHERE mobile_last4 <> '';
CREATE UNIQUE INDEX social_org_key1 ON social_org (code) WHERE voided = '' AND merged = 0 AND code <> '';
CREATE UNIQUE INDEX social_org_key2 ON social_org (name) WHERE voided = '' AND merged = 0 AND name <> '';

-- 党员情况摸排
CREATE TABLE member_survey (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	surveyed_on TEXT NOT NULL,
	source TEXT NOT NULL,
	full_members BIGINT NOT NULL,
	probationary_members BIGINT NOT NULL,
	members_elsewhere BIGINT NOT NULL,
	applicants BIGINT NOT NULL,
	staff BIGINT NOT NULL,
	leader_is_member BIGINT NOT NULL,
	note TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE member_survey_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	surveyed_on TEXT NOT NULL,
	source TEXT NOT NULL,
	full_members BIGINT NOT NULL,
	probationary_members BIGINT NOT NULL,
	members_elsewhere BIGINT NOT NULL,
	applicants BIGINT NOT NULL,
	staff BIGINT NOT NULL,
	leader_is_member BIGINT NOT NULL,
	note TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX member_survey_history_id ON member_survey_history (id, since);
CREATE INDEX member_survey_area ON member_survey (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX member_survey_state ON member_survey (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX member_survey_recent ON member_survey (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX member_survey_org ON member_survey (org, id);

-- 党组织
CREATE TABLE party_org (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	superior TEXT NOT NULL,
	founded_on TEXT NOT NULL,
	approval BIGINT NOT NULL,
	secretary BIGINT NOT NULL,
	term_years BIGINT NOT NULL,
	election_due TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE party_org_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	superior TEXT NOT NULL,
	founded_on TEXT NOT NULL,
	approval BIGINT NOT NULL,
	secretary BIGINT NOT NULL,
	term_years BIGINT NOT NULL,
	election_due TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX party_org_history_id ON party_org_history (id, since);
CREATE INDEX party_org_area ON party_org (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX party_org_state ON party_org (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX party_org_recent ON party_org (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX party_org_approval ON party_org (approval, id);
CREATE INDEX party_org_secretary ON party_org (secretary, id);
CREATE UNIQUE INDEX party_org_key1 ON party_org (name) WHERE voided = '' AND merged = 0 AND name <> '';

-- 党组织覆盖
CREATE TABLE party_coverage (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	kind TEXT NOT NULL,
	party_org BIGINT NOT NULL,
	deemed_basis TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	evidence TEXT NOT NULL,
	reason TEXT NOT NULL,
	approver TEXT NOT NULL
);
CREATE TABLE party_coverage_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	kind TEXT NOT NULL,
	party_org BIGINT NOT NULL,
	deemed_basis TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	evidence TEXT NOT NULL,
	reason TEXT NOT NULL,
	approver TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX party_coverage_history_id ON party_coverage_history (id, since);
CREATE INDEX party_coverage_area ON party_coverage (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX party_coverage_org ON party_coverage (org, id);
CREATE INDEX party_coverage_party_org ON party_coverage (party_org, id);
CREATE UNIQUE INDEX party_coverage_key1 ON party_coverage (org) WHERE voided = '' AND merged = 0 AND org <> 0 AND until_day = '';

