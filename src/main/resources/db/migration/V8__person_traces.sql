-- What registered persons leave to be found by: see people.KnownPeople. Written again when the person changes.
create table person_trace (
  trace text not null,
  person_id bigint not null references person on delete cascade,
  primary key (trace, person_id)
);
create index person_trace_person on person_trace (person_id);
