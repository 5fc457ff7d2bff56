-- Records that are read whole and written one at a time: suspensions, policies, targets, staff absences and their like. The
-- columns are what they are found by; what they say is the document. The nil academy stands for the trust as a whole, so
-- there is no reference to academies.
CREATE TABLE records (
  academy_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  subject_id uuid,
  natural_key text,
  first_day date,
  last_day date,
  body jsonb NOT NULL,
  revision integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  removed_at timestamptz,
  client_id uuid,
  client_name text,
  staff_id uuid,
  staff_name text,
  staff_position text,
  PRIMARY KEY (academy_id, id)
);
CREATE INDEX records_id ON records (id);
CREATE INDEX records_kind ON records (academy_id, kind, id);
CREATE INDEX records_subject ON records (academy_id, kind, subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX records_day ON records (academy_id, kind, first_day) WHERE first_day IS NOT NULL;
CREATE UNIQUE INDEX records_natural_key ON records (academy_id, kind, natural_key)
  WHERE natural_key IS NOT NULL AND removed_at IS NULL;

-- Every version that a record has had, the present one included; append-only.
CREATE TABLE record_versions (
  academy_id uuid NOT NULL,
  record_id uuid NOT NULL,
  revision integer NOT NULL,
  body jsonb NOT NULL,
  removed boolean NOT NULL,
  at timestamptz NOT NULL,
  client_id uuid,
  client_name text,
  staff_id uuid,
  staff_name text,
  staff_position text,
  PRIMARY KEY (academy_id, record_id, revision),
  FOREIGN KEY (academy_id, record_id) REFERENCES records (academy_id, id)
);
