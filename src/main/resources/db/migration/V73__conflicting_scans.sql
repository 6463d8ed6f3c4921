-- What officers decide about scans that do not fit. These are kept whatever is decided.
alter table scan
  add resolved_at timestamptz,
  add resolved_by text,
  add resolution text check (resolution in ('mistake',        -- nobody is counted by it
                                            'counts',         -- the person was there, whatever the order
                                            'other movement')); -- they travel on that movement, and have a place there
create index scan_unresolved on scan (person_id, movement_id) where verdict = 'conflict' and resolved_at is null;
