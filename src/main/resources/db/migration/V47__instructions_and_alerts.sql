-- From when the households whose journey begins with a movement may be told so, if not as lead-times has it.
create table instruction_release (
  movement_id bigint primary key references movement,
  at timestamptz not null
);
