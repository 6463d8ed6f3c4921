-- By what a household's pass is known at checkpoints: drawn once, whatever happens to its seats, and saying nothing of it.

create table pass (
  household_id bigint primary key references household,
  token text not null unique,          -- in the square code
  short_code text not null unique,     -- to be typed where that cannot be read
  made_at timestamptz not null
);

-- Each case keeps its own: the paper of one that went up in another leads to it, and is good again if that is undone.
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
  and tables.relname not in ('household', 'household_merge', 'appeal', 'pass');
