-- A seating plan: what the planner proposes for the operation as it stood at one moment, what it says of each household, and
-- what became of it.

create table seating_plan (
  id bigint generated always as identity primary key,
  asked_at timestamptz not null,
  asked_by text not null,
  state text not null default 'asked' check (state in ('asked', 'proposed', 'empty', 'approved', 'discarded')),
  snapshot timestamptz,                -- the moment it is for
  objective double precision,
  bound double precision,              -- what no plan for that moment can be worth more than
  seconds double precision,
  decided_at timestamptz,
  decided_by text
);

create table seating_plan_household (
  plan_id bigint not null references seating_plan,
  household_id bigint not null references household,
  unit bigint not null,                -- the same for households that go together or not at all
  state text not null check (state in ('proposed', 'gone', 'left', 'seated', 'told')),
  legs bigint[] not null default '{}', -- movements in the order of travel; none for who is left
  worth double precision not null default 0,
  why text,                            -- what keeps back who is left
  primary key (plan_id, household_id)
);
create index seating_plan_household_state on seating_plan_household (plan_id, state, household_id);
create index seating_plan_household_household on seating_plan_household (household_id);

create table seating_plan_limit (
  plan_id bigint not null references seating_plan,
  position integer not null,           -- from 1, the most worth first
  name text not null,
  worth_of_one_more double precision not null,
  primary key (plan_id, position)
);
