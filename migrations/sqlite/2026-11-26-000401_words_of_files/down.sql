DROP TABLE words_of_files;
