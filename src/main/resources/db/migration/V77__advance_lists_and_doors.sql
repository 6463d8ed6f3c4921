-- What the border authority of an exit is told before a movement comes, what it answers, and who was aboard when the doors
-- were closed.

alter table exit add column authority_email text;  -- null: lists are handed over by hand

create table advance_list (               -- a version of a manifest as the border got it: nobody restricted is on it
  movement_id bigint not null,
  version smallint not null,              -- as it was written
  number integer not null,                -- as the border counts what it got
  exit text not null references exit,
  mailed boolean not null,                -- false: somebody hands it over
  delivered_at timestamptz,               -- mailed, or handed over
  handed_over_by text,
  acknowledged_at timestamptz,            -- all on it may pass
  acknowledged_by text,                   -- the officer who noted it
  reference text,                         -- under which the border keeps it
  primary key (movement_id, version),
  foreign key (movement_id, version) references manifest
);

create table border_objection (
  id bigint generated always as identity primary key,
  movement_id bigint not null references movement,
  person_id bigint not null references person,
  household_id bigint not null references household,
  reason text not null check (reason in ('papers', 'permission', 'watch-list', 'visa', 'other')),
  reference text,
  objected_at timestamptz not null,
  noted_at timestamptz not null,
  noted_by text not null,
  decision text check (decision in ('clearedUp', 'doesNotTravel')),
  decided_at timestamptz,
  decided_by text
);
create unique index border_objection_open on border_objection (movement_id, person_id) where decision is null;

create table boarded_list (               -- written once, when the doors are closed
  movement_id bigint primary key references movement,
  closed_at timestamptz not null,
  closed_by text not null,
  headcount integer check (headcount >= 0) -- as the crew has counted; null: not said
);

create table boarded_line (
  movement_id bigint not null references boarded_list,
  person_id bigint not null references person,
  household_id bigint not null references household,
  primary key (movement_id, person_id)
);
