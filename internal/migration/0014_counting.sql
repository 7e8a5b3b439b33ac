-- What figures ask of most records, by state and the day it began: counting them
-- anew reads an index and no record.
CREATE INDEX social_org_begun ON social_org (state, registered_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX member_survey_begun ON member_survey (state, surveyed_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX party_org_begun ON party_org (state, founded_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX need_begun ON need (state, raised_on, area, answer) WHERE voided = '' AND merged = 0;
CREATE INDEX activity_begun ON activity (state, held_on, area) WHERE voided = '' AND merged = 0;
CREATE INDEX opinion_begun ON opinion (state, given_on, area) WHERE voided = '' AND merged = 0;
