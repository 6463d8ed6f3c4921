-- The households that a reported change would affect, as it was last looked at, whom it hits most first. Whether an officer
-- may know of one is asked as it is read.
create table change_preview_household (
  change_id bigint not null references situation_change,
  position integer not null,           -- from 1
  household_id bigint not null references household,
  persons integer not null,
  movement text,                       -- the code of what it is on; null: it waits for seats
  fate text not null check (fate in ('LOSES_SEATS', 'ON_THE_ROAD', 'PUT_OFF', 'GETS_SEATS', 'HOME_SOONER')),
  instead text[] not null,             -- the codes of its movements then; none: it waits, or nobody knows
  departs timestamptz,
  hours_later double precision,
  primary key (change_id, position)
);
create index change_preview_household_household on change_preview_household (household_id);
