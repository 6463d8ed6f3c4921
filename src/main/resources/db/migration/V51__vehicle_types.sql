-- Vehicles as they are configured for this operation, not as their makers offer them. What is planned takes the places of its
-- type over and keeps its name; a type that is changed or retired later changes nothing that is planned.
create table vehicle_type (
  id bigint generated always as identity primary key,
  name text not null,
  kind text not null check (kind in ('convoy', 'ship', 'flight')),
  seats integer not null check (seats >= 0),                -- with those of the crew and the escorts
  stretchers integer not null check (stretchers >= 0),
  wheelchairs integer not null check (wheelchairs >= 0),
  crew integer not null check (crew >= 0),
  escorts integer not null check (escorts >= 0),            -- medical escorts for each stretcher
  baggage_kg integer check (baggage_kg >= 20),              -- null: not limited
  retired boolean not null default false,
  constraint vehicle_type_crew check (crew + escorts * stretchers <= seats)
);
create unique index vehicle_type_name on vehicle_type (upper(name));
alter table movement add column vehicle_type text;          -- by name, as it was when the places were taken over
