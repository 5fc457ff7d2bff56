-- Records that are read whole and written one at a time: suspensions, policies, targets, staff absences and their like. The
-- columns are what they are found by; what they say is the document. The nil academy stands for the trust as a whole, so
-- there is no reference to academies.
CREATE TABLE records (
  academy_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_id TEXT,
  natural_key TEXT,
  first_day TEXT,
  last_day TEXT,
  body TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  removed_at TEXT,
  client_id TEXT,
  client_name TEXT,
  staff_id TEXT,
  staff_name TEXT,
  staff_position TEXT,
  PRIMARY KEY (academy_id, id)
) STRICT;
CREATE INDEX records_id ON records (id);
CREATE INDEX records_kind ON records (academy_id, kind, id);
CREATE INDEX records_subject ON records (academy_id, kind, subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX records_day ON records (academy_id, kind, first_day) WHERE first_day IS NOT NULL;
CREATE UNIQUE INDEX records_natural_key ON records (academy_id, kind, natural_key)
  WHERE natural_key IS NOT NULL AND removed_at IS NULL;

-- Every version that a record has had, the present one included; append-only.
CREATE TABLE record_versions (
  academy_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL,
  removed INTEGER NOT NULL,
  at TEXT NOT NULL,
  client_id TEXT,
  client_name TEXT,
  staff_id TEXT,
  staff_name TEXT,
  staff_position TEXT,
  PRIMARY KEY (academy_id, record_id, revision),
  FOREIGN KEY (academy_id, record_id) REFERENCES records (academy_id, id)
) STRICT;
