-- Of rows about people already on record nothing was kept until now: there is nothing to look at.
update import_row set doubts = null where outcome = 'known';
