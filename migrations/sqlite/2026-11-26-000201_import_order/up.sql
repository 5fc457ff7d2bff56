-- Files say when the other system wrote them: an older one that comes later changes nothing that a newer one has said.
ALTER TABLE imports ADD COLUMN exported_at TEXT;
