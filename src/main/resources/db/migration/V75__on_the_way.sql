-- What happens to people on the way besides being missing or turned away.

alter table absence drop constraint absence_kind_check;
alter table absence add constraint absence_kind_check
  check (kind in ('missing', 'refused', 'injured', 'hospital', 'detained', 'died', 'born'));  -- born: was not there before

create table death (
  person_id bigint primary key references person,
  movement_id bigint not null references movement,
  checkpoint text not null,            -- where, or on the way there
  at timestamptz not null,
  said_by text not null,               -- who established it: a doctor, an authority
  noted_by text not null,
  noted_at timestamptz not null
);
alter table household drop constraint household_end_reason_check;
alter table household add constraint household_end_reason_check check (end_reason in
  ('stays', 'not eligible', 'withdrew', 'left by own means', 'same as another case', 'no-show', 'died'));

alter table person drop constraint person_place_check;   -- arms: a newborn in the mother's arms takes no place of its own
alter table person add constraint person_place_check check (place in ('seat', 'wheelchair', 'stretcher', 'arms'));
alter table reservation drop constraint reservation_place_check;
alter table reservation add constraint reservation_place_check
  check (place in ('seat', 'wheelchair', 'stretcher', 'arms'));
