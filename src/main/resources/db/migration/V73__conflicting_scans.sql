-- What officers decide about scans that do not fit. These are kept whatever is decided.
alter table scan
  add resolved_at timestamptz,
  add resolved_by text,
  add resolution text check (resolution in ('mistake',        -- nobody is counted by it
                                            'counts',         -- the person was there, whatever the order
                                            'other movement')); -- they travel on that movement, and have a place there
alter table scan
  add pass_of bigint references household;  -- whose pass it was, of several, and so counts none of them
create index scan_pass_of on scan (pass_of) where pass_of is not null;
create index scan_unresolved on scan (person_id, movement_id) where verdict = 'conflict' and resolved_at is null;

-- Officers are not asked about what never fitted on journeys that are over.
update scan set resolution = 'mistake', resolved_at = now(), resolved_by = 'homeward'
where verdict = 'conflict' and (
  person_id in (
    select person.id from person join household on household.id = household_id where stage in ('home', 'ended'))
  or person_id is null and (
    movement_id is null or movement_id in (select id from movement where state in ('arrived', 'cancelled'))));
