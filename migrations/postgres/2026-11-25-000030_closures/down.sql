DROP TABLE closure_marks;
