-- A movement whose process cannot be told of a change stays as it is, and does not hold up the others.
alter table situation_change_movement drop constraint situation_change_movement_fate_check;
alter table situation_change_movement add constraint situation_change_movement_fate_check check (
  fate in ('cancelled', 'on the road', 'reopened', 'stays cancelled', 'delayed', 'as before', 'stays delayed', 'not applied'));
