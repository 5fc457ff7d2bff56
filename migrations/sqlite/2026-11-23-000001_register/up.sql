-- The roll, the calendar, the registers and what stands around them.
-- academy_id leads every key of an academy's data.

CREATE TABLE trusts (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE academies (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  urn TEXT,
  la_code TEXT,
  establishment_number TEXT,
  phase TEXT NOT NULL,
  mark_authority TEXT NOT NULL,
  roll_version INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX academies_urn ON academies (urn);

CREATE TABLE calendars (
  academy_id TEXT NOT NULL REFERENCES academies (id),
  academic_year INTEGER NOT NULL,
  body TEXT NOT NULL,
  revision INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (academy_id, academic_year)
) STRICT;

CREATE TABLE pupils (
  academy_id TEXT NOT NULL REFERENCES academies (id),
  id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  upn TEXT,
  former_upn TEXT,
  surname TEXT NOT NULL,
  forename TEXT NOT NULL,
  legal_surname TEXT,
  legal_forename TEXT,
  other_names TEXT,
  date_of_birth TEXT NOT NULL,
  sex TEXT NOT NULL,
  address TEXT,
  last_school TEXT,
  next_school TEXT,
  mis_id TEXT,
  search_name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (academy_id, id)
) STRICT;
CREATE INDEX pupils_id ON pupils (id);
CREATE INDEX pupils_person ON pupils (person_id);
CREATE INDEX pupils_upn_anywhere ON pupils (upn);
CREATE UNIQUE INDEX pupils_upn ON pupils (academy_id, upn);
CREATE UNIQUE INDEX pupils_mis_id ON pupils (academy_id, mis_id);

CREATE TABLE enrolments (
  academy_id TEXT NOT NULL,
  id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  starting_day TEXT NOT NULL,
  leaving_day TEXT,
  ground TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (academy_id, id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
) STRICT;
CREATE INDEX enrolments_pupil ON enrolments (academy_id, pupil_id);

CREATE TABLE characteristics (
  academy_id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  year_group INTEGER,
  free_school_meals INTEGER,
  pupil_premium INTEGER,
  sen_status TEXT,
  english_additional_language INTEGER,
  looked_after INTEGER,
  previously_looked_after INTEGER,
  social_worker INTEGER,
  child_protection INTEGER,
  young_carer INTEGER,
  ethnicity TEXT,
  boarder INTEGER NOT NULL,
  PRIMARY KEY (academy_id, pupil_id, valid_from),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
) STRICT;

CREATE TABLE pupil_changes (
  academy_id TEXT NOT NULL,
  id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  field TEXT NOT NULL,
  original TEXT,
  amended TEXT,
  reason TEXT NOT NULL,
  at TEXT NOT NULL,
  client_id TEXT,
  client_name TEXT,
  staff_id TEXT,
  staff_name TEXT,
  staff_position TEXT,
  PRIMARY KEY (academy_id, id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
) STRICT;
CREATE INDEX pupil_changes_pupil ON pupil_changes (academy_id, pupil_id);

CREATE TABLE groups (
  academy_id TEXT NOT NULL REFERENCES academies (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (academy_id, id)
) STRICT;
CREATE UNIQUE INDEX groups_name ON groups (academy_id, kind, name);
CREATE INDEX groups_id ON groups (id);

CREATE TABLE group_members (
  academy_id TEXT NOT NULL,
  id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT,
  PRIMARY KEY (academy_id, id),
  FOREIGN KEY (academy_id, group_id) REFERENCES groups (academy_id, id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
) STRICT;
CREATE INDEX group_members_group ON group_members (academy_id, group_id);
CREATE INDEX group_members_pupil ON group_members (academy_id, pupil_id);

CREATE TABLE contacts (
  academy_id TEXT NOT NULL REFERENCES academies (id),
  id TEXT NOT NULL,
  surname TEXT NOT NULL,
  forename TEXT,
  title TEXT,
  telephone TEXT,
  email TEXT,
  address TEXT,
  language TEXT,
  revision INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (academy_id, id)
) STRICT;
CREATE INDEX contacts_id ON contacts (id);

CREATE TABLE pupil_contacts (
  academy_id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  relationship TEXT NOT NULL,
  parent_basis TEXT NOT NULL,
  lives_with_pupil INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  restrictions TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (academy_id, pupil_id, contact_id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id),
  FOREIGN KEY (academy_id, contact_id) REFERENCES contacts (academy_id, id)
) STRICT;

CREATE TABLE staff (
  academy_id TEXT NOT NULL REFERENCES academies (id),
  id TEXT NOT NULL,
  staff_code TEXT NOT NULL,
  surname TEXT NOT NULL,
  forename TEXT NOT NULL,
  title TEXT,
  position TEXT NOT NULL,
  email TEXT,
  sign_in_subject TEXT,
  roles TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (academy_id, id)
) STRICT;
CREATE INDEX staff_id ON staff (id);
CREATE UNIQUE INDEX staff_code ON staff (academy_id, staff_code);
CREATE INDEX staff_sign_in ON staff (sign_in_subject);

-- One row for each enrolment and academic year, one byte a session. A mark is written in place.
CREATE TABLE mark_sheets (
  academy_id TEXT NOT NULL,
  academic_year INTEGER NOT NULL,
  enrolment_id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  marks BLOB NOT NULL,
  PRIMARY KEY (academy_id, academic_year, enrolment_id),
  FOREIGN KEY (academy_id, enrolment_id) REFERENCES enrolments (academy_id, id)
) STRICT;

-- What only some marks have.
CREATE TABLE mark_details (
  academy_id TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  date TEXT NOT NULL,
  session INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  minutes_late INTEGER,
  comment TEXT,
  raw_code TEXT,
  amended_by_person INTEGER NOT NULL,
  PRIMARY KEY (academy_id, enrolment_id, date, session)
) STRICT;
CREATE INDEX mark_details_session ON mark_details (academy_id, date, session);

-- Append-only: what each submission of a register changed, packed: 16 bytes enrolment, 1 before, 1 after, 4 sheet version.
CREATE TABLE register_submissions (
  academy_id TEXT NOT NULL,
  academic_year INTEGER NOT NULL,
  id TEXT NOT NULL,
  group_id TEXT,
  date TEXT NOT NULL,
  session INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  client_id TEXT,
  client_name TEXT,
  staff_id TEXT,
  staff_name TEXT,
  staff_position TEXT,
  marks BLOB NOT NULL,
  PRIMARY KEY (academy_id, academic_year, id)
) STRICT;
CREATE INDEX register_submissions_session ON register_submissions (academy_id, date, session);

-- Append-only: what an import entered on one sheet, packed: 2 bytes place in the sheet, 1 before, 1 after.
CREATE TABLE imported_marks (
  academy_id TEXT NOT NULL,
  academic_year INTEGER NOT NULL,
  id TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  import_id TEXT NOT NULL,
  at TEXT NOT NULL,
  version INTEGER NOT NULL,
  marks BLOB NOT NULL,
  PRIMARY KEY (academy_id, academic_year, id)
) STRICT;
CREATE INDEX imported_marks_enrolment ON imported_marks (academy_id, enrolment_id);

-- Append-only: each amendment with the original, the reason, when and who (SI 2024/208: amendments stay visible).
CREATE TABLE amendments (
  academy_id TEXT NOT NULL,
  academic_year INTEGER NOT NULL,
  id TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  date TEXT NOT NULL,
  session INTEGER NOT NULL,
  original TEXT NOT NULL,
  amended TEXT NOT NULL,
  minutes_late INTEGER,
  comment TEXT,
  reason TEXT NOT NULL,
  source TEXT NOT NULL,
  import_id TEXT,
  version INTEGER NOT NULL,
  at TEXT NOT NULL,
  client_id TEXT,
  client_name TEXT,
  staff_id TEXT,
  staff_name TEXT,
  staff_position TEXT,
  PRIMARY KEY (academy_id, academic_year, id)
) STRICT;
CREATE INDEX amendments_mark ON amendments (academy_id, enrolment_id, date, session);

CREATE TABLE planned_absences (
  academy_id TEXT NOT NULL,
  id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  code TEXT NOT NULL,
  weekdays TEXT,
  sessions TEXT,
  comment TEXT,
  source TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  cancelled_at TEXT,
  client_id TEXT,
  client_name TEXT,
  staff_id TEXT,
  staff_name TEXT,
  staff_position TEXT,
  PRIMARY KEY (academy_id, id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
) STRICT;
CREATE INDEX planned_absences_pupil ON planned_absences (academy_id, pupil_id, last_day);
CREATE INDEX planned_absences_id ON planned_absences (id);

-- Conflicts between sources and warnings on marks: the worklist of what a person must look at.
CREATE TABLE mark_issues (
  academy_id TEXT NOT NULL,
  id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  date TEXT NOT NULL,
  session INTEGER NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  standing_code TEXT,
  other_code TEXT,
  source TEXT NOT NULL,
  at TEXT NOT NULL,
  settled_at TEXT,
  PRIMARY KEY (academy_id, id)
) STRICT;
CREATE UNIQUE INDEX mark_issues_one ON mark_issues (academy_id, pupil_id, date, session, kind, code);
CREATE INDEX mark_issues_date ON mark_issues (academy_id, date);

CREATE TABLE imports (
  academy_id TEXT NOT NULL REFERENCES academies (id),
  id TEXT NOT NULL,
  format TEXT NOT NULL,
  dry_run INTEGER NOT NULL,
  day_first INTEGER NOT NULL,
  status TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  rows_read INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  problem TEXT,
  notes TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT,
  lease_until TEXT,
  client_id TEXT,
  client_name TEXT,
  staff_id TEXT,
  staff_name TEXT,
  staff_position TEXT,
  PRIMARY KEY (academy_id, id)
) STRICT;
CREATE INDEX imports_id ON imports (id);
CREATE INDEX imports_status ON imports (status, created_at);

CREATE TABLE import_chunks (
  academy_id TEXT NOT NULL,
  import_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (academy_id, import_id, number)
) STRICT;

CREATE TABLE import_rejections (
  academy_id TEXT NOT NULL,
  import_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  line INTEGER NOT NULL,
  field TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (academy_id, import_id, number)
) STRICT;

-- One row a command: the audit trail and the change feed. Names of fields, never their values.
CREATE TABLE events (
  id TEXT NOT NULL PRIMARY KEY,
  academy_id TEXT,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  client_id TEXT,
  staff_id TEXT,
  fields TEXT NOT NULL,
  position INTEGER
) STRICT;
CREATE UNIQUE INDEX events_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_unplaced ON events (id) WHERE position IS NULL;
CREATE INDEX events_subject ON events (academy_id, subject_kind, position) WHERE position IS NOT NULL;

CREATE TABLE clients (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  academies TEXT,
  created_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;

CREATE TABLE signing_keys (
  kid TEXT NOT NULL PRIMARY KEY,
  private_pem TEXT NOT NULL,
  created_at TEXT NOT NULL,
  retired_at TEXT
) STRICT;

CREATE TABLE idempotency_keys (
  client_id TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  status INTEGER,
  headers TEXT,
  body BLOB,
  PRIMARY KEY (client_id, method, path, key)
) STRICT;
CREATE INDEX idempotency_keys_age ON idempotency_keys (started_at);
