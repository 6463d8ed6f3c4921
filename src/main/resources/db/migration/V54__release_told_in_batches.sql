-- Up to which household, by number, those who wait have been told that the release was set.
alter table instruction_release add told_to bigint not null default 0;
