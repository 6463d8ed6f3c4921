-- In previews: who waits or has seats where a danger grows, and becomes more urgent.
alter table change_preview_household drop constraint change_preview_household_fate_check;
alter table change_preview_household add constraint change_preview_household_fate_check check (
  fate in ('LOSES_SEATS', 'ON_THE_ROAD', 'WAITS', 'PUT_OFF', 'GETS_SEATS', 'HOME_SOONER', 'MORE_URGENT', 'WOKEN'));
