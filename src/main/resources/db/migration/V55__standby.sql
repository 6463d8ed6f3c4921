-- Whom the planner called when places became free shortly before a departure, and what keeps back the others.

create table standby_call (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  left_by bigint not null references household -- who left its journey, or members of it
);
create index standby_call_left_by on standby_call (left_by);

create table standby_call_movement ( -- what had places to give
  movement_id bigint not null references movement,
  call_id bigint not null references standby_call,
  primary key (movement_id, call_id)
);
create index standby_call_movement_call on standby_call_movement (call_id);

create table standby_called (
  call_id bigint not null references standby_call,
  household_id bigint not null references household,
  priority integer,
  waiting_days integer not null,
  near boolean not null, -- lives where the journey begins, and so came first
  primary key (call_id, household_id)
);
create index standby_called_household on standby_called (household_id);

create table standby_left ( -- for officers who are cleared: it tells of places that others hold
  call_id bigint not null references standby_call,
  why text not null,
  households integer not null,
  primary key (call_id, why)
);
