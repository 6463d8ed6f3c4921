-- Check-in for a flight: seats by row and letter where the vehicle type has a plan of them, and the baggage of each household.

create table seat_plan (
  vehicle_type_id bigint primary key references vehicle_type,
  seat_rows integer not null check (seat_rows between 1 and 100),
  letters text not null,                  -- of each row, with a blank for each aisle: ABC DEF
  blocked text not null                   -- seats that are not given, the crew's among them: 1A 1B
);

create table given_seat (
  movement_id bigint not null references movement,
  person_id bigint not null references person,
  seat text not null,                     -- 12A
  by_hand boolean not null,               -- an officer chose it: it stays when the others are given anew
  primary key (movement_id, person_id),
  constraint given_seat_once unique (movement_id, seat)
);

create table checked_baggage (
  movement_id bigint not null references movement,
  household_id bigint not null references household,
  pieces integer not null check (pieces between 0 and 200),
  kg integer not null check (kg between 0 and 5000),
  noted_at timestamptz not null,
  noted_by text not null,
  primary key (movement_id, household_id)
);
