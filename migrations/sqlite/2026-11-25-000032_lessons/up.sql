-- The register of a lesson as it stands: one row a class and period of a day, its marks packed in one document.
CREATE TABLE lesson_registers (
  academy_id TEXT NOT NULL REFERENCES academies (id),
  date TEXT NOT NULL,
  period TEXT NOT NULL,
  group_id TEXT NOT NULL,
  marks TEXT NOT NULL,
  revision INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (academy_id, date, period, group_id),
  FOREIGN KEY (academy_id, group_id) REFERENCES groups (academy_id, id)
) STRICT;

-- Append-only: what each submission entered and amended, with the original, the reason, when and who.
CREATE TABLE lesson_entries (
  academy_id TEXT NOT NULL,
  id TEXT NOT NULL,
  date TEXT NOT NULL,
  period TEXT NOT NULL,
  group_id TEXT NOT NULL,
  at TEXT NOT NULL,
  marks TEXT NOT NULL,
  client_id TEXT,
  client_name TEXT,
  staff_id TEXT,
  staff_name TEXT,
  staff_position TEXT,
  PRIMARY KEY (academy_id, id)
) STRICT;
CREATE INDEX lesson_entries_lesson ON lesson_entries (academy_id, date, period, group_id);
