-- What of a row was not understood and is kept as a remark, codes.
alter table import_row add column doubts text;
