-- Whom a danger has woken that grew, also when its lessening was undone; nobody is listed for changes made before.
create table situation_change_woken (
  change_id bigint not null references situation_change,
  household_id bigint not null references household,
  primary key (change_id, household_id)
);
create index situation_change_woken_household on situation_change_woken (household_id);
