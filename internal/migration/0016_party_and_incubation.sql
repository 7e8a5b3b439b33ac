-- What the report's first two chapters speak of: instructors and gates, regional
-- building, reporting in, examples, places, incubation, training, meetings.

CREATE TABLE org_change (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	item TEXT NOT NULL,
	was TEXT NOT NULL,
	becomes TEXT NOT NULL,
	unit BIGINT NOT NULL,
	applied_on TEXT NOT NULL,
	from_day TEXT NOT NULL,
	approval BIGINT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE org_change_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	item TEXT NOT NULL,
	was TEXT NOT NULL,
	becomes TEXT NOT NULL,
	unit BIGINT NOT NULL,
	applied_on TEXT NOT NULL,
	from_day TEXT NOT NULL,
	approval BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX org_change_history_id ON org_change_history (id, since);
CREATE INDEX org_change_area ON org_change (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX org_change_state ON org_change (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX org_change_recent ON org_change (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX org_change_org ON org_change (org, id);
CREATE INDEX org_change_unit ON org_change (unit, id);
CREATE INDEX org_change_approval ON org_change (approval, id);

CREATE TABLE org_leader (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	org BIGINT NOT NULL,
	post TEXT NOT NULL,
	party_member BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE org_leader_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	org BIGINT NOT NULL,
	post TEXT NOT NULL,
	party_member BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX org_leader_history_id ON org_leader_history (id, since);
CREATE INDEX org_leader_area ON org_leader (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX org_leader_state ON org_leader (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX org_leader_recent ON org_leader (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX org_leader_begun ON org_leader (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX org_leader_org ON org_leader (org, id);
CREATE UNIQUE INDEX org_leader_key1 ON org_leader (org, name, post) WHERE voided = '' AND merged = 0 AND org <> 0 AND name <> '' AND post <> '' AND until_day = '';

CREATE TABLE social_enterprise (
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
	form TEXT NOT NULL,
	origin BIGINT NOT NULL,
	mission TEXT NOT NULL,
	targets TEXT NOT NULL,
	reinvests BIGINT NOT NULL,
	applied_on TEXT NOT NULL,
	recognised_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	reviews TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE social_enterprise_history (
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
	form TEXT NOT NULL,
	origin BIGINT NOT NULL,
	mission TEXT NOT NULL,
	targets TEXT NOT NULL,
	reinvests BIGINT NOT NULL,
	applied_on TEXT NOT NULL,
	recognised_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	reviews TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX social_enterprise_history_id ON social_enterprise_history (id, since);
CREATE INDEX social_enterprise_area ON social_enterprise (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_enterprise_state ON social_enterprise (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_enterprise_recent ON social_enterprise (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_enterprise_origin ON social_enterprise (origin, id);
CREATE UNIQUE INDEX social_enterprise_key1 ON social_enterprise (code) WHERE voided = '' AND merged = 0 AND code <> '';

CREATE TABLE undertaking (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	signed_on TEXT NOT NULL,
	signer TEXT NOT NULL,
	body BIGINT NOT NULL,
	handed_on TEXT NOT NULL,
	file TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE undertaking_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	signed_on TEXT NOT NULL,
	signer TEXT NOT NULL,
	body BIGINT NOT NULL,
	handed_on TEXT NOT NULL,
	file TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX undertaking_history_id ON undertaking_history (id, since);
CREATE INDEX undertaking_area ON undertaking (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX undertaking_state ON undertaking (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX undertaking_recent ON undertaking (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX undertaking_begun ON undertaking (state, signed_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX undertaking_org ON undertaking (org, id);
CREATE INDEX undertaking_body ON undertaking (body, id);
CREATE UNIQUE INDEX undertaking_key1 ON undertaking (org) WHERE voided = '' AND merged = 0 AND org <> 0;

CREATE TABLE sync_check (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	occasion TEXT NOT NULL,
	checked_on TEXT NOT NULL,
	items TEXT NOT NULL
);
CREATE TABLE sync_check_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	occasion TEXT NOT NULL,
	checked_on TEXT NOT NULL,
	items TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX sync_check_history_id ON sync_check_history (id, since);
CREATE INDEX sync_check_area ON sync_check (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX sync_check_org ON sync_check (org, id);

CREATE TABLE instructor (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	unit BIGINT NOT NULL,
	post TEXT NOT NULL,
	channel TEXT NOT NULL,
	appointed_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	approval BIGINT NOT NULL,
	person BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE instructor_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	unit BIGINT NOT NULL,
	post TEXT NOT NULL,
	channel TEXT NOT NULL,
	appointed_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	approval BIGINT NOT NULL,
	person BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX instructor_history_id ON instructor_history (id, since);
CREATE INDEX instructor_area ON instructor (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX instructor_state ON instructor (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX instructor_recent ON instructor (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX instructor_begun ON instructor (state, appointed_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX instructor_phone_eq ON instructor (phone_eq) WHERE phone_eq <> '';
CREATE INDEX instructor_phone_last4 ON instructor (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX instructor_unit ON instructor (unit, id);
CREATE INDEX instructor_approval ON instructor (approval, id);
CREATE INDEX instructor_person ON instructor (person, id);
CREATE UNIQUE INDEX instructor_key1 ON instructor (person) WHERE voided = '' AND merged = 0 AND person <> 0;

CREATE TABLE posting (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	instructor BIGINT NOT NULL,
	org BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	duties TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE posting_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	instructor BIGINT NOT NULL,
	org BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	duties TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX posting_history_id ON posting_history (id, since);
CREATE INDEX posting_area ON posting (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX posting_state ON posting (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX posting_recent ON posting (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX posting_begun ON posting (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX posting_instructor ON posting (instructor, id);
CREATE INDEX posting_org ON posting (org, id);
CREATE UNIQUE INDEX posting_key1 ON posting (instructor, org) WHERE voided = '' AND merged = 0 AND instructor <> 0 AND org <> 0 AND until_day = '';

CREATE TABLE guidance (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	posting BIGINT NOT NULL,
	instructor BIGINT NOT NULL,
	visited_on TEXT NOT NULL,
	done TEXT NOT NULL,
	asked TEXT NOT NULL
);
CREATE TABLE guidance_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	posting BIGINT NOT NULL,
	instructor BIGINT NOT NULL,
	visited_on TEXT NOT NULL,
	done TEXT NOT NULL,
	asked TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX guidance_history_id ON guidance_history (id, since);
CREATE INDEX guidance_area ON guidance (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX guidance_posting ON guidance (posting, id);
CREATE INDEX guidance_instructor ON guidance (instructor, id);

CREATE TABLE liaison (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit BIGINT NOT NULL,
	phone TEXT NOT NULL,
	community BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	approval BIGINT NOT NULL,
	leader BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE liaison_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit BIGINT NOT NULL,
	phone TEXT NOT NULL,
	community BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	approval BIGINT NOT NULL,
	leader BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX liaison_history_id ON liaison_history (id, since);
CREATE INDEX liaison_area ON liaison (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX liaison_state ON liaison (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX liaison_recent ON liaison (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX liaison_begun ON liaison (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX liaison_unit ON liaison (unit, id);
CREATE INDEX liaison_phone_eq ON liaison (phone_eq) WHERE phone_eq <> '';
CREATE INDEX liaison_phone_last4 ON liaison (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX liaison_community ON liaison (community, id);
CREATE INDEX liaison_approval ON liaison (approval, id);
CREATE INDEX liaison_leader ON liaison (leader, id);
CREATE UNIQUE INDEX liaison_key1 ON liaison (leader) WHERE voided = '' AND merged = 0 AND leader <> 0 AND until_day = '';
CREATE UNIQUE INDEX liaison_key2 ON liaison (community) WHERE voided = '' AND merged = 0 AND community <> 0 AND until_day = '';

CREATE TABLE liaison_visit (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	liaison BIGINT NOT NULL,
	visited_on TEXT NOT NULL,
	title TEXT NOT NULL,
	matters TEXT NOT NULL,
	due_on TEXT NOT NULL,
	answer TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE liaison_visit_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	liaison BIGINT NOT NULL,
	visited_on TEXT NOT NULL,
	title TEXT NOT NULL,
	matters TEXT NOT NULL,
	due_on TEXT NOT NULL,
	answer TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX liaison_visit_history_id ON liaison_visit_history (id, since);
CREATE INDEX liaison_visit_area ON liaison_visit (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX liaison_visit_state ON liaison_visit (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX liaison_visit_recent ON liaison_visit (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX liaison_visit_begun ON liaison_visit (state, visited_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX liaison_visit_liaison ON liaison_visit (liaison, id);

CREATE TABLE committee_member (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	community BIGINT NOT NULL,
	kind TEXT NOT NULL,
	unit BIGINT NOT NULL,
	duties TEXT NOT NULL,
	appointed_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	approval BIGINT NOT NULL,
	filed_on TEXT NOT NULL,
	until_day TEXT NOT NULL,
	reason TEXT NOT NULL,
	person BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE committee_member_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	community BIGINT NOT NULL,
	kind TEXT NOT NULL,
	unit BIGINT NOT NULL,
	duties TEXT NOT NULL,
	appointed_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	approval BIGINT NOT NULL,
	filed_on TEXT NOT NULL,
	until_day TEXT NOT NULL,
	reason TEXT NOT NULL,
	person BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX committee_member_history_id ON committee_member_history (id, since);
CREATE INDEX committee_member_area ON committee_member (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX committee_member_state ON committee_member (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX committee_member_recent ON committee_member (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX committee_member_phone_eq ON committee_member (phone_eq) WHERE phone_eq <> '';
CREATE INDEX committee_member_phone_last4 ON committee_member (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX committee_member_community ON committee_member (community, id);
CREATE INDEX committee_member_unit ON committee_member (unit, id);
CREATE INDEX committee_member_approval ON committee_member (approval, id);
CREATE INDEX committee_member_person ON committee_member (person, id);
CREATE UNIQUE INDEX committee_member_key1 ON committee_member (person, community) WHERE voided = '' AND merged = 0 AND person <> 0 AND community <> 0 AND until_day = '';

CREATE TABLE pact (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	community BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	offers TEXT NOT NULL,
	wants TEXT NOT NULL,
	signed_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	file TEXT NOT NULL,
	community_says TEXT NOT NULL,
	unit_says TEXT NOT NULL,
	renews BIGINT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE pact_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	community BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	offers TEXT NOT NULL,
	wants TEXT NOT NULL,
	signed_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	file TEXT NOT NULL,
	community_says TEXT NOT NULL,
	unit_says TEXT NOT NULL,
	renews BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX pact_history_id ON pact_history (id, since);
CREATE INDEX pact_area ON pact (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX pact_state ON pact (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX pact_recent ON pact (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX pact_community ON pact (community, id);
CREATE INDEX pact_unit ON pact (unit, id);
CREATE INDEX pact_renews ON pact (renews, id);

CREATE TABLE commitment (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	pact BIGINT NOT NULL,
	what TEXT NOT NULL,
	by TEXT NOT NULL,
	due_on TEXT NOT NULL,
	done_on TEXT NOT NULL,
	result TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE commitment_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	pact BIGINT NOT NULL,
	what TEXT NOT NULL,
	by TEXT NOT NULL,
	due_on TEXT NOT NULL,
	done_on TEXT NOT NULL,
	result TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX commitment_history_id ON commitment_history (id, since);
CREATE INDEX commitment_area ON commitment (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX commitment_state ON commitment (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX commitment_recent ON commitment (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX commitment_pact ON commitment (pact, id);

CREATE TABLE unit_report (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	community BIGINT NOT NULL,
	reported_on TEXT NOT NULL,
	until_day TEXT NOT NULL,
	contact TEXT NOT NULL,
	phone TEXT NOT NULL,
	offers TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE unit_report_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	community BIGINT NOT NULL,
	reported_on TEXT NOT NULL,
	until_day TEXT NOT NULL,
	contact TEXT NOT NULL,
	phone TEXT NOT NULL,
	offers TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX unit_report_history_id ON unit_report_history (id, since);
CREATE INDEX unit_report_area ON unit_report (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX unit_report_state ON unit_report (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX unit_report_recent ON unit_report (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX unit_report_begun ON unit_report (state, reported_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX unit_report_unit ON unit_report (unit, id);
CREATE INDEX unit_report_community ON unit_report (community, id);
CREATE INDEX unit_report_phone_eq ON unit_report (phone_eq) WHERE phone_eq <> '';
CREATE INDEX unit_report_phone_last4 ON unit_report (phone_last4) WHERE phone_last4 <> '';
CREATE UNIQUE INDEX unit_report_key1 ON unit_report (unit) WHERE voided = '' AND merged = 0 AND unit <> 0 AND until_day = '';

CREATE TABLE member_report (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	unit BIGINT NOT NULL,
	community BIGINT NOT NULL,
	reported_on TEXT NOT NULL,
	skills TEXT NOT NULL,
	person BIGINT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE member_report_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	unit BIGINT NOT NULL,
	community BIGINT NOT NULL,
	reported_on TEXT NOT NULL,
	skills TEXT NOT NULL,
	person BIGINT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX member_report_history_id ON member_report_history (id, since);
CREATE INDEX member_report_area ON member_report (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX member_report_state ON member_report (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX member_report_recent ON member_report (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX member_report_begun ON member_report (state, reported_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX member_report_phone_eq ON member_report (phone_eq) WHERE phone_eq <> '';
CREATE INDEX member_report_phone_last4 ON member_report (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX member_report_unit ON member_report (unit, id);
CREATE INDEX member_report_community ON member_report (community, id);
CREATE INDEX member_report_person ON member_report (person, id);
CREATE UNIQUE INDEX member_report_key1 ON member_report (person) WHERE voided = '' AND merged = 0 AND person <> 0 AND until_day = '';

CREATE TABLE opening (
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
	category TEXT NOT NULL,
	detail TEXT NOT NULL,
	need BIGINT NOT NULL,
	places BIGINT NOT NULL,
	due_on TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE opening_history (
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
	category TEXT NOT NULL,
	detail TEXT NOT NULL,
	need BIGINT NOT NULL,
	places BIGINT NOT NULL,
	due_on TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX opening_history_id ON opening_history (id, since);
CREATE INDEX opening_area ON opening (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX opening_state ON opening (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX opening_recent ON opening (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX opening_need ON opening (need, id);

CREATE TABLE claim (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	opening BIGINT NOT NULL,
	member BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	claimed_on TEXT NOT NULL,
	done_on TEXT NOT NULL,
	result TEXT NOT NULL,
	ended_on TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE claim_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	opening BIGINT NOT NULL,
	member BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	claimed_on TEXT NOT NULL,
	done_on TEXT NOT NULL,
	result TEXT NOT NULL,
	ended_on TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX claim_history_id ON claim_history (id, since);
CREATE INDEX claim_area ON claim (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX claim_state ON claim (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX claim_recent ON claim (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX claim_begun ON claim (state, claimed_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX claim_opening ON claim (opening, id);
CREATE INDEX claim_member ON claim (member, id);
CREATE INDEX claim_unit ON claim (unit, id);
CREATE UNIQUE INDEX claim_key1 ON claim (opening, member) WHERE voided = '' AND merged = 0 AND opening <> 0 AND member <> 0 AND ended_on = '';

CREATE TABLE feedback (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	unit BIGINT NOT NULL,
	year BIGINT NOT NULL,
	quarter BIGINT NOT NULL,
	members BIGINT NOT NULL,
	things TEXT NOT NULL,
	sent_on TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE feedback_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	unit BIGINT NOT NULL,
	year BIGINT NOT NULL,
	quarter BIGINT NOT NULL,
	members BIGINT NOT NULL,
	things TEXT NOT NULL,
	sent_on TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX feedback_history_id ON feedback_history (id, since);
CREATE INDEX feedback_area ON feedback (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX feedback_state ON feedback (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX feedback_recent ON feedback (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX feedback_unit ON feedback (unit, id);
CREATE UNIQUE INDEX feedback_key1 ON feedback (unit, year, quarter) WHERE voided = '' AND merged = 0 AND unit <> 0 AND year <> 0 AND quarter <> 0;

CREATE TABLE scheme (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	year BIGINT NOT NULL,
	basis BIGINT NOT NULL,
	criteria TEXT NOT NULL,
	bands TEXT NOT NULL,
	publicity_days BIGINT NOT NULL,
	valid_years BIGINT NOT NULL,
	yearly_review BIGINT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE scheme_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	year BIGINT NOT NULL,
	basis BIGINT NOT NULL,
	criteria TEXT NOT NULL,
	bands TEXT NOT NULL,
	publicity_days BIGINT NOT NULL,
	valid_years BIGINT NOT NULL,
	yearly_review BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX scheme_history_id ON scheme_history (id, since);
CREATE INDEX scheme_area ON scheme (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX scheme_state ON scheme (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX scheme_recent ON scheme (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX scheme_basis ON scheme (basis, id);
CREATE UNIQUE INDEX scheme_key1 ON scheme (name, year) WHERE voided = '' AND merged = 0 AND name <> '' AND year <> 0;

CREATE TABLE grading_entry (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	scheme BIGINT NOT NULL,
	party_org BIGINT NOT NULL,
	org BIGINT NOT NULL,
	self_marks TEXT NOT NULL,
	review_marks TEXT NOT NULL,
	score BIGINT NOT NULL,
	publicity_from TEXT NOT NULL,
	publicity_last TEXT NOT NULL,
	objection TEXT NOT NULL,
	reviewed_on TEXT NOT NULL,
	band TEXT NOT NULL,
	star BIGINT NOT NULL,
	named_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE grading_entry_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	scheme BIGINT NOT NULL,
	party_org BIGINT NOT NULL,
	org BIGINT NOT NULL,
	self_marks TEXT NOT NULL,
	review_marks TEXT NOT NULL,
	score BIGINT NOT NULL,
	publicity_from TEXT NOT NULL,
	publicity_last TEXT NOT NULL,
	objection TEXT NOT NULL,
	reviewed_on TEXT NOT NULL,
	band TEXT NOT NULL,
	star BIGINT NOT NULL,
	named_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX grading_entry_history_id ON grading_entry_history (id, since);
CREATE INDEX grading_entry_area ON grading_entry (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX grading_entry_state ON grading_entry (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX grading_entry_recent ON grading_entry (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX grading_entry_begun ON grading_entry (state, named_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX grading_entry_scheme ON grading_entry (scheme, id);
CREATE INDEX grading_entry_party_org ON grading_entry (party_org, id);
CREATE INDEX grading_entry_org ON grading_entry (org, id);
CREATE UNIQUE INDEX grading_entry_key1 ON grading_entry (scheme, party_org) WHERE voided = '' AND merged = 0 AND scheme <> 0 AND party_org <> 0;

CREATE TABLE demo_site (
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
	level TEXT NOT NULL,
	org BIGINT NOT NULL,
	begun_on TEXT NOT NULL,
	target_on TEXT NOT NULL,
	naming BIGINT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE demo_site_history (
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
	level TEXT NOT NULL,
	org BIGINT NOT NULL,
	begun_on TEXT NOT NULL,
	target_on TEXT NOT NULL,
	naming BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX demo_site_history_id ON demo_site_history (id, since);
CREATE INDEX demo_site_area ON demo_site (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX demo_site_state ON demo_site (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX demo_site_recent ON demo_site (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX demo_site_begun ON demo_site (state, begun_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX demo_site_org ON demo_site (org, id);
CREATE INDEX demo_site_naming ON demo_site (naming, id);
CREATE UNIQUE INDEX demo_site_key1 ON demo_site (name) WHERE voided = '' AND merged = 0 AND name <> '';

CREATE TABLE campaign (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	basis BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	goal TEXT NOT NULL,
	jobs TEXT NOT NULL,
	party_orgs TEXT NOT NULL,
	summary TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE campaign_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	basis BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	goal TEXT NOT NULL,
	jobs TEXT NOT NULL,
	party_orgs TEXT NOT NULL,
	summary TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX campaign_history_id ON campaign_history (id, since);
CREATE INDEX campaign_area ON campaign (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX campaign_state ON campaign (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX campaign_recent ON campaign (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX campaign_basis ON campaign (basis, id);
CREATE UNIQUE INDEX campaign_key1 ON campaign (name, from_day) WHERE voided = '' AND merged = 0 AND name <> '' AND from_day <> '';

CREATE TABLE centre (
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
	address TEXT NOT NULL,
	size BIGINT NOT NULL,
	hours TEXT NOT NULL,
	phone TEXT NOT NULL,
	accessible BIGINT NOT NULL,
	windows TEXT NOT NULL,
	open_to_orgs BIGINT NOT NULL,
	operator BIGINT NOT NULL,
	opened_on TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE centre_history (
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
	address TEXT NOT NULL,
	size BIGINT NOT NULL,
	hours TEXT NOT NULL,
	phone TEXT NOT NULL,
	accessible BIGINT NOT NULL,
	windows TEXT NOT NULL,
	open_to_orgs BIGINT NOT NULL,
	operator BIGINT NOT NULL,
	opened_on TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX centre_history_id ON centre_history (id, since);
CREATE INDEX centre_area ON centre (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX centre_state ON centre (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX centre_recent ON centre (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX centre_operator ON centre (operator, id);
CREATE UNIQUE INDEX centre_key1 ON centre (name) WHERE voided = '' AND merged = 0 AND name <> '';

CREATE TABLE renovation (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	centre BIGINT NOT NULL,
	plan TEXT NOT NULL,
	budget BIGINT NOT NULL,
	source TEXT NOT NULL,
	begun_on TEXT NOT NULL,
	accepted_on TEXT NOT NULL,
	office_area BIGINT NOT NULL,
	public_area BIGINT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE renovation_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	centre BIGINT NOT NULL,
	plan TEXT NOT NULL,
	budget BIGINT NOT NULL,
	source TEXT NOT NULL,
	begun_on TEXT NOT NULL,
	accepted_on TEXT NOT NULL,
	office_area BIGINT NOT NULL,
	public_area BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX renovation_history_id ON renovation_history (id, since);
CREATE INDEX renovation_area ON renovation (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX renovation_state ON renovation (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX renovation_recent ON renovation (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX renovation_begun ON renovation (state, accepted_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX renovation_centre ON renovation (centre, id);

CREATE TABLE room (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	centre BIGINT NOT NULL,
	capacity BIGINT NOT NULL,
	suits TEXT NOT NULL,
	hours TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE room_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	centre BIGINT NOT NULL,
	capacity BIGINT NOT NULL,
	suits TEXT NOT NULL,
	hours TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX room_history_id ON room_history (id, since);
CREATE INDEX room_area ON room (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX room_state ON room (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX room_recent ON room (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX room_centre ON room (centre, id);
CREATE UNIQUE INDEX room_key1 ON room (centre, name) WHERE voided = '' AND merged = 0 AND centre <> 0 AND name <> '';

CREATE TABLE booking (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	room BIGINT NOT NULL,
	from_time BIGINT NOT NULL,
	to_time BIGINT NOT NULL,
	org BIGINT NOT NULL,
	used_by TEXT NOT NULL,
	heads BIGINT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE booking_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	room BIGINT NOT NULL,
	from_time BIGINT NOT NULL,
	to_time BIGINT NOT NULL,
	org BIGINT NOT NULL,
	used_by TEXT NOT NULL,
	heads BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX booking_history_id ON booking_history (id, since);
CREATE INDEX booking_area ON booking (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX booking_state ON booking (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX booking_recent ON booking (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX booking_room ON booking (room, id);
CREATE INDEX booking_org ON booking (org, id);

CREATE TABLE residency (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	org BIGINT NOT NULL,
	enterprise BIGINT NOT NULL,
	centre BIGINT NOT NULL,
	terms TEXT NOT NULL,
	promises TEXT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	file TEXT NOT NULL,
	reviews TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE residency_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	org BIGINT NOT NULL,
	enterprise BIGINT NOT NULL,
	centre BIGINT NOT NULL,
	terms TEXT NOT NULL,
	promises TEXT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	file TEXT NOT NULL,
	reviews TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX residency_history_id ON residency_history (id, since);
CREATE INDEX residency_area ON residency (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX residency_state ON residency (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX residency_recent ON residency (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX residency_begun ON residency (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX residency_org ON residency (org, id);
CREATE INDEX residency_enterprise ON residency (enterprise, id);
CREATE INDEX residency_centre ON residency (centre, id);
CREATE UNIQUE INDEX residency_key1 ON residency (org, centre) WHERE voided = '' AND merged = 0 AND org <> 0 AND centre <> 0 AND until_day = '';
CREATE UNIQUE INDEX residency_key2 ON residency (enterprise, centre) WHERE voided = '' AND merged = 0 AND enterprise <> 0 AND centre <> 0 AND until_day = '';

CREATE TABLE incubation (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	org BIGINT NOT NULL,
	centre BIGINT NOT NULL,
	applied_on TEXT NOT NULL,
	entry_checks TEXT NOT NULL,
	phase TEXT NOT NULL,
	mentor TEXT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	file TEXT NOT NULL,
	mid_term TEXT NOT NULL,
	mid_term_on TEXT NOT NULL,
	result TEXT NOT NULL,
	left_on TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE incubation_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	org BIGINT NOT NULL,
	centre BIGINT NOT NULL,
	applied_on TEXT NOT NULL,
	entry_checks TEXT NOT NULL,
	phase TEXT NOT NULL,
	mentor TEXT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	file TEXT NOT NULL,
	mid_term TEXT NOT NULL,
	mid_term_on TEXT NOT NULL,
	result TEXT NOT NULL,
	left_on TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX incubation_history_id ON incubation_history (id, since);
CREATE INDEX incubation_area ON incubation (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX incubation_state ON incubation (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX incubation_recent ON incubation (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX incubation_begun ON incubation (state, applied_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX incubation_org ON incubation (org, id);
CREATE INDEX incubation_centre ON incubation (centre, id);
CREATE UNIQUE INDEX incubation_key1 ON incubation (org) WHERE voided = '' AND merged = 0 AND org <> 0 AND left_on = '';

CREATE TABLE mentoring (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	incubation BIGINT NOT NULL,
	org BIGINT NOT NULL,
	held_on TEXT NOT NULL,
	topic TEXT NOT NULL,
	mentor TEXT NOT NULL,
	length BIGINT NOT NULL,
	next TEXT NOT NULL
);
CREATE TABLE mentoring_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	incubation BIGINT NOT NULL,
	org BIGINT NOT NULL,
	held_on TEXT NOT NULL,
	topic TEXT NOT NULL,
	mentor TEXT NOT NULL,
	length BIGINT NOT NULL,
	next TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX mentoring_history_id ON mentoring_history (id, since);
CREATE INDEX mentoring_area ON mentoring (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX mentoring_incubation ON mentoring (incubation, id);
CREATE INDEX mentoring_org ON mentoring (org, id);

CREATE TABLE social_worker (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	person BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	org BIGINT NOT NULL,
	red BIGINT NOT NULL,
	local BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE social_worker_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	person BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	org BIGINT NOT NULL,
	red BIGINT NOT NULL,
	local BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX social_worker_history_id ON social_worker_history (id, since);
CREATE INDEX social_worker_area ON social_worker (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_worker_state ON social_worker (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_worker_recent ON social_worker (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_worker_begun ON social_worker (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX social_worker_phone_eq ON social_worker (phone_eq) WHERE phone_eq <> '';
CREATE INDEX social_worker_phone_last4 ON social_worker (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX social_worker_person ON social_worker (person, id);
CREATE INDEX social_worker_unit ON social_worker (unit, id);
CREATE INDEX social_worker_org ON social_worker (org, id);
CREATE UNIQUE INDEX social_worker_key1 ON social_worker (person) WHERE voided = '' AND merged = 0 AND person <> 0;

CREATE TABLE training (
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
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	place TEXT NOT NULL,
	away BIGINT NOT NULL,
	organiser BIGINT NOT NULL,
	sessions TEXT NOT NULL,
	partner TEXT NOT NULL,
	overseas BIGINT NOT NULL,
	office_number TEXT NOT NULL,
	filing_number TEXT NOT NULL,
	filed_on TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE training_history (
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
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	place TEXT NOT NULL,
	away BIGINT NOT NULL,
	organiser BIGINT NOT NULL,
	sessions TEXT NOT NULL,
	partner TEXT NOT NULL,
	overseas BIGINT NOT NULL,
	office_number TEXT NOT NULL,
	filing_number TEXT NOT NULL,
	filed_on TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX training_history_id ON training_history (id, since);
CREATE INDEX training_area ON training (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX training_state ON training (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX training_recent ON training (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX training_organiser ON training (organiser, id);

CREATE TABLE attendance (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	person BIGINT NOT NULL,
	training BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	org BIGINT NOT NULL,
	times BIGINT NOT NULL,
	length BIGINT NOT NULL,
	passed BIGINT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE attendance_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	person BIGINT NOT NULL,
	training BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	org BIGINT NOT NULL,
	times BIGINT NOT NULL,
	length BIGINT NOT NULL,
	passed BIGINT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX attendance_history_id ON attendance_history (id, since);
CREATE INDEX attendance_area ON attendance (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX attendance_phone_eq ON attendance (phone_eq) WHERE phone_eq <> '';
CREATE INDEX attendance_phone_last4 ON attendance (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX attendance_person ON attendance (person, id);
CREATE INDEX attendance_training ON attendance (training, id);
CREATE INDEX attendance_unit ON attendance (unit, id);
CREATE INDEX attendance_org ON attendance (org, id);
CREATE UNIQUE INDEX attendance_key1 ON attendance (training, person) WHERE voided = '' AND merged = 0 AND training <> 0 AND person <> 0;

CREATE TABLE exam (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	year BIGINT NOT NULL,
	level TEXT NOT NULL,
	held_on TEXT NOT NULL,
	subjects TEXT NOT NULL
);
CREATE TABLE exam_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	year BIGINT NOT NULL,
	level TEXT NOT NULL,
	held_on TEXT NOT NULL,
	subjects TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX exam_history_id ON exam_history (id, since);
CREATE INDEX exam_area ON exam (area, id) WHERE voided = '' AND merged = 0;
CREATE UNIQUE INDEX exam_key1 ON exam (year, level) WHERE voided = '' AND merged = 0 AND year <> 0 AND level <> '';

CREATE TABLE candidate (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	person BIGINT NOT NULL,
	exam BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	results TEXT NOT NULL,
	qualified BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE candidate_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	person BIGINT NOT NULL,
	exam BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	results TEXT NOT NULL,
	qualified BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX candidate_history_id ON candidate_history (id, since);
CREATE INDEX candidate_area ON candidate (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX candidate_state ON candidate (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX candidate_recent ON candidate (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX candidate_phone_eq ON candidate (phone_eq) WHERE phone_eq <> '';
CREATE INDEX candidate_phone_last4 ON candidate (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX candidate_person ON candidate (person, id);
CREATE INDEX candidate_exam ON candidate (exam, id);
CREATE INDEX candidate_unit ON candidate (unit, id);
CREATE UNIQUE INDEX candidate_key1 ON candidate (exam, person) WHERE voided = '' AND merged = 0 AND exam <> 0 AND person <> 0;

CREATE TABLE certificate (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	person BIGINT NOT NULL,
	worker BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	level TEXT NOT NULL,
	number TEXT NOT NULL,
	issued_on TEXT NOT NULL,
	registered_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE certificate_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	person BIGINT NOT NULL,
	worker BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	level TEXT NOT NULL,
	number TEXT NOT NULL,
	issued_on TEXT NOT NULL,
	registered_on TEXT NOT NULL,
	last_day TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX certificate_history_id ON certificate_history (id, since);
CREATE INDEX certificate_area ON certificate (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX certificate_state ON certificate (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX certificate_recent ON certificate (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX certificate_begun ON certificate (state, issued_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX certificate_phone_eq ON certificate (phone_eq) WHERE phone_eq <> '';
CREATE INDEX certificate_phone_last4 ON certificate (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX certificate_person ON certificate (person, id);
CREATE INDEX certificate_worker ON certificate (worker, id);
CREATE INDEX certificate_unit ON certificate (unit, id);
CREATE UNIQUE INDEX certificate_key1 ON certificate (level, number) WHERE voided = '' AND merged = 0 AND level <> '' AND number <> '';
CREATE UNIQUE INDEX certificate_key2 ON certificate (level, person) WHERE voided = '' AND merged = 0 AND level <> '' AND person <> 0;

CREATE TABLE credit (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	certificate BIGINT NOT NULL,
	worker BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	length BIGINT NOT NULL,
	source TEXT NOT NULL,
	training BIGINT NOT NULL
);
CREATE TABLE credit_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	certificate BIGINT NOT NULL,
	worker BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	length BIGINT NOT NULL,
	source TEXT NOT NULL,
	training BIGINT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX credit_history_id ON credit_history (id, since);
CREATE INDEX credit_area ON credit (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX credit_certificate ON credit (certificate, id);
CREATE INDEX credit_worker ON credit (worker, id);
CREATE INDEX credit_training ON credit (training, id);

CREATE TABLE meeting (
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
	place TEXT NOT NULL,
	host TEXT NOT NULL,
	needs TEXT NOT NULL,
	agenda TEXT NOT NULL,
	present TEXT NOT NULL,
	minutes TEXT NOT NULL,
	file TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE meeting_history (
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
	place TEXT NOT NULL,
	host TEXT NOT NULL,
	needs TEXT NOT NULL,
	agenda TEXT NOT NULL,
	present TEXT NOT NULL,
	minutes TEXT NOT NULL,
	file TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX meeting_history_id ON meeting_history (id, since);
CREATE INDEX meeting_area ON meeting (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX meeting_state ON meeting (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX meeting_recent ON meeting (state, id) WHERE voided = '' AND merged = 0;

CREATE TABLE resolution (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	meeting BIGINT NOT NULL,
	what TEXT NOT NULL,
	owner TEXT NOT NULL,
	org BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	due_on TEXT NOT NULL,
	done_on TEXT NOT NULL,
	result TEXT NOT NULL,
	told TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE resolution_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	meeting BIGINT NOT NULL,
	what TEXT NOT NULL,
	owner TEXT NOT NULL,
	org BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	due_on TEXT NOT NULL,
	done_on TEXT NOT NULL,
	result TEXT NOT NULL,
	told TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX resolution_history_id ON resolution_history (id, since);
CREATE INDEX resolution_area ON resolution (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX resolution_state ON resolution (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX resolution_recent ON resolution (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX resolution_meeting ON resolution (meeting, id);
CREATE INDEX resolution_org ON resolution (org, id);
CREATE INDEX resolution_unit ON resolution (unit, id);

CREATE TABLE topic (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	figure TEXT NOT NULL,
	name TEXT NOT NULL,
	training BIGINT NOT NULL,
	training_kind TEXT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	round_to BIGINT NOT NULL,
	word TEXT NOT NULL
);
CREATE TABLE topic_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	figure TEXT NOT NULL,
	name TEXT NOT NULL,
	training BIGINT NOT NULL,
	training_kind TEXT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	round_to BIGINT NOT NULL,
	word TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX topic_history_id ON topic_history (id, since);
CREATE INDEX topic_area ON topic (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX topic_training ON topic (training, id);
CREATE UNIQUE INDEX topic_key1 ON topic (figure, name) WHERE voided = '' AND merged = 0 AND figure <> '' AND name <> '';

ALTER TABLE social_org ADD COLUMN nature TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN fund_source TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN business_scope TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN activity_area TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN premises TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN certificate TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN certificate_from TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN certificate_last TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN charter_on TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN website TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN mail TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN differs TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN alike TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org ADD COLUMN part_time BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org ADD COLUMN directors BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org ADD COLUMN overseers BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org ADD COLUMN individual_members BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org ADD COLUMN unit_members BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org ADD COLUMN party_body BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org_history ADD COLUMN nature TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN fund_source TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN business_scope TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN activity_area TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN premises TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN certificate TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN certificate_from TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN certificate_last TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN charter_on TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN website TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN mail TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN differs TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN alike TEXT NOT NULL DEFAULT '';
ALTER TABLE social_org_history ADD COLUMN part_time BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org_history ADD COLUMN directors BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org_history ADD COLUMN overseers BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org_history ADD COLUMN individual_members BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org_history ADD COLUMN unit_members BIGINT NOT NULL DEFAULT 0;
ALTER TABLE social_org_history ADD COLUMN party_body BIGINT NOT NULL DEFAULT 0;
ALTER TABLE member_survey ADD COLUMN put_off_to TEXT NOT NULL DEFAULT '';
ALTER TABLE member_survey ADD COLUMN approver TEXT NOT NULL DEFAULT '';
ALTER TABLE member_survey_history ADD COLUMN put_off_to TEXT NOT NULL DEFAULT '';
ALTER TABLE member_survey_history ADD COLUMN approver TEXT NOT NULL DEFAULT '';
ALTER TABLE party_org ADD COLUMN deputy TEXT NOT NULL DEFAULT '';
ALTER TABLE party_org ADD COLUMN committee TEXT NOT NULL DEFAULT '';
ALTER TABLE party_org ADD COLUMN joined_to BIGINT NOT NULL DEFAULT 0;
ALTER TABLE party_org ADD COLUMN ended_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE party_org_history ADD COLUMN deputy TEXT NOT NULL DEFAULT '';
ALTER TABLE party_org_history ADD COLUMN committee TEXT NOT NULL DEFAULT '';
ALTER TABLE party_org_history ADD COLUMN joined_to BIGINT NOT NULL DEFAULT 0;
ALTER TABLE party_org_history ADD COLUMN ended_by BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX social_org_key3 ON social_org (alike) WHERE voided = '' AND merged = 0 AND alike <> '';
CREATE INDEX party_org_joined_to ON party_org (joined_to, id);
CREATE INDEX party_org_ended_by ON party_org (ended_by, id);
CREATE INDEX social_org_party_body ON social_org (party_body, id);
