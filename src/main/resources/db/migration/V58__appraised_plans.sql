-- What is proved and tried of a plan after it has been found, beside its approval.

alter table seating_plan
  add column unproven text,                          -- the plan with the operation it is for (JSON); none once all of it is known
  add column advised boolean not null default false; -- whether it has been tried what more vehicles would bring
update seating_plan set advised = true where state <> 'asked';

create table seating_plan_advice (
  plan_id bigint not null references seating_plan,
  position integer not null,                         -- from 1, the most worth first
  kind text not null check (kind in ('convoy', 'ship', 'flight', 'quota')),
  subject text not null,                             -- the movement like which more would leave; of a quota the exit
  day date not null,
  more integer not null check (more > 0),            -- vehicles; of a quota persons
  primary key (plan_id, position)
);

create table seating_plan_advice_household (
  plan_id bigint not null,
  position integer not null,
  household_id bigint not null references household,
  days_earlier double precision,                     -- how much earlier than by the plan it would be home; none: the plan leaves it
  primary key (plan_id, position, household_id),
  foreign key (plan_id, position) references seating_plan_advice
);
create index seating_plan_advice_household_household on seating_plan_advice_household (household_id);
