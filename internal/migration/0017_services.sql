-- What the report's third chapter speaks of: stations, casework, purchases,
-- volunteers, giving.

CREATE TABLE feedback_round (
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
	quarter BIGINT NOT NULL,
	units BIGINT NOT NULL,
	sent_on TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE feedback_round_history (
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
	quarter BIGINT NOT NULL,
	units BIGINT NOT NULL,
	sent_on TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX feedback_round_history_id ON feedback_round_history (id, since);
CREATE INDEX feedback_round_area ON feedback_round (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX feedback_round_state ON feedback_round (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX feedback_round_recent ON feedback_round (state, id) WHERE voided = '' AND merged = 0;
CREATE UNIQUE INDEX feedback_round_key1 ON feedback_round (year, quarter) WHERE voided = '' AND merged = 0 AND year <> 0 AND quarter <> 0;

CREATE TABLE resource_hold (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	resource BIGINT NOT NULL,
	from_time BIGINT NOT NULL,
	to_time BIGINT NOT NULL,
	takes BIGINT NOT NULL,
	need BIGINT NOT NULL,
	project BIGINT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE resource_hold_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	resource BIGINT NOT NULL,
	from_time BIGINT NOT NULL,
	to_time BIGINT NOT NULL,
	takes BIGINT NOT NULL,
	need BIGINT NOT NULL,
	project BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX resource_hold_history_id ON resource_hold_history (id, since);
CREATE INDEX resource_hold_area ON resource_hold (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX resource_hold_state ON resource_hold (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX resource_hold_recent ON resource_hold (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX resource_hold_resource ON resource_hold (resource, id);
CREATE INDEX resource_hold_need ON resource_hold (need, id);
CREATE INDEX resource_hold_project ON resource_hold (project, id);

CREATE TABLE serving (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	item TEXT NOT NULL,
	times BIGINT NOT NULL,
	note TEXT NOT NULL
);
CREATE TABLE serving_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	item TEXT NOT NULL,
	times BIGINT NOT NULL,
	note TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX serving_history_id ON serving_history (id, since);
CREATE INDEX serving_area ON serving (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX serving_activity ON serving (activity, id);
CREATE UNIQUE INDEX serving_key1 ON serving (activity, item) WHERE voided = '' AND merged = 0 AND activity <> 0 AND item <> '';

CREATE TABLE station (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	level TEXT NOT NULL,
	centre BIGINT NOT NULL,
	operator BIGINT NOT NULL,
	guide BIGINT NOT NULL,
	service_fields TEXT NOT NULL,
	opened_on TEXT NOT NULL,
	hours TEXT NOT NULL,
	phone TEXT NOT NULL,
	address TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE station_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	level TEXT NOT NULL,
	centre BIGINT NOT NULL,
	operator BIGINT NOT NULL,
	guide BIGINT NOT NULL,
	service_fields TEXT NOT NULL,
	opened_on TEXT NOT NULL,
	hours TEXT NOT NULL,
	phone TEXT NOT NULL,
	address TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX station_history_id ON station_history (id, since);
CREATE INDEX station_area ON station (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX station_state ON station (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX station_recent ON station (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX station_begun ON station (state, opened_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX station_centre ON station (centre, id);
CREATE INDEX station_operator ON station (operator, id);
CREATE INDEX station_guide ON station (guide, id);
CREATE UNIQUE INDEX station_key1 ON station (name) WHERE voided = '' AND merged = 0 AND name <> '';

CREATE TABLE station_post (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	station BIGINT NOT NULL,
	kind TEXT NOT NULL,
	worker BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	duties TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE station_post_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	station BIGINT NOT NULL,
	kind TEXT NOT NULL,
	worker BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	duties TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX station_post_history_id ON station_post_history (id, since);
CREATE INDEX station_post_area ON station_post (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX station_post_state ON station_post (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX station_post_recent ON station_post (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX station_post_begun ON station_post (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX station_post_station ON station_post (station, id);
CREATE INDEX station_post_worker ON station_post (worker, id);
CREATE UNIQUE INDEX station_post_key1 ON station_post (station, worker) WHERE voided = '' AND merged = 0 AND station <> 0 AND worker <> 0 AND until_day = '';

CREATE TABLE station_duty (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	station BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	worker BIGINT NOT NULL,
	hours TEXT NOT NULL,
	note TEXT NOT NULL
);
CREATE TABLE station_duty_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	station BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	worker BIGINT NOT NULL,
	hours TEXT NOT NULL,
	note TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX station_duty_history_id ON station_duty_history (id, since);
CREATE INDEX station_duty_area ON station_duty (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX station_duty_station ON station_duty (station, id);
CREATE INDEX station_duty_worker ON station_duty (worker, id);
CREATE UNIQUE INDEX station_duty_key1 ON station_duty (station, on_day, worker) WHERE voided = '' AND merged = 0 AND station <> 0 AND on_day <> '' AND worker <> 0;

CREATE TABLE message (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	need BIGINT NOT NULL,
	says TEXT NOT NULL,
	phone TEXT NOT NULL,
	asked_on TEXT NOT NULL,
	from_day TEXT NOT NULL,
	sent_on TEXT NOT NULL,
	tries BIGINT NOT NULL,
	fate TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE message_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	need BIGINT NOT NULL,
	says TEXT NOT NULL,
	phone TEXT NOT NULL,
	asked_on TEXT NOT NULL,
	from_day TEXT NOT NULL,
	sent_on TEXT NOT NULL,
	tries BIGINT NOT NULL,
	fate TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX message_history_id ON message_history (id, since);
CREATE INDEX message_area ON message (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX message_state ON message (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX message_recent ON message (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX message_need ON message (need, id);
CREATE INDEX message_phone_eq ON message (phone_eq) WHERE phone_eq <> '';
CREATE INDEX message_phone_last4 ON message (phone_last4) WHERE phone_last4 <> '';

CREATE TABLE message_refusal (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	phone TEXT NOT NULL,
	refused_on TEXT NOT NULL,
	told TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL
);
CREATE TABLE message_refusal_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	phone TEXT NOT NULL,
	refused_on TEXT NOT NULL,
	told TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX message_refusal_history_id ON message_refusal_history (id, since);
CREATE INDEX message_refusal_area ON message_refusal (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX message_refusal_phone_eq ON message_refusal (phone_eq) WHERE phone_eq <> '';
CREATE INDEX message_refusal_phone_last4 ON message_refusal (phone_last4) WHERE phone_last4 <> '';
CREATE UNIQUE INDEX message_refusal_key1 ON message_refusal (phone_eq) WHERE voided = '' AND merged = 0 AND phone_eq <> '';

CREATE TABLE social_case (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	alias TEXT NOT NULL,
	kind TEXT NOT NULL,
	field TEXT NOT NULL,
	worker BIGINT NOT NULL,
	supervisor BIGINT NOT NULL,
	station BIGINT NOT NULL,
	need BIGINT NOT NULL,
	source TEXT NOT NULL,
	opened_on TEXT NOT NULL,
	client TEXT NOT NULL,
	phone TEXT NOT NULL,
	birth TEXT NOT NULL,
	address TEXT NOT NULL,
	guardian TEXT NOT NULL,
	guardian_phone TEXT NOT NULL,
	consent_on TEXT NOT NULL,
	guardian_consent_on TEXT NOT NULL,
	urgent_reason TEXT NOT NULL,
	background TEXT NOT NULL,
	assessment TEXT NOT NULL,
	goals TEXT NOT NULL,
	result TEXT NOT NULL,
	closing TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	guardian_phone_eq TEXT NOT NULL,
	guardian_phone_last4 TEXT NOT NULL
);
CREATE TABLE social_case_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	alias TEXT NOT NULL,
	kind TEXT NOT NULL,
	field TEXT NOT NULL,
	worker BIGINT NOT NULL,
	supervisor BIGINT NOT NULL,
	station BIGINT NOT NULL,
	need BIGINT NOT NULL,
	source TEXT NOT NULL,
	opened_on TEXT NOT NULL,
	client TEXT NOT NULL,
	phone TEXT NOT NULL,
	birth TEXT NOT NULL,
	address TEXT NOT NULL,
	guardian TEXT NOT NULL,
	guardian_phone TEXT NOT NULL,
	consent_on TEXT NOT NULL,
	guardian_consent_on TEXT NOT NULL,
	urgent_reason TEXT NOT NULL,
	background TEXT NOT NULL,
	assessment TEXT NOT NULL,
	goals TEXT NOT NULL,
	result TEXT NOT NULL,
	closing TEXT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	guardian_phone_eq TEXT NOT NULL,
	guardian_phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX social_case_history_id ON social_case_history (id, since);
CREATE INDEX social_case_area ON social_case (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_case_state ON social_case (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_case_recent ON social_case (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_case_begun ON social_case (state, opened_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX social_case_worker ON social_case (worker, id);
CREATE INDEX social_case_supervisor ON social_case (supervisor, id);
CREATE INDEX social_case_station ON social_case (station, id);
CREATE INDEX social_case_need ON social_case (need, id);
CREATE INDEX social_case_phone_eq ON social_case (phone_eq) WHERE phone_eq <> '';
CREATE INDEX social_case_phone_last4 ON social_case (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX social_case_guardian_phone_eq ON social_case (guardian_phone_eq) WHERE guardian_phone_eq <> '';
CREATE INDEX social_case_guardian_phone_last4 ON social_case (guardian_phone_last4) WHERE guardian_phone_last4 <> '';

CREATE TABLE case_note (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	social_case BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	way TEXT NOT NULL,
	length BIGINT NOT NULL,
	what TEXT NOT NULL,
	next TEXT NOT NULL,
	next_on TEXT NOT NULL
);
CREATE TABLE case_note_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	social_case BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	way TEXT NOT NULL,
	length BIGINT NOT NULL,
	what TEXT NOT NULL,
	next TEXT NOT NULL,
	next_on TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX case_note_history_id ON case_note_history (id, since);
CREATE INDEX case_note_area ON case_note (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX case_note_social_case ON case_note (social_case, id);

CREATE TABLE case_referral (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	to_whom TEXT NOT NULL,
	social_case BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	agreed_on TEXT NOT NULL,
	told TEXT NOT NULL,
	why TEXT NOT NULL,
	outcome TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE case_referral_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	to_whom TEXT NOT NULL,
	social_case BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	agreed_on TEXT NOT NULL,
	told TEXT NOT NULL,
	why TEXT NOT NULL,
	outcome TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX case_referral_history_id ON case_referral_history (id, since);
CREATE INDEX case_referral_area ON case_referral (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX case_referral_state ON case_referral (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX case_referral_recent ON case_referral (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX case_referral_begun ON case_referral (state, on_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX case_referral_org ON case_referral (org, id);
CREATE INDEX case_referral_social_case ON case_referral (social_case, id);

CREATE TABLE social_group (
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
	field TEXT NOT NULL,
	worker BIGINT NOT NULL,
	supervisor BIGINT NOT NULL,
	station BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	planned BIGINT NOT NULL,
	minors BIGINT NOT NULL,
	goal TEXT NOT NULL,
	members TEXT NOT NULL,
	result TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE social_group_history (
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
	field TEXT NOT NULL,
	worker BIGINT NOT NULL,
	supervisor BIGINT NOT NULL,
	station BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	planned BIGINT NOT NULL,
	minors BIGINT NOT NULL,
	goal TEXT NOT NULL,
	members TEXT NOT NULL,
	result TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX social_group_history_id ON social_group_history (id, since);
CREATE INDEX social_group_area ON social_group (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_group_state ON social_group (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_group_recent ON social_group (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX social_group_begun ON social_group (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX social_group_worker ON social_group (worker, id);
CREATE INDEX social_group_supervisor ON social_group (supervisor, id);
CREATE INDEX social_group_station ON social_group (station, id);

CREATE TABLE group_session (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	topic TEXT NOT NULL,
	social_group BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	length BIGINT NOT NULL,
	came BIGINT NOT NULL,
	what TEXT NOT NULL,
	next TEXT NOT NULL
);
CREATE TABLE group_session_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	topic TEXT NOT NULL,
	social_group BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	length BIGINT NOT NULL,
	came BIGINT NOT NULL,
	what TEXT NOT NULL,
	next TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX group_session_history_id ON group_session_history (id, since);
CREATE INDEX group_session_area ON group_session (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX group_session_social_group ON group_session (social_group, id);

CREATE TABLE supervision (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	topic TEXT NOT NULL,
	worker BIGINT NOT NULL,
	supervisor BIGINT NOT NULL,
	social_case BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	length BIGINT NOT NULL,
	advice TEXT NOT NULL
);
CREATE TABLE supervision_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	topic TEXT NOT NULL,
	worker BIGINT NOT NULL,
	supervisor BIGINT NOT NULL,
	social_case BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	length BIGINT NOT NULL,
	advice TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX supervision_history_id ON supervision_history (id, since);
CREATE INDEX supervision_area ON supervision (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX supervision_worker ON supervision (worker, id);
CREATE INDEX supervision_supervisor ON supervision (supervisor, id);
CREATE INDEX supervision_social_case ON supervision (social_case, id);

CREATE TABLE record_check (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	worker BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	checked_by BIGINT NOT NULL,
	clear BIGINT NOT NULL,
	number TEXT NOT NULL
);
CREATE TABLE record_check_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	worker BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	checked_by BIGINT NOT NULL,
	clear BIGINT NOT NULL,
	number TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX record_check_history_id ON record_check_history (id, since);
CREATE INDEX record_check_area ON record_check (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX record_check_worker ON record_check (worker, id);
CREATE INDEX record_check_checked_by ON record_check (checked_by, id);

CREATE TABLE catalogue_item (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	code TEXT NOT NULL,
	field TEXT NOT NULL,
	basis BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL
);
CREATE TABLE catalogue_item_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	code TEXT NOT NULL,
	field TEXT NOT NULL,
	basis BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX catalogue_item_history_id ON catalogue_item_history (id, since);
CREATE INDEX catalogue_item_area ON catalogue_item (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX catalogue_item_basis ON catalogue_item (basis, id);
CREATE UNIQUE INDEX catalogue_item_key1 ON catalogue_item (code) WHERE voided = '' AND merged = 0 AND code <> '';

CREATE TABLE budget_line (
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
	fund TEXT NOT NULL,
	amount BIGINT NOT NULL,
	basis BIGINT NOT NULL
);
CREATE TABLE budget_line_history (
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
	fund TEXT NOT NULL,
	amount BIGINT NOT NULL,
	basis BIGINT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX budget_line_history_id ON budget_line_history (id, since);
CREATE INDEX budget_line_area ON budget_line (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX budget_line_basis ON budget_line (basis, id);
CREATE UNIQUE INDEX budget_line_key1 ON budget_line (year, title) WHERE voided = '' AND merged = 0 AND year <> 0 AND title <> '';

CREATE TABLE purchase (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	item BIGINT NOT NULL,
	line BIGINT NOT NULL,
	buyer BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	method TEXT NOT NULL,
	method_reason TEXT NOT NULL,
	document BIGINT NOT NULL,
	noticed_on TEXT NOT NULL,
	bids TEXT NOT NULL,
	org BIGINT NOT NULL,
	price BIGINT NOT NULL,
	shown_from TEXT NOT NULL,
	shown_last TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE purchase_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	item BIGINT NOT NULL,
	line BIGINT NOT NULL,
	buyer BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	method TEXT NOT NULL,
	method_reason TEXT NOT NULL,
	document BIGINT NOT NULL,
	noticed_on TEXT NOT NULL,
	bids TEXT NOT NULL,
	org BIGINT NOT NULL,
	price BIGINT NOT NULL,
	shown_from TEXT NOT NULL,
	shown_last TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX purchase_history_id ON purchase_history (id, since);
CREATE INDEX purchase_area ON purchase (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX purchase_state ON purchase (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX purchase_recent ON purchase (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX purchase_item ON purchase (item, id);
CREATE INDEX purchase_line ON purchase (line, id);
CREATE INDEX purchase_buyer ON purchase (buyer, id);
CREATE INDEX purchase_document ON purchase (document, id);
CREATE INDEX purchase_org ON purchase (org, id);

CREATE TABLE contract (
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
	purchase BIGINT NOT NULL,
	line BIGINT NOT NULL,
	buyer BIGINT NOT NULL,
	org BIGINT NOT NULL,
	agency BIGINT NOT NULL,
	project BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	paid BIGINT NOT NULL,
	signed_on TEXT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	deliverables TEXT NOT NULL,
	file TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE contract_history (
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
	purchase BIGINT NOT NULL,
	line BIGINT NOT NULL,
	buyer BIGINT NOT NULL,
	org BIGINT NOT NULL,
	agency BIGINT NOT NULL,
	project BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	paid BIGINT NOT NULL,
	signed_on TEXT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	deliverables TEXT NOT NULL,
	file TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX contract_history_id ON contract_history (id, since);
CREATE INDEX contract_area ON contract (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX contract_state ON contract (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX contract_recent ON contract (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX contract_begun ON contract (state, signed_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX contract_purchase ON contract (purchase, id);
CREATE INDEX contract_line ON contract (line, id);
CREATE INDEX contract_buyer ON contract (buyer, id);
CREATE INDEX contract_org ON contract (org, id);
CREATE INDEX contract_agency ON contract (agency, id);
CREATE INDEX contract_project ON contract (project, id);
CREATE UNIQUE INDEX contract_key1 ON contract (number) WHERE voided = '' AND merged = 0 AND number <> '';
CREATE UNIQUE INDEX contract_key2 ON contract (purchase) WHERE voided = '' AND merged = 0 AND purchase <> 0;

CREATE TABLE milestone (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	contract BIGINT NOT NULL,
	org BIGINT NOT NULL,
	agency BIGINT NOT NULL,
	order_number BIGINT NOT NULL,
	share BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	due_on TEXT NOT NULL,
	clause TEXT NOT NULL,
	criteria TEXT NOT NULL,
	evidence TEXT NOT NULL,
	file TEXT NOT NULL,
	accepted_on TEXT NOT NULL,
	finding TEXT NOT NULL,
	paid_on TEXT NOT NULL,
	voucher TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE milestone_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	title TEXT NOT NULL,
	contract BIGINT NOT NULL,
	org BIGINT NOT NULL,
	agency BIGINT NOT NULL,
	order_number BIGINT NOT NULL,
	share BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	due_on TEXT NOT NULL,
	clause TEXT NOT NULL,
	criteria TEXT NOT NULL,
	evidence TEXT NOT NULL,
	file TEXT NOT NULL,
	accepted_on TEXT NOT NULL,
	finding TEXT NOT NULL,
	paid_on TEXT NOT NULL,
	voucher TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX milestone_history_id ON milestone_history (id, since);
CREATE INDEX milestone_area ON milestone (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX milestone_state ON milestone (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX milestone_recent ON milestone (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX milestone_contract ON milestone (contract, id);
CREATE INDEX milestone_org ON milestone (org, id);
CREATE INDEX milestone_agency ON milestone (agency, id);
CREATE UNIQUE INDEX milestone_key1 ON milestone (contract, order_number) WHERE voided = '' AND merged = 0 AND contract <> 0 AND order_number <> 0;
CREATE UNIQUE INDEX milestone_key2 ON milestone (voucher) WHERE voided = '' AND merged = 0 AND voucher <> '';

CREATE TABLE evaluation (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	contract BIGINT NOT NULL,
	org BIGINT NOT NULL,
	kind TEXT NOT NULL,
	agency BIGINT NOT NULL,
	team TEXT NOT NULL,
	on_day TEXT NOT NULL,
	lines TEXT NOT NULL,
	score BIGINT NOT NULL,
	grade TEXT NOT NULL,
	defects TEXT NOT NULL,
	mend_due TEXT NOT NULL,
	mended TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE evaluation_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	contract BIGINT NOT NULL,
	org BIGINT NOT NULL,
	kind TEXT NOT NULL,
	agency BIGINT NOT NULL,
	team TEXT NOT NULL,
	on_day TEXT NOT NULL,
	lines TEXT NOT NULL,
	score BIGINT NOT NULL,
	grade TEXT NOT NULL,
	defects TEXT NOT NULL,
	mend_due TEXT NOT NULL,
	mended TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX evaluation_history_id ON evaluation_history (id, since);
CREATE INDEX evaluation_area ON evaluation (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX evaluation_state ON evaluation (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX evaluation_recent ON evaluation (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX evaluation_contract ON evaluation (contract, id);
CREATE INDEX evaluation_org ON evaluation (org, id);
CREATE INDEX evaluation_agency ON evaluation (agency, id);

CREATE TABLE tie (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	person BIGINT NOT NULL,
	org BIGINT NOT NULL,
	what TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL
);
CREATE TABLE tie_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	name TEXT NOT NULL,
	person BIGINT NOT NULL,
	org BIGINT NOT NULL,
	what TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX tie_history_id ON tie_history (id, since);
CREATE INDEX tie_area ON tie (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX tie_person ON tie (person, id);
CREATE INDEX tie_org ON tie (org, id);

CREATE TABLE provider_flag (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	contract BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	why TEXT NOT NULL,
	appeal TEXT NOT NULL,
	answer TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE provider_flag_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	contract BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	why TEXT NOT NULL,
	appeal TEXT NOT NULL,
	answer TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX provider_flag_history_id ON provider_flag_history (id, since);
CREATE INDEX provider_flag_area ON provider_flag (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX provider_flag_state ON provider_flag (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX provider_flag_recent ON provider_flag (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX provider_flag_begun ON provider_flag (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX provider_flag_org ON provider_flag (org, id);
CREATE INDEX provider_flag_contract ON provider_flag (contract, id);

CREATE TABLE volunteer (
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
	national_number TEXT NOT NULL,
	birth TEXT NOT NULL,
	skills TEXT NOT NULL,
	kinds TEXT NOT NULL,
	suits TEXT NOT NULL,
	registered_on TEXT NOT NULL,
	via TEXT NOT NULL,
	consent_on TEXT NOT NULL,
	guardian TEXT NOT NULL,
	guardian_phone TEXT NOT NULL,
	guardian_consent_on TEXT NOT NULL,
	may_show BIGINT NOT NULL,
	synced BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	guardian_phone_eq TEXT NOT NULL,
	guardian_phone_last4 TEXT NOT NULL
);
CREATE TABLE volunteer_history (
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
	national_number TEXT NOT NULL,
	birth TEXT NOT NULL,
	skills TEXT NOT NULL,
	kinds TEXT NOT NULL,
	suits TEXT NOT NULL,
	registered_on TEXT NOT NULL,
	via TEXT NOT NULL,
	consent_on TEXT NOT NULL,
	guardian TEXT NOT NULL,
	guardian_phone TEXT NOT NULL,
	guardian_consent_on TEXT NOT NULL,
	may_show BIGINT NOT NULL,
	synced BIGINT NOT NULL,
	state TEXT NOT NULL,
	phone_eq TEXT NOT NULL,
	phone_last4 TEXT NOT NULL,
	guardian_phone_eq TEXT NOT NULL,
	guardian_phone_last4 TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX volunteer_history_id ON volunteer_history (id, since);
CREATE INDEX volunteer_area ON volunteer (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX volunteer_state ON volunteer (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX volunteer_recent ON volunteer (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX volunteer_begun ON volunteer (state, registered_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX volunteer_phone_eq ON volunteer (phone_eq) WHERE phone_eq <> '';
CREATE INDEX volunteer_phone_last4 ON volunteer (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX volunteer_person ON volunteer (person, id);
CREATE INDEX volunteer_guardian_phone_eq ON volunteer (guardian_phone_eq) WHERE guardian_phone_eq <> '';
CREATE INDEX volunteer_guardian_phone_last4 ON volunteer (guardian_phone_last4) WHERE guardian_phone_last4 <> '';
CREATE UNIQUE INDEX volunteer_key1 ON volunteer (person) WHERE voided = '' AND merged = 0 AND person <> 0;
CREATE UNIQUE INDEX volunteer_key2 ON volunteer (national_number) WHERE voided = '' AND merged = 0 AND national_number <> '';

CREATE TABLE volunteer_team (
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
	org BIGINT NOT NULL,
	station BIGINT NOT NULL,
	worker BIGINT NOT NULL,
	leader BIGINT NOT NULL,
	members TEXT NOT NULL,
	founded_on TEXT NOT NULL,
	does TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE volunteer_team_history (
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
	org BIGINT NOT NULL,
	station BIGINT NOT NULL,
	worker BIGINT NOT NULL,
	leader BIGINT NOT NULL,
	members TEXT NOT NULL,
	founded_on TEXT NOT NULL,
	does TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX volunteer_team_history_id ON volunteer_team_history (id, since);
CREATE INDEX volunteer_team_area ON volunteer_team (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX volunteer_team_state ON volunteer_team (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX volunteer_team_recent ON volunteer_team (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX volunteer_team_begun ON volunteer_team (state, founded_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX volunteer_team_org ON volunteer_team (org, id);
CREATE INDEX volunteer_team_station ON volunteer_team (station, id);
CREATE INDEX volunteer_team_worker ON volunteer_team (worker, id);
CREATE INDEX volunteer_team_leader ON volunteer_team (leader, id);
CREATE UNIQUE INDEX volunteer_team_key1 ON volunteer_team (name) WHERE voided = '' AND merged = 0 AND name <> '';

CREATE TABLE shift (
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
	from_time BIGINT NOT NULL,
	to_time BIGINT NOT NULL,
	place TEXT NOT NULL,
	wanted BIGINT NOT NULL,
	team BIGINT NOT NULL,
	org BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	skills TEXT NOT NULL,
	risky BIGINT NOT NULL,
	insured BIGINT NOT NULL,
	contact TEXT NOT NULL,
	phone TEXT NOT NULL,
	code TEXT NOT NULL,
	late_reason TEXT NOT NULL,
	state TEXT NOT NULL,
	code_eq TEXT NOT NULL
);
CREATE TABLE shift_history (
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
	from_time BIGINT NOT NULL,
	to_time BIGINT NOT NULL,
	place TEXT NOT NULL,
	wanted BIGINT NOT NULL,
	team BIGINT NOT NULL,
	org BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	skills TEXT NOT NULL,
	risky BIGINT NOT NULL,
	insured BIGINT NOT NULL,
	contact TEXT NOT NULL,
	phone TEXT NOT NULL,
	code TEXT NOT NULL,
	late_reason TEXT NOT NULL,
	state TEXT NOT NULL,
	code_eq TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX shift_history_id ON shift_history (id, since);
CREATE INDEX shift_area ON shift (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX shift_state ON shift (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX shift_recent ON shift (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX shift_team ON shift (team, id);
CREATE INDEX shift_org ON shift (org, id);
CREATE INDEX shift_activity ON shift (activity, id);
CREATE INDEX shift_code_eq ON shift (code_eq) WHERE code_eq <> '';

CREATE TABLE sign_up (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	shift BIGINT NOT NULL,
	volunteer BIGINT NOT NULL,
	org BIGINT NOT NULL,
	wish BIGINT NOT NULL,
	arrival_code TEXT NOT NULL,
	wrong_codes BIGINT NOT NULL,
	by_code BIGINT NOT NULL,
	came_at BIGINT NOT NULL,
	waits_since BIGINT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE sign_up_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	shift BIGINT NOT NULL,
	volunteer BIGINT NOT NULL,
	org BIGINT NOT NULL,
	wish BIGINT NOT NULL,
	arrival_code TEXT NOT NULL,
	wrong_codes BIGINT NOT NULL,
	by_code BIGINT NOT NULL,
	came_at BIGINT NOT NULL,
	waits_since BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX sign_up_history_id ON sign_up_history (id, since);
CREATE INDEX sign_up_area ON sign_up (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX sign_up_state ON sign_up (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX sign_up_recent ON sign_up (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX sign_up_shift ON sign_up (shift, id);
CREATE INDEX sign_up_volunteer ON sign_up (volunteer, id);
CREATE INDEX sign_up_org ON sign_up (org, id);
CREATE INDEX sign_up_wish ON sign_up (wish, id);
CREATE UNIQUE INDEX sign_up_key1 ON sign_up (shift, volunteer) WHERE voided = '' AND merged = 0 AND shift <> 0 AND volunteer <> 0;

CREATE TABLE stint (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	what TEXT NOT NULL,
	volunteer BIGINT NOT NULL,
	kind TEXT NOT NULL,
	on_day TEXT NOT NULL,
	from_time BIGINT NOT NULL,
	to_time BIGINT NOT NULL,
	shift BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	org BIGINT NOT NULL,
	method TEXT NOT NULL,
	overlapping BIGINT NOT NULL,
	late BIGINT NOT NULL,
	late_reason TEXT NOT NULL,
	doubt TEXT NOT NULL,
	quality TEXT NOT NULL,
	synced BIGINT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE stint_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	what TEXT NOT NULL,
	volunteer BIGINT NOT NULL,
	kind TEXT NOT NULL,
	on_day TEXT NOT NULL,
	from_time BIGINT NOT NULL,
	to_time BIGINT NOT NULL,
	shift BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	org BIGINT NOT NULL,
	method TEXT NOT NULL,
	overlapping BIGINT NOT NULL,
	late BIGINT NOT NULL,
	late_reason TEXT NOT NULL,
	doubt TEXT NOT NULL,
	quality TEXT NOT NULL,
	synced BIGINT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX stint_history_id ON stint_history (id, since);
CREATE INDEX stint_area ON stint (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX stint_state ON stint (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX stint_recent ON stint (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX stint_volunteer ON stint (volunteer, id);
CREATE INDEX stint_shift ON stint (shift, id);
CREATE INDEX stint_activity ON stint (activity, id);
CREATE INDEX stint_org ON stint (org, id);
CREATE UNIQUE INDEX stint_key1 ON stint (shift, volunteer) WHERE voided = '' AND merged = 0 AND shift <> 0 AND volunteer <> 0;

CREATE TABLE service_proof (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	volunteer BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	org BIGINT NOT NULL,
	issuer TEXT NOT NULL,
	issued_on TEXT NOT NULL,
	minutes BIGINT NOT NULL,
	times BIGINT NOT NULL,
	content TEXT NOT NULL,
	check_code TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE service_proof_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	volunteer BIGINT NOT NULL,
	from_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	org BIGINT NOT NULL,
	issuer TEXT NOT NULL,
	issued_on TEXT NOT NULL,
	minutes BIGINT NOT NULL,
	times BIGINT NOT NULL,
	content TEXT NOT NULL,
	check_code TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX service_proof_history_id ON service_proof_history (id, since);
CREATE INDEX service_proof_area ON service_proof (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX service_proof_state ON service_proof (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX service_proof_recent ON service_proof (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX service_proof_volunteer ON service_proof (volunteer, id);
CREATE INDEX service_proof_org ON service_proof (org, id);
CREATE UNIQUE INDEX service_proof_key1 ON service_proof (check_code) WHERE voided = '' AND merged = 0 AND check_code <> '';

CREATE TABLE pairing (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	village TEXT NOT NULL,
	theme TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	projects TEXT NOT NULL,
	result TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE pairing_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	org BIGINT NOT NULL,
	village TEXT NOT NULL,
	theme TEXT NOT NULL,
	from_day TEXT NOT NULL,
	until_day TEXT NOT NULL,
	projects TEXT NOT NULL,
	result TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX pairing_history_id ON pairing_history (id, since);
CREATE INDEX pairing_area ON pairing (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX pairing_state ON pairing (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX pairing_recent ON pairing (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX pairing_begun ON pairing (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX pairing_org ON pairing (org, id);
CREATE UNIQUE INDEX pairing_key1 ON pairing (org, village) WHERE voided = '' AND merged = 0 AND org <> 0 AND village <> '' AND until_day = '';

CREATE TABLE donation (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	donor_kind TEXT NOT NULL,
	org BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	donor TEXT NOT NULL,
	nameless BIGINT NOT NULL,
	given_on TEXT NOT NULL,
	money BIGINT NOT NULL,
	goods TEXT NOT NULL,
	goods_value BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	theme TEXT NOT NULL,
	receiver BIGINT NOT NULL,
	taken_by BIGINT NOT NULL,
	receipt TEXT NOT NULL,
	urgent BIGINT NOT NULL,
	used BIGINT NOT NULL,
	published_on TEXT NOT NULL,
	disclosed_on TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE donation_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	donor_kind TEXT NOT NULL,
	org BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	donor TEXT NOT NULL,
	nameless BIGINT NOT NULL,
	given_on TEXT NOT NULL,
	money BIGINT NOT NULL,
	goods TEXT NOT NULL,
	goods_value BIGINT NOT NULL,
	purpose TEXT NOT NULL,
	theme TEXT NOT NULL,
	receiver BIGINT NOT NULL,
	taken_by BIGINT NOT NULL,
	receipt TEXT NOT NULL,
	urgent BIGINT NOT NULL,
	used BIGINT NOT NULL,
	published_on TEXT NOT NULL,
	disclosed_on TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX donation_history_id ON donation_history (id, since);
CREATE INDEX donation_area ON donation (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX donation_state ON donation (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX donation_recent ON donation (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX donation_begun ON donation (state, given_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX donation_org ON donation (org, id);
CREATE INDEX donation_unit ON donation (unit, id);
CREATE INDEX donation_receiver ON donation (receiver, id);
CREATE INDEX donation_taken_by ON donation (taken_by, id);
CREATE UNIQUE INDEX donation_key1 ON donation (receipt) WHERE voided = '' AND merged = 0 AND receipt <> '';

CREATE TABLE donation_use (
	id BIGINT PRIMARY KEY,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	what TEXT NOT NULL,
	donation BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	amount BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	file TEXT NOT NULL
);
CREATE TABLE donation_use_history (
	id BIGINT NOT NULL,
	area TEXT NOT NULL,
	version BIGINT NOT NULL,
	since BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	voided TEXT NOT NULL,
	merged BIGINT NOT NULL,
	what TEXT NOT NULL,
	donation BIGINT NOT NULL,
	on_day TEXT NOT NULL,
	amount BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	file TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX donation_use_history_id ON donation_use_history (id, since);
CREATE INDEX donation_use_area ON donation_use (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX donation_use_donation ON donation_use (donation, id);
CREATE INDEX donation_use_activity ON donation_use (activity, id);

CREATE TABLE charity_resource (
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
	holder BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	what TEXT NOT NULL,
	from_day TEXT NOT NULL,
	phone TEXT NOT NULL,
	state TEXT NOT NULL
);
CREATE TABLE charity_resource_history (
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
	holder BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	what TEXT NOT NULL,
	from_day TEXT NOT NULL,
	phone TEXT NOT NULL,
	state TEXT NOT NULL,
	until BIGINT NOT NULL
);
CREATE INDEX charity_resource_history_id ON charity_resource_history (id, since);
CREATE INDEX charity_resource_area ON charity_resource (area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX charity_resource_state ON charity_resource (state, area, id) WHERE voided = '' AND merged = 0;
CREATE INDEX charity_resource_recent ON charity_resource (state, id) WHERE voided = '' AND merged = 0;
CREATE INDEX charity_resource_begun ON charity_resource (state, from_day, area) WHERE voided = '' AND merged = 0;
CREATE INDEX charity_resource_holder ON charity_resource (holder, id);

ALTER TABLE activity ADD COLUMN theme TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN items TEXT NOT NULL DEFAULT '';
ALTER TABLE activity_history ADD COLUMN theme TEXT NOT NULL DEFAULT '';
ALTER TABLE activity_history ADD COLUMN items TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN theme TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN outputs TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE project_history ADD COLUMN theme TEXT NOT NULL DEFAULT '';
ALTER TABLE project_history ADD COLUMN outputs TEXT NOT NULL DEFAULT '';
ALTER TABLE project_history ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE topic ADD COLUMN project BIGINT NOT NULL DEFAULT 0;
ALTER TABLE topic ADD COLUMN theme TEXT NOT NULL DEFAULT '';
ALTER TABLE topic ADD COLUMN item TEXT NOT NULL DEFAULT '';
ALTER TABLE topic_history ADD COLUMN project BIGINT NOT NULL DEFAULT 0;
ALTER TABLE topic_history ADD COLUMN theme TEXT NOT NULL DEFAULT '';
ALTER TABLE topic_history ADD COLUMN item TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN helpers TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN workers TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN roll TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN station BIGINT NOT NULL DEFAULT 0;
ALTER TABLE activity_history ADD COLUMN helpers TEXT NOT NULL DEFAULT '';
ALTER TABLE activity_history ADD COLUMN workers TEXT NOT NULL DEFAULT '';
ALTER TABLE activity_history ADD COLUMN roll TEXT NOT NULL DEFAULT '';
ALTER TABLE activity_history ADD COLUMN station BIGINT NOT NULL DEFAULT 0;
ALTER TABLE participation ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE participation ADD COLUMN phone_eq TEXT NOT NULL DEFAULT '';
ALTER TABLE participation ADD COLUMN phone_last4 TEXT NOT NULL DEFAULT '';
ALTER TABLE participation_history ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE participation_history ADD COLUMN phone_eq TEXT NOT NULL DEFAULT '';
ALTER TABLE participation_history ADD COLUMN phone_last4 TEXT NOT NULL DEFAULT '';
CREATE INDEX activity_station ON activity (station, id);
CREATE INDEX participation_phone_eq ON participation (phone_eq) WHERE phone_eq <> '';
CREATE INDEX participation_phone_last4 ON participation (phone_last4) WHERE phone_last4 <> '';
CREATE INDEX topic_project ON topic (project, id);
ALTER TABLE need ADD COLUMN told TEXT NOT NULL DEFAULT '';
ALTER TABLE need ADD COLUMN slip TEXT NOT NULL DEFAULT '';
ALTER TABLE need_history ADD COLUMN told TEXT NOT NULL DEFAULT '';
ALTER TABLE need_history ADD COLUMN slip TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX need_key1 ON need (slip) WHERE voided = '' AND merged = 0 AND slip <> '';
ALTER TABLE match ADD COLUMN project BIGINT NOT NULL DEFAULT 0;
ALTER TABLE match_history ADD COLUMN project BIGINT NOT NULL DEFAULT 0;
CREATE INDEX match_project ON match (project, id);
ALTER TABLE list_edition ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE list_edition ADD COLUMN corrects BIGINT NOT NULL DEFAULT 0;
ALTER TABLE list_edition ADD COLUMN entries TEXT NOT NULL DEFAULT '';
ALTER TABLE list_edition_history ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE list_edition_history ADD COLUMN corrects BIGINT NOT NULL DEFAULT 0;
ALTER TABLE list_edition_history ADD COLUMN entries TEXT NOT NULL DEFAULT '';
CREATE INDEX list_edition_corrects ON list_edition (corrects, id);
ALTER TABLE resolution ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE resolution ADD COLUMN need BIGINT NOT NULL DEFAULT 0;
ALTER TABLE resolution_history ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE resolution_history ADD COLUMN need BIGINT NOT NULL DEFAULT 0;
CREATE INDEX resolution_need ON resolution (need, id);
ALTER TABLE feedback ADD COLUMN batch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feedback_history ADD COLUMN batch BIGINT NOT NULL DEFAULT 0;
CREATE INDEX feedback_batch ON feedback (batch, id);
