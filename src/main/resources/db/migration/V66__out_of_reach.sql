-- Whose people cannot get by themselves to which other governorate, to muster there; all others can.
create table out_of_reach (
  people_of text not null references governorate,
  place text not null references governorate,
  since timestamptz not null,
  said_by text not null,
  primary key (people_of, place),
  check (people_of <> place)
);
