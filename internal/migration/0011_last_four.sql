-- People tell an identity number by its last four, as they do a telephone: both
-- are found by them, each field under an index of its own. What is there is
-- indexed anew by sanshe migrate, for SQL has no keys.
ALTER TABLE person ADD COLUMN id_number_last4 TEXT NOT NULL DEFAULT '';
ALTER TABLE person_history ADD COLUMN id_number_last4 TEXT NOT NULL DEFAULT '';
CREATE INDEX person_id_number_last4 ON person (id_number_last4) WHERE id_number_last4 <> '';
