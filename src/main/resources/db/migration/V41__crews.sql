-- Those who travel because it is their work, the vehicle's crew, escorts and medical companions, sit on seats that nobody
-- else is given.
alter table movement
  add column crew integer not null default 0 check (crew >= 0),
  add constraint movement_crew check (seats_taken + crew <= seats);
