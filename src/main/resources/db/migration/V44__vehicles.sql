-- A ship takes people out of the country by a port, as a convoy does by road.
alter table movement
  drop constraint movement_kind_check,
  add constraint movement_kind_check check (kind in ('convoy', 'ship', 'flight'));

-- The baggage a movement takes, in kilograms, where that is limited. Each person is allowed the 20 kg that the joining
-- instructions name (Vehicle.BAGGAGE_OF_ONE), so the weight is a limit of persons.
alter table movement
  add column baggage_kg integer check (baggage_kg >= 20),
  add column most_persons integer generated always as (baggage_kg / 20) stored,
  add constraint movement_baggage check (seats_taken + stretchers_taken + wheelchairs_taken <= most_persons);
