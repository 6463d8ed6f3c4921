-- A road that is cut for hours: convoys wait until it is free again, and leave as before when that is undone in time.
alter table situation_change drop constraint situation_change_kind_check;
alter table situation_change add constraint situation_change_kind_check check (
  kind in ('exitCloses', 'exitOpens', 'quotaChanges', 'riskChanges', 'movementLost', 'roadCut'));
alter table situation_change add constraint situation_change_hours check (value is not null or kind <> 'roadCut');
alter table situation_change_movement drop constraint situation_change_movement_fate_check;
alter table situation_change_movement add constraint situation_change_movement_fate_check check (
  fate in ('cancelled', 'on the road', 'reopened', 'stays cancelled', 'delayed', 'as before', 'stays delayed'));
alter table situation_change_movement add departs_before timestamptz;
alter table situation_change_movement add constraint situation_change_movement_delayed check (
  (departs_before is not null) = (fate in ('delayed', 'as before', 'stays delayed')));
