-- The rules that hold for a pupil as far as the event log has been told: what is said next is what differs from it.
CREATE TABLE pupil_concerns (
  academy_id TEXT NOT NULL,
  pupil_id TEXT NOT NULL,
  rules TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (academy_id, pupil_id),
  FOREIGN KEY (academy_id, pupil_id) REFERENCES pupils (academy_id, id)
) STRICT;

-- When the concerns of a whole academy were last looked at, and how many imports had ended by then.
CREATE TABLE concern_reviews (
  academy_id TEXT NOT NULL PRIMARY KEY REFERENCES academies (id),
  reviewed_at TEXT NOT NULL,
  imports INTEGER NOT NULL
) STRICT;
