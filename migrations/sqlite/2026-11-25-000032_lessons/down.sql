DROP TABLE lesson_entries;
DROP TABLE lesson_registers;
