-- Whom a reported change would affect, as it was last looked at: for officers who are cleared, and for the others.
create table change_preview (
  change_id bigint not null references situation_change,
  cleared boolean not null,
  at timestamptz not null,
  preview jsonb not null,
  primary key (change_id, cleared)
);
