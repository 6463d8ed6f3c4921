-- Where what a merge changes is part of a row's own key, undoing it finds the row by the key that it has since.
create or replace function set_for_merge(merge bigint, of_table text, row_key jsonb, of_column text, value jsonb)
returns boolean language plpgsql as $$
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
  values (merge, of_table,
          case when row_key ? of_column then row_key || jsonb_build_object(of_column, value) else row_key end,
          of_column, before, value);
  return true;
exception when unique_violation then
  return false;
end $$;

-- Each case has its own appeal: who goes up in another one does not use up that one's.
create or replace view moves_in_merge as
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
  and tables.relname not in ('household', 'household_merge', 'appeal');
