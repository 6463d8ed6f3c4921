-- A manifest has a head: when a version of it was written, and when it went out to those who carry people. A version that
-- has become empty is one too: everybody has left it.

create table manifest (
  movement_id bigint not null references movement,
  version smallint not null,
  written_at timestamptz not null,
  sent_at timestamptz,                 -- null: it has not gone out
  primary key (movement_id, version)
);

-- Movements that froze before have no step that sends theirs out, and when each version was written was not kept: the
-- freeze stands for both.
insert into manifest (movement_id, version, written_at, sent_at)
select distinct movement_id, version, coalesce(frozen_at, planned_at), coalesce(frozen_at, planned_at)
from manifest_line join movement on movement.id = movement_id;

alter table manifest_line add foreign key (movement_id, version) references manifest;
