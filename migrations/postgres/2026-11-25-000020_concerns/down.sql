DROP TABLE concern_reviews;
DROP TABLE pupil_concerns;
