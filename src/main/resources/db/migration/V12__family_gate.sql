-- Why a household was refused, and its one appeal ---------------------------------------------------------------------

create table refusal (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  at timestamptz not null,
  officer text                         -- null: nobody in it is eligible; who found so stands with the reasons
);
create index refusal_household on refusal (household_id, id);
create table refusal_reason (
  refusal_id bigint not null references refusal,
  concern_id bigint not null references concern,
  primary key (refusal_id, concern_id)
);
create table appeal (
  household_id bigint primary key references household, -- once
  refusal_id bigint not null references refusal,
  at timestamptz not null,
  recorded_by text not null,
  outcome text check (outcome in ('upheld', 'granted')),
  decided_by text,
  decided_at timestamptz,
  check ((outcome is null) = (decided_by is null))
);

-- Children who travel without parent or guardian ----------------------------------------------------------------------

alter table concern drop constraint concern_kind_check;
alter table concern add constraint concern_kind_check
  check (kind in ('documents', 'eligibility', 'watch-list', 'consent', 'fitness', 'unaccompanied'));
create table child_care (
  person_id bigint primary key references person,
  receiver text,                       -- who takes the child at the destination
  receiver_phone text,
  receiver_relation text,
  companion_id bigint references person, -- a grown-up of the household, or
  companion text,                      -- somebody else, by name
  recorded_by text not null,
  recorded_at timestamptz not null,
  check (companion_id <> person_id)
);

-- Unfit until a day ---------------------------------------------------------------------------------------------------

alter table concern add until date;    -- held back until then, and looked at again on that day; null: tomorrow
