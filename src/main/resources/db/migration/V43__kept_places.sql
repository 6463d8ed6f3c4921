-- Places that are kept for others: a delegation, or the citizens of another state that asked for a lift. They count as taken in
-- movement.*_taken, written by the same statement, so that whoever looks for room sees them. And movements that are another
-- state's, which gives us places on them.

alter table movement
  add column offered_by text;          -- the state that operates it and gives us its places: ISO 3166 alpha-3

create table kept_places (
  id bigint generated always as identity primary key,
  movement_id bigint not null references movement,
  taker text not null,                 -- a state: ISO 3166 alpha-3; or a delegation, as it is called
  seats integer not null check (seats >= 0),
  stretchers integer not null check (stretchers >= 0),
  wheelchairs integer not null check (wheelchairs >= 0),
  kept_at timestamptz not null,
  kept_by text not null,
  released_at timestamptz,
  released_by text,
  check (seats + stretchers + wheelchairs > 0)
);
create unique index kept_places_once on kept_places (movement_id, upper(taker)) where released_at is null;

-- The sub-manifest of a taker. Who has been taken off it stays on record.
create table guest (
  id bigint generated always as identity primary key,
  kept_places_id bigint not null references kept_places,
  name text not null,                  -- as in the passport
  sex text not null check (sex in ('female', 'male', 'unknown')),
  born date not null,
  nationality text not null,           -- ISO 3166 alpha-3
  document text not null,
  place text not null check (place in ('seat', 'stretcher', 'wheelchair')),
  added_at timestamptz not null,
  removed_at timestamptz
);
create index guest_kept_places on guest (kept_places_id);
