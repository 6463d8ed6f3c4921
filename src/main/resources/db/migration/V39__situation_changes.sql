-- What managers report of the situation: looked at before it is made, made, and undone; all of it stays on record.
create table situation_change (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('exitCloses', 'exitOpens', 'quotaChanges', 'riskChanges', 'movementLost')),
  subject text not null,                       -- an exit's or a movement's code, a governorate's P-code
  value integer,                               -- persons a day (null: as many as come), or the risk
  before integer,                              -- what the quota or the risk was when it was made
  state text not null default 'reported' check (state in ('reported', 'discarded', 'applying', 'applied', 'undone')),
  reported_at timestamptz not null,
  reported_by text not null,
  decided_at timestamptz,
  decided_by text,
  undone_at timestamptz,
  undone_by text,
  check ((value is not null) or kind <> 'riskChanges')
);
create index situation_change_subject on situation_change (subject, id);

-- Which movements it cancelled, and which were on the road and what their leader was told.
create table situation_change_movement (
  change_id bigint not null references situation_change,
  movement_id bigint not null references movement,
  fate text not null check (fate in ('cancelled', 'on the road', 'reopened', 'stays cancelled')),
  decision text check (decision in ('waits', 'turnsBack', 'otherWay', 'goesOn')),
  decided_by text,
  primary key (change_id, movement_id)
);
create index situation_change_movement_movement on situation_change_movement (movement_id);
