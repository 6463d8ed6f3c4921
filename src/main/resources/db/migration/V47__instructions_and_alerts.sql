-- From when the households whose journey begins with a movement may be told so, if not as lead-times has it.
create table instruction_release (
  movement_id bigint primary key references movement,
  at timestamptz not null
);

-- Alerts of others (CAP 1.2), and what each of their areas is here.
create table alert (
  id bigint generated always as identity primary key,
  sender text not null,
  identifier text not null,
  sent timestamptz not null,
  msg_type text not null,
  digest text not null,                -- of the file: the same again is recognised
  received_at timestamptz not null,
  received_by text not null,
  unique (sender, identifier)
);
create table alert_area (
  id bigint generated always as identity primary key,
  alert_id bigint not null references alert,
  name text not null,                  -- as the alert has it
  severity text not null,
  change_id bigint references situation_change,  -- what is reported of it
  why text check (why in ('unknown place', 'unknown severity', 'already so', 'left out')),
  check (change_id is not null or why is not null)
);
create index alert_area_alert on alert_area (alert_id, id);
create index alert_area_change on alert_area (change_id);
