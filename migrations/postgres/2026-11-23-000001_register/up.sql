-- The roll, the calendar, the registers and what stands around them.
-- academy_id leads every key of an academy's data, so that a distributed PostgreSQL can shard by it.

CREATE TABLE trusts (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE academies (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  urn text,
  la_code text,
  establishment_number text,
  phase text NOT NULL,
  mark_authority text NOT NULL,
  roll_version integer NOT NULL,
  revision integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX academies_urn ON academies (urn);

CREATE TABLE calendars (
  academy_id uuid NOT NULL REFERENCES academies (id),
  academic_year smallint NOT NULL,
  body jsonb NOT NULL,
  revision integer NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (academy_id, academic_year)
);

CREATE TABLE pupils (
  academy_id uuid NOT NULL REFERENCES academies (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  upn text,
  former_upn text,
  surname text NOT NULL,
  forename text NOT NULL,
  legal_surname text,
  legal_forename text,
  other_names text,
  date_of_birth date NOT NULL,
  sex text NOT NULL,
  address text,
  last_school text,
  next_school text,
  mis_id text,
  search_name text NOT NULL,
  revision integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (academy_id, id)
);
CREATE INDEX pupils_id ON pupils (id);
CREATE INDEX pupils_person ON pupils (person_id);
CREATE INDEX pupils_upn_anywhere ON pupils (upn);
CREATE UNIQUE INDEX pupils_upn ON pupils (academy_id, upn);
CREATE UNIQUE INDEX pupils_mis_id ON pupils (academy_id, mis_id);

CREATE TABLE enrolments (
  academy_id uuid NOT NULL,
  id uuid NOT NULL,
  pupil_id uuid NOT NULL,
  kind text NOT NULL,
  starting_day date NOT NULL,
  leaving_day date,
  ground text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (academy_id, id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
);
CREATE INDEX enrolments_pupil ON enrolments (academy_id, pupil_id);

CREATE TABLE characteristics (
  academy_id uuid NOT NULL,
  pupil_id uuid NOT NULL,
  valid_from date NOT NULL,
  year_group smallint,
  free_school_meals boolean,
  pupil_premium boolean,
  sen_status text,
  english_additional_language boolean,
  looked_after boolean,
  previously_looked_after boolean,
  social_worker boolean,
  child_protection boolean,
  young_carer boolean,
  ethnicity text,
  boarder boolean NOT NULL,
  PRIMARY KEY (academy_id, pupil_id, valid_from),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
);

CREATE TABLE pupil_changes (
  academy_id uuid NOT NULL,
  id uuid NOT NULL,
  pupil_id uuid NOT NULL,
  field text NOT NULL,
  original text,
  amended text,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  client_id uuid,
  client_name text,
  staff_id uuid,
  staff_name text,
  staff_position text,
  PRIMARY KEY (academy_id, id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
);
CREATE INDEX pupil_changes_pupil ON pupil_changes (academy_id, pupil_id);

CREATE TABLE groups (
  academy_id uuid NOT NULL REFERENCES academies (id),
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  revision integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (academy_id, id)
);
CREATE UNIQUE INDEX groups_name ON groups (academy_id, kind, name);
CREATE INDEX groups_id ON groups (id);

CREATE TABLE group_members (
  academy_id uuid NOT NULL,
  id uuid NOT NULL,
  group_id uuid NOT NULL,
  pupil_id uuid NOT NULL,
  first_day date NOT NULL,
  last_day date,
  PRIMARY KEY (academy_id, id),
  FOREIGN KEY (academy_id, group_id) REFERENCES groups (academy_id, id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
);
CREATE INDEX group_members_group ON group_members (academy_id, group_id);
CREATE INDEX group_members_pupil ON group_members (academy_id, pupil_id);

CREATE TABLE contacts (
  academy_id uuid NOT NULL REFERENCES academies (id),
  id uuid NOT NULL,
  surname text NOT NULL,
  forename text,
  title text,
  telephone text,
  email text,
  address text,
  language text,
  revision integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (academy_id, id)
);
CREATE INDEX contacts_id ON contacts (id);

CREATE TABLE pupil_contacts (
  academy_id uuid NOT NULL,
  pupil_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  relationship text NOT NULL,
  parent_basis text NOT NULL,
  lives_with_pupil boolean NOT NULL,
  priority smallint NOT NULL,
  restrictions text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (academy_id, pupil_id, contact_id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id),
  FOREIGN KEY (academy_id, contact_id) REFERENCES contacts (academy_id, id)
);

CREATE TABLE staff (
  academy_id uuid NOT NULL REFERENCES academies (id),
  id uuid NOT NULL,
  staff_code text NOT NULL,
  surname text NOT NULL,
  forename text NOT NULL,
  title text,
  position text NOT NULL,
  email text,
  sign_in_subject text,
  roles jsonb NOT NULL,
  revision integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (academy_id, id)
);
CREATE INDEX staff_id ON staff (id);
CREATE UNIQUE INDEX staff_code ON staff (academy_id, staff_code);
CREATE INDEX staff_sign_in ON staff (sign_in_subject);

-- One row for each enrolment and academic year, one byte a session. The free space lets a mark be written in place.
CREATE TABLE mark_sheets (
  academy_id uuid NOT NULL,
  academic_year smallint NOT NULL,
  enrolment_id uuid NOT NULL,
  pupil_id uuid NOT NULL,
  version integer NOT NULL,
  marks bytea NOT NULL,
  PRIMARY KEY (academy_id, academic_year, enrolment_id),
  FOREIGN KEY (academy_id, enrolment_id) REFERENCES enrolments (academy_id, id)
) WITH (fillfactor = 60);
ALTER TABLE mark_sheets ALTER COLUMN marks SET STORAGE PLAIN;

-- What only some marks have.
CREATE TABLE mark_details (
  academy_id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  date date NOT NULL,
  session smallint NOT NULL,
  entries integer NOT NULL,
  minutes_late smallint,
  comment text,
  raw_code text,
  amended_by_person boolean NOT NULL,
  PRIMARY KEY (academy_id, enrolment_id, date, session)
);
CREATE INDEX mark_details_session ON mark_details (academy_id, date, session);

-- Append-only: what each submission of a register changed, packed: 16 bytes enrolment, 1 before, 1 after, 4 sheet version.
CREATE TABLE register_submissions (
  academy_id uuid NOT NULL,
  academic_year smallint NOT NULL,
  id uuid NOT NULL,
  group_id uuid,
  date date NOT NULL,
  session smallint NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  client_id uuid,
  client_name text,
  staff_id uuid,
  staff_name text,
  staff_position text,
  marks bytea NOT NULL,
  PRIMARY KEY (academy_id, academic_year, id)
) PARTITION BY LIST (academic_year);
CREATE INDEX register_submissions_session ON register_submissions (academy_id, date, session);
CREATE TABLE register_submissions_other PARTITION OF register_submissions DEFAULT;

-- Append-only: what an import entered on one sheet, packed: 2 bytes place in the sheet, 1 before, 1 after.
CREATE TABLE imported_marks (
  academy_id uuid NOT NULL,
  academic_year smallint NOT NULL,
  id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  import_id uuid NOT NULL,
  at timestamptz NOT NULL,
  version integer NOT NULL,
  marks bytea NOT NULL,
  PRIMARY KEY (academy_id, academic_year, id)
) PARTITION BY LIST (academic_year);
CREATE INDEX imported_marks_enrolment ON imported_marks (academy_id, enrolment_id);
CREATE TABLE imported_marks_other PARTITION OF imported_marks DEFAULT;

-- Append-only: each amendment with the original, the reason, when and who (SI 2024/208: amendments stay visible).
CREATE TABLE amendments (
  academy_id uuid NOT NULL,
  academic_year smallint NOT NULL,
  id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  pupil_id uuid NOT NULL,
  date date NOT NULL,
  session smallint NOT NULL,
  original text NOT NULL,
  amended text NOT NULL,
  minutes_late smallint,
  comment text,
  reason text NOT NULL,
  source text NOT NULL,
  import_id uuid,
  version integer NOT NULL,
  at timestamptz NOT NULL,
  client_id uuid,
  client_name text,
  staff_id uuid,
  staff_name text,
  staff_position text,
  PRIMARY KEY (academy_id, academic_year, id)
) PARTITION BY LIST (academic_year);
CREATE INDEX amendments_mark ON amendments (academy_id, enrolment_id, date, session);
CREATE TABLE amendments_other PARTITION OF amendments DEFAULT;

CREATE TABLE planned_absences (
  academy_id uuid NOT NULL,
  id uuid NOT NULL,
  pupil_id uuid NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  code text NOT NULL,
  weekdays jsonb,
  sessions jsonb,
  comment text,
  source text NOT NULL,
  revision integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  client_id uuid,
  client_name text,
  staff_id uuid,
  staff_name text,
  staff_position text,
  PRIMARY KEY (academy_id, id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
);
CREATE INDEX planned_absences_pupil ON planned_absences (academy_id, pupil_id, last_day);
CREATE INDEX planned_absences_id ON planned_absences (id);

-- Conflicts between sources and warnings on marks: the worklist of what a person must look at.
CREATE TABLE mark_issues (
  academy_id uuid NOT NULL,
  id uuid NOT NULL,
  pupil_id uuid NOT NULL,
  date date NOT NULL,
  session smallint NOT NULL,
  kind text NOT NULL,
  code text NOT NULL,
  detail text NOT NULL,
  standing_code text,
  other_code text,
  source text NOT NULL,
  at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (academy_id, id)
);
CREATE UNIQUE INDEX mark_issues_one ON mark_issues (academy_id, pupil_id, date, session, kind, code);
CREATE INDEX mark_issues_date ON mark_issues (academy_id, date);

CREATE TABLE imports (
  academy_id uuid NOT NULL REFERENCES academies (id),
  id uuid NOT NULL,
  format text NOT NULL,
  dry_run boolean NOT NULL,
  day_first boolean NOT NULL,
  status text NOT NULL,
  bytes bigint NOT NULL,
  rows_read bigint NOT NULL,
  created bigint NOT NULL,
  updated bigint NOT NULL,
  unchanged bigint NOT NULL,
  rejected bigint NOT NULL,
  warnings bigint NOT NULL,
  conflicts bigint NOT NULL,
  problem text,
  notes jsonb,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  lease_until timestamptz,
  client_id uuid,
  client_name text,
  staff_id uuid,
  staff_name text,
  staff_position text,
  PRIMARY KEY (academy_id, id)
);
CREATE INDEX imports_id ON imports (id);
CREATE INDEX imports_status ON imports (status, created_at);

CREATE TABLE import_chunks (
  academy_id uuid NOT NULL,
  import_id uuid NOT NULL,
  number integer NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (academy_id, import_id, number)
);

CREATE TABLE import_rejections (
  academy_id uuid NOT NULL,
  import_id uuid NOT NULL,
  number bigint NOT NULL,
  line bigint NOT NULL,
  field text NOT NULL,
  code text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (academy_id, import_id, number)
);

-- One row a command: the audit trail and the change feed. Names of fields, never their values.
CREATE TABLE events (
  id uuid NOT NULL PRIMARY KEY,
  academy_id uuid,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  client_id uuid,
  staff_id uuid,
  fields jsonb NOT NULL,
  position bigint
);
CREATE UNIQUE INDEX events_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_unplaced ON events (id) WHERE position IS NULL;
CREATE INDEX events_subject ON events (academy_id, subject_kind, position) WHERE position IS NOT NULL;

CREATE TABLE clients (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  secret_hash text NOT NULL,
  scopes text NOT NULL,
  academies jsonb,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

CREATE TABLE signing_keys (
  kid text NOT NULL PRIMARY KEY,
  private_pem text NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);

CREATE TABLE idempotency_keys (
  client_id uuid NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  key text NOT NULL,
  body_hash text NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  status smallint,
  headers jsonb,
  body bytea,
  PRIMARY KEY (client_id, method, path, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (started_at);
