-- Whether the check digits of its machine readable zone held when a document was entered; null: no zone was read.
alter table document add check_digits_hold boolean;
