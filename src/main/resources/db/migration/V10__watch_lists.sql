-- Watch-lists: their versions, who is on them, and whom of ours they may mean.

create table watch_list_version (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('un', 'ofac', 'national')),
  dated date,                          -- the list's own date, where it says one
  source text not null,                -- names of the files, or the address
  digest text not null,                -- of the files
  loaded_by text not null,
  loaded_at timestamptz not null,
  persons integer not null,
  not_people integer not null,         -- companies, ships: counted and no more
  added integer not null,
  changed integer not null,
  removed integer not null,
  warning text,                        -- what the officer should know of the files
  unknown_countries text[] not null default '{}',
  screened_to bigint not null default 0,  -- everyone up to this person has been screened again
  screened_at timestamptz              -- when everyone had been; null: under way
);
create index watch_list_version_kind on watch_list_version (kind, id);

-- An entry keeps its row from version to version while it stays the same.
create table watch_list_entry (
  id bigint generated always as identity primary key,
  kind text not null,
  entry text not null,                 -- what the list itself calls it
  digest text not null,                -- of what is compared
  body jsonb not null,                 -- all that the list says
  since_version bigint not null references watch_list_version,
  until_version bigint references watch_list_version  -- the first version without it, or with another
);
create unique index watch_list_entry_current on watch_list_entry (kind, entry) where until_version is null;

create table watch_list_hit (
  id bigint generated always as identity primary key,
  concern_id bigint not null unique references concern,
  person_id bigint not null references person,
  kind text not null,
  entry text not null,
  entry_id bigint not null references watch_list_entry,  -- as it was compared
  entry_digest text not null,
  person_digest text not null,         -- of what was compared of the person
  score numeric(4, 3) not null,
  reasons jsonb not null,              -- codes with their arguments, the weightiest first
  version_id bigint references watch_list_version,  -- whose screening found it; null: found at vetting
  apart boolean not null,              -- adjudicated beside the household's vetting
  decision text check (decision in ('mayLeave', 'heldBack')),  -- a manager's, on a confirmed hit
  decided_by text,
  decided_at timestamptz,
  check ((decision is null) = (decided_by is null))
);
create index watch_list_hit_person on watch_list_hit (person_id, kind, entry);
create index watch_list_hit_version on watch_list_hit (version_id);
create index watch_list_hit_entry on watch_list_hit (entry_id);
