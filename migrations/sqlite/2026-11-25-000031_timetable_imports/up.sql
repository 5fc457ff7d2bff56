-- Files of the timetable say from which day they hold, and whether they are the whole of it.
ALTER TABLE imports ADD COLUMN effective_from TEXT;
ALTER TABLE imports ADD COLUMN complete INTEGER;
