-- Which alerts an update or a cancellation speaks of: one that arrives after it is withdrawn already.
alter table alert add refers_to text;
alter table alert_area drop constraint alert_area_why_check;
alter table alert_area add constraint alert_area_why_check
  check (why in ('unknown place', 'unknown severity', 'already so', 'left out', 'withdrawn'));
