-- In previews: who keeps the seats over an exit that closes until the freeze, and the deferred whom a danger wakes.
alter table change_preview_household drop constraint change_preview_household_fate_check;
alter table change_preview_household add constraint change_preview_household_fate_check check (
  fate in ('LOSES_SEATS', 'ON_THE_ROAD', 'WAITS', 'PUT_OFF', 'GETS_SEATS', 'HOME_SOONER', 'WOKEN'));
alter table change_preview_household add keeps_until timestamptz;

-- When all that a change asks for was done: the seats that a quota takes later are another change's.
alter table situation_change add applied_at timestamptz;
update situation_change set applied_at = (
  select min(at) from audit where action = 'change applied' and subject = 'CHANGE-' || situation_change.id);
