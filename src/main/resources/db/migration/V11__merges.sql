-- Two cases of the same people become one, and two again if that was a mistake. Each value that a merge changes is kept
-- as it was; undoing it is setting these values back.

create table household_merge (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,          -- the one that ended
  into_household_id bigint not null references household,
  stage text not null,                                        -- of the first, before
  decided_by text not null,
  at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  check ((undone_by is null) = (undone_at is null))
);
create unique index household_merge_standing on household_merge (household_id) where undone_at is null;
create index household_merge_into on household_merge (into_household_id);

create table household_merge_change (
  id bigint generated always as identity primary key,
  merge_id bigint not null references household_merge,
  of_table text not null,
  row_key jsonb not null,              -- the row's primary key
  of_column text not null,
  before jsonb not null,
  after jsonb not null
);
create index household_merge_change_merge on household_merge_change (merge_id, id);

alter table possible_duplicate
  add column grounds jsonb,            -- people.Reason, one by one, in whatever language they are read
  alter column reasons drop not null;
create index possible_duplicate_other on possible_duplicate (other_household_id);
create index import_row_person on import_row (person_id) where person_id is not null;
create index person_merged_into on person (merged_into) where merged_into is not null;
create index remark_person on remark (person_id) where person_id is not null;
create index concern_person on concern (person_id);
create index absence_person on absence (person_id);

-- The condition that finds a row by its key, for execute … using the key.
create function row_of(of_table text, row_key jsonb) returns text language sql as $$
  select string_agg(format('%I = (select %1$I from jsonb_populate_record(null::%2$s, $1))', key, of_table), ' and ')
  from jsonb_object_keys(row_key) as key
$$;

-- Sets one value of one row for a merge and keeps what stood there. False, and nothing changes, if the other has the same.
create function set_for_merge(merge bigint, of_table text, row_key jsonb, of_column text, value jsonb) returns boolean
language plpgsql as $$
declare
  before jsonb;
begin
  execute format('select to_jsonb(t) -> %L from %s t where %s', of_column, of_table, row_of(of_table, row_key))
    into strict before using row_key;
  if before = value then
    return false;
  end if;
  execute format('update %s set %I = (select %2$I from jsonb_populate_record(null::%1$s, $2)) where %3$s',
                 of_table, of_column, row_of(of_table, row_key))
    using row_key, jsonb_build_object(of_column, value);
  insert into household_merge_change (merge_id, of_table, row_key, of_column, before, after)
  values (merge, of_table, row_key, of_column, before, value);
  return true;
exception when unique_violation then
  return false;
end $$;

-- All columns of all tables that refer to a household or a person and that simply go along in a merge, whoever has added
-- them; persons and documents are looked at one by one.
create view moves_in_merge as
select constraints.confrelid::regclass::text as target, tables.relname::text as of_table, columns.attname::text as of_column,
       (select array_agg(keys.attname::text)
        from pg_index primary_key
          join pg_attribute keys on keys.attrelid = primary_key.indrelid and keys.attnum = any(primary_key.indkey)
        where primary_key.indrelid = tables.oid and primary_key.indisprimary) as key_columns
from pg_constraint constraints
  join pg_class tables on tables.oid = constraints.conrelid
  join pg_attribute columns on columns.attrelid = tables.oid and columns.attnum = constraints.conkey[1]
where constraints.contype = 'f' and cardinality(constraints.conkey) = 1
  and constraints.confrelid in ('household'::regclass, 'person'::regclass)
  and tables.relname not in ('possible_duplicate', 'person_trace', 'household_split', 'manifest_line', 'document', 'person')
  and tables.relname not in ('household', 'household_merge');

-- Has every row that refers to one household or person refer to another one instead.
create function move_for_merge(merge bigint, what text, from_id bigint, to_id bigint) returns void language plpgsql as $$
declare
  reference record;
  referring jsonb;
begin
  for reference in select * from moves_in_merge where target = what order by of_table, of_column loop
    for referring in execute format(
        'select (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(t)) where key = any($2)) from %I t where %I = $1',
        reference.of_table, reference.of_column) using from_id, reference.key_columns
    loop
      perform set_for_merge(merge, reference.of_table, referring, reference.of_column, to_jsonb(to_id));
    end loop;
  end loop;
end $$;

-- Sets back what a merge has set, the last first. What has been changed since stays as it is now.
create function undo_merge(merge bigint) returns void language plpgsql as $$
declare
  change record;
begin
  for change in select * from household_merge_change where merge_id = merge order by id desc loop
    execute format('update %s t set %I = (select %2$I from jsonb_populate_record(null::%1$s, $2))
                    where %3$s and to_jsonb(t) -> %2$L = $3',
                   change.of_table, change.of_column, row_of(change.of_table, change.row_key))
      using change.row_key, jsonb_build_object(change.of_column, change.before), change.after;
  end loop;
end $$;

-- What is noted about persons in one household goes with them into another.
create function follow_persons(persons bigint[], from_id bigint, to_id bigint) returns void language plpgsql as $$
declare
  reference record;
begin
  for reference in
    select distinct whom.of_table, whom.of_column as person, which.of_column as household
    from moves_in_merge whom join moves_in_merge which on which.of_table = whom.of_table
    where whom.target = 'person' and which.target = 'household'
  loop
    execute format('update %I set %I = $1 where %2$I = $2 and %I = any($3)',
                   reference.of_table, reference.household, reference.person)
      using to_id, from_id, persons;
  end loop;
  update possible_duplicate set household_id = to_id where household_id = from_id and person_id = any(persons);
  update possible_duplicate set other_household_id = to_id
  where other_household_id = from_id and other_person_id = any(persons) and household_id <> to_id;
end $$;
