DROP INDEX contacts_other_letters;
DROP INDEX contacts_surname;
