-- Parents of the trust are found by their surnames, and those whose surnames have other letters than ASCII's by that alone: the
-- databases do not agree on the lower case of those.
CREATE INDEX contacts_surname ON contacts (lower(surname));
CREATE INDEX contacts_other_letters ON contacts (academy_id) WHERE length(surname) <> octet_length(surname);
