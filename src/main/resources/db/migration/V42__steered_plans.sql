-- How a coordinator steers a plan: whether people who have their seats may be moved to others, who keeps what they have, and
-- who waits.

alter table seating_plan
  add column move_price double precision check (move_price >= 0),  -- for each person moved; null: nobody is moved
  add column steered boolean not null default false;               -- what it has to keep to has changed since it was found
alter table seating_plan_household
  add column moved_from bigint[] not null default '{}';            -- where it has seats until the plan is carried out

create table seating_plan_choice (
  plan_id bigint not null references seating_plan,
  household_id bigint not null references household,
  choice text not null check (choice in ('pinned', 'excluded')),
  legs bigint[] not null default '{}', -- the way by which a pinned household goes; none: it keeps the seats that it has
  reason text,                         -- a line for whoever asks why it is excluded
  made_at timestamptz not null,
  made_by text not null,
  primary key (plan_id, household_id),
  check (choice = 'pinned' or reason is not null)
);
create index seating_plan_choice_household on seating_plan_choice (household_id);
