-- The last word that files with a time of writing have on the marks of a sheet, entered, amended or confirmed: runs of 2
-- bytes first place, 2 bytes number of places, 8 bytes microseconds since 1970 and a byte for each place's mark.
-- Files that were imported before this table say nothing here: the order holds from the next one on.
CREATE TABLE words_of_files (
  academy_id TEXT NOT NULL,
  academic_year INTEGER NOT NULL,
  enrolment_id TEXT NOT NULL,
  runs BLOB NOT NULL,
  PRIMARY KEY (academy_id, academic_year, enrolment_id)
) STRICT;
