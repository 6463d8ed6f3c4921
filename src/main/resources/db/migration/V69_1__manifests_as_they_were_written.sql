-- A line of a manifest keeps what it says of a person as of its writing: what is corrected later stands in the next version.

alter table manifest_line
  add column position smallint,
  add column name text,
  add column latin_name text,
  add column born date,
  add column born_estimated boolean,
  add column sex text,
  add column relation text,
  add column nationalities text[],
  add column needs text[],
  add column document_kind text,
  add column document_number text,
  add column document_expires date,
  add column document_issued_by text;

-- What a line says of somebody, in the order of these columns; the document to travel on is one that is valid on that day if
-- there is any, a passport before others.
create function manifest_says(who bigint, day date)
returns table ("position" smallint, name text, latin_name text, born date, born_estimated boolean, sex text, relation text,
               nationalities text[], needs text[], document_kind text, document_number text, document_expires date,
               document_issued_by text)
language sql stable as $$
  select person.position, person.name, person.latin_name, person.born, person.born_estimated, person.sex, person.relation,
         person.nationalities, person.needs, document.kind, document.number, document.expires, document.issued_by
  from person
    left join lateral (
      select * from document where document.person_id = person.id and replaced_by is null
      order by (never_expires or coalesce(expires >= day, true)) desc,
               array_position(array['passport', 'return certificate', 'internal passport'], kind),
               expires desc nulls last, id desc
      limit 1) document on true
  where person.id = who $$;

-- Until now a line was read as the person is known at that moment: so it is once more, for what was written before.
update manifest_line
set (position, name, latin_name, born, born_estimated, sex, relation, nationalities, needs, document_kind, document_number,
     document_expires, document_issued_by) =
  (select said.* from movement, manifest_says(person_id, (departs at time zone 'UTC')::date) said
   where movement.id = movement_id);

alter table manifest_line
  alter column position set not null,
  alter column born_estimated set not null,
  alter column sex set not null,
  alter column relation set not null,
  alter column nationalities set not null,
  alter column needs set not null;
