-- The stations that a household walks through when it has landed; how each turned out stands in reception_step.
create table station_visit (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  station text not null check (station in
    ('count', 'medical', 'psychologist', 'papers', 'money', 'lodging', 'onward travel', 'telephone home')),
  needed boolean not null,             -- by the table of stations; else they came all the same
  opened_at timestamptz not null,      -- they wait from here
  taken_at timestamptz,                -- until here
  taken_by text,
  done_at timestamptz
);
create unique index station_visit_open on station_visit (household_id, station) where done_at is null;
create index station_visit_queue on station_visit (station, opened_at) where done_at is null;
create index station_visit_household on station_visit (household_id, station);
create index station_visit_taken on station_visit (taken_at);
