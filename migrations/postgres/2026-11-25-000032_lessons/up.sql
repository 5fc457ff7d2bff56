-- The register of a lesson as it stands: one row a class and period of a day, its marks packed in one document.
CREATE TABLE lesson_registers (
  academy_id uuid NOT NULL REFERENCES academies (id),
  date date NOT NULL,
  period text NOT NULL,
  group_id uuid NOT NULL,
  marks jsonb NOT NULL,
  revision integer NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (academy_id, date, period, group_id),
  FOREIGN KEY (academy_id, group_id) REFERENCES groups (academy_id, id)
);

-- Append-only: what each submission entered and amended, with the original, the reason, when and who.
CREATE TABLE lesson_entries (
  academy_id uuid NOT NULL,
  id uuid NOT NULL,
  date date NOT NULL,
  period text NOT NULL,
  group_id uuid NOT NULL,
  at timestamptz NOT NULL,
  marks jsonb NOT NULL,
  client_id uuid,
  client_name text,
  staff_id uuid,
  staff_name text,
  staff_position text,
  PRIMARY KEY (academy_id, id)
);
CREATE INDEX lesson_entries_lesson ON lesson_entries (academy_id, date, period, group_id);
