-- What each closure found in the place of a mark and left there: what undoing it restores. Append-only.
CREATE TABLE closure_marks (
  academy_id uuid NOT NULL,
  closure_id uuid NOT NULL,
  date date NOT NULL,
  session smallint NOT NULL,
  enrolment_id uuid NOT NULL,
  byte_before smallint NOT NULL,
  minutes_late smallint,
  entries integer NOT NULL,
  PRIMARY KEY (academy_id, closure_id, date, session, enrolment_id)
);
