-- Places to stay, by city ------------------------------------------------------------------------------------------------

create table lodging_place (
  id bigint generated always as identity primary key,
  city text not null,
  name text not null,
  beds integer not null check (beds >= 0),
  beds_taken integer not null default 0 check (beds_taken between 0 and beds), -- no bed is given twice
  accessible boolean not null,         -- for whoever travels in a wheelchair or on a stretcher
  retired boolean not null default false
);
create unique index lodging_place_name on lodging_place (upper(city), upper(name));

create table lodging_stay (
  id bigint generated always as identity primary key,
  place_id bigint not null references lodging_place,
  household_id bigint not null references household,
  beds integer not null check (beds > 0),
  given_at timestamptz not null,
  given_by text not null,
  released_at timestamptz,
  released_by text
);
create unique index lodging_stay_one on lodging_stay (household_id) where released_at is null;
create index lodging_stay_place on lodging_stay (place_id) where released_at is null;

-- Where they live from now on -------------------------------------------------------------------------------------------

create table onward_travel (
  household_id bigint primary key references household,
  city text not null,
  leaves_on date not null,
  recorded_by text not null,
  recorded_at timestamptz not null
);

-- Children who travel without parent or guardian, and who takes them ------------------------------------------------------

create table hand_over (
  person_id bigint primary key references person,
  asked_at timestamptz not null,
  receiver text,
  relation text,
  document_kind text check (document_kind in ('passport', 'identity card', 'service card')),
  document_number text,
  handed_by text,
  handed_at timestamptz,
  confirmed_by text,
  confirmed_at timestamptz,
  check (num_nulls(receiver, relation, document_kind, document_number, handed_by, handed_at) in (0, 6)),
  check (confirmed_by <> handed_by),   -- two officers, never the same
  check (confirmed_by is null or handed_by is not null)
);
create index hand_over_open on hand_over (asked_at) where confirmed_at is null;
