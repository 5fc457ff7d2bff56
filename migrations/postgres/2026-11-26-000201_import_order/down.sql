ALTER TABLE imports DROP COLUMN exported_at;
