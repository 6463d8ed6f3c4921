-- Guests stand on a version of a manifest as members of households do, and are counted at boarding and on arrival.
create table manifest_guest (
  movement_id bigint not null,
  version smallint not null,
  guest_id bigint not null references guest,
  primary key (movement_id, version, guest_id),
  foreign key (movement_id, version) references manifest
);
create index manifest_guest_guest on manifest_guest (guest_id);

-- Until now a version had those who were on the lists when the next was written, or are still.
insert into manifest_guest (movement_id, version, guest_id)
select written.movement_id, written.version, guest.id
from (select movement_id, version, lead(written_at) over (partition by movement_id order by version) as next_at
      from manifest) written
  join kept_places on kept_places.movement_id = written.movement_id
  join guest on guest.kept_places_id = kept_places.id
where (next_at is null or added_at < next_at) and (removed_at is null or removed_at >= next_at);

create table guest_count (
  kept_places_id bigint not null references kept_places,
  checkpoint text not null check (checkpoint in ('convoy boarding', 'border entry', 'flight boarding', 'landing')),
  persons integer not null check (persons >= 0),
  counted_at timestamptz not null,
  counted_by text not null,
  primary key (kept_places_id, checkpoint)
);
