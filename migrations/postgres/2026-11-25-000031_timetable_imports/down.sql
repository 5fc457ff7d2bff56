ALTER TABLE imports DROP COLUMN complete;
ALTER TABLE imports DROP COLUMN effective_from;
