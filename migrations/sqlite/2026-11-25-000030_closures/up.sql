-- What each closure found in the place of a mark and left there: what undoing it restores. Append-only.
CREATE TABLE closure_marks (
  academy_id TEXT NOT NULL,
  closure_id TEXT NOT NULL,
  date TEXT NOT NULL,
  session INTEGER NOT NULL,
  enrolment_id TEXT NOT NULL,
  byte_before INTEGER NOT NULL,
  minutes_late INTEGER,
  entries INTEGER NOT NULL,
  PRIMARY KEY (academy_id, closure_id, date, session, enrolment_id)
) STRICT;
