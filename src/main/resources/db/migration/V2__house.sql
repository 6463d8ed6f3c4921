-- The house's own tables. Times are instants (UTC); names of people live here and nowhere else.

create table operation (
  only_one boolean primary key default true check (only_one),
  code text not null check (code ~ '^[A-Z]{3}$'),
  rehearsal text,                      -- digest of the rehearsed scenario; null in a real operation
  clock_offset interval not null default interval '0'  -- how far a rehearsal has moved the clock
);
create sequence case_sequence;

-- situation ---------------------------------------------------------------------------------------------------------

create table governorate (
  pcode text primary key,
  iso text not null,
  name_en text not null,
  name_ru text not null,
  name_ar text not null,
  risk smallint not null default 2 check (risk between 1 and 4)  -- 1 calm, 2 tense, 3 fighting, 4 under siege
);
create table governorate_alias (
  alias text primary key,              -- as people write it, any script; folded when compared
  pcode text not null references governorate
);
create table exit (
  code text primary key,
  name text not null,
  kind text not null check (kind in ('land', 'air', 'sea')),
  towards text,
  leads_to text,
  state text not null default 'open' check (state in ('open', 'closed')),
  daily_quota integer check (daily_quota >= 0)
);

-- audit -------------------------------------------------------------------------------------------------------------

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  officer text not null,
  action text not null,
  household_id bigint,
  person_id bigint,
  subject text,                        -- what else it was about: a movement's code, an import's id
  stage_from text,
  stage_to text,
  detail text,
  tx xid8 not null default pg_current_xact_id()
);
create index audit_household on audit (household_id, id);
create index audit_stage on audit (household_id, id) where stage_to is not null;
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'What is on record stays: % is only added to.', tg_table_name;
end $$;
create trigger audit_is_only_added_to before update or delete on audit
  for each row execute function refuse_change();

-- household ---------------------------------------------------------------------------------------------------------

create table household (
  id bigint generated always as identity primary key,
  case_number text not null unique,
  stage text not null default 'registered' check (stage in
    ('registered', 'deferred', 'vetting', 'ready', 'seated', 'called', 'under way', 'home', 'ended')),
  end_reason text check (end_reason in
    ('stays', 'not eligible', 'withdrew', 'left by own means', 'same as another case', 'no-show')),
  stage_since timestamptz not null,
  stage_tx xid8 not null default pg_current_xact_id(),
  willingness text check (willingness in ('willing', 'deferred', 'stays', 'withdrew', 'unreachable')),
  deferred_until timestamptz,
  wish text not null default 'unknown' check (wish in ('yes', 'undecided', 'no', 'unknown')),  -- as the list says
  governorate text references governorate,
  restricted boolean not null default false,
  language text not null default 'ru' check (language in ('en', 'ru', 'ar')),
  phone text,
  email text,
  destination_city text,
  list_family text,                    -- its number on the list it came with
  priority smallint check (priority between 1 and 4),  -- 1 first
  ready_since timestamptz,             -- its place in the queue; kept when seats are lost
  registered_at timestamptz not null,
  split_from bigint references household,
  merged_into bigint references household,
  check ((stage = 'ended') = (end_reason is not null))
);
create index household_stage on household (stage, priority, ready_since);
create index household_governorate on household (governorate);
create index household_split_from on household (split_from);
create index household_merged_into on household (merged_into);

create table person (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  position smallint not null,
  name text,                           -- in its own script, as written
  latin_name text,                     -- as in the passport
  name_key text not null,              -- folded Latin words in order: see people.NameKey
  born date,
  born_estimated boolean not null default false,   -- only the year is known: 1 January stands for it
  sex text not null default 'unknown' check (sex in ('female', 'male', 'unknown')),
  nationalities text[] not null default '{}',      -- ISO 3166 alpha-3
  relation text not null default 'other' check (relation in
    ('applicant', 'spouse', 'child', 'parent', 'sibling', 'grandchild', 'grandparent', 'other')),
  father_consent text not null default 'unknown' check (father_consent in ('given', 'refused', 'unknown')),
  needs text[] not null default '{}',  -- wheelchair, stretcher, insulin, dialysis, oxygen, pregnancy, escort, other
  pregnancy_weeks smallint check (pregnancy_weeks between 1 and 45),
  place text not null default 'seat' check (place in ('seat', 'wheelchair', 'stretcher')),
  merged_into bigint references person,
  check (name is not null or latin_name is not null)
);
create index person_household on person (household_id, position);
create index person_birth on person (born) where merged_into is null;
create index person_name_key on person (name_key);

create table document (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  kind text not null default 'passport' check (kind in ('passport', 'internal passport', 'return certificate', 'other')),
  number text not null,
  number_key text not null,            -- letters and digits only, upper case
  expires date,
  issued_by text
);
create index document_person on document (person_id);
create index document_number on document (number_key);

create table remark (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  person_id bigint references person,
  at timestamptz not null,
  officer text not null,
  text text not null
);
create index remark_household on remark (household_id, id);

create table household_split (
  household_id bigint primary key references household,   -- the new one
  from_household_id bigint not null references household,
  decided_by text not null,
  at timestamptz not null,
  reason text not null
);

-- movement ----------------------------------------------------------------------------------------------------------

create table movement (
  id bigint generated always as identity primary key,
  code text not null unique,
  kind text not null check (kind in ('convoy', 'flight')),
  origin text not null,
  destination text not null,
  exit text references exit,
  departs timestamptz not null,
  seats integer not null check (seats >= 0),
  stretchers integer not null default 0 check (stretchers >= 0),
  wheelchairs integer not null default 0 check (wheelchairs >= 0),
  seats_taken integer not null default 0 check (seats_taken between 0 and seats),
  stretchers_taken integer not null default 0 check (stretchers_taken between 0 and stretchers),
  wheelchairs_taken integer not null default 0 check (wheelchairs_taken between 0 and wheelchairs),
  state text not null default 'planned' check (state in
    ('planned', 'open', 'frozen', 'boarding', 'departed', 'arrived', 'cancelled')),
  planned_at timestamptz not null,     -- the notice it was planned with: short notice freezes late
  frozen_at timestamptz,
  departed_at timestamptz,
  arrived_at timestamptz
);
create index movement_state on movement (state, departs);

create table itinerary (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  state text not null default 'held' check (state in ('held', 'given back', 'travelled')),
  made_at timestamptz not null,
  reconfirmed_at timestamptz,          -- when the household last said that it comes
  ended_at timestamptz,
  end_reason text
);
create unique index itinerary_one_held on itinerary (household_id) where state = 'held';

create table itinerary_leg (
  itinerary_id bigint not null references itinerary,
  position smallint not null,
  movement_id bigint not null references movement,
  primary key (itinerary_id, position)
);
create index itinerary_leg_movement on itinerary_leg (movement_id);

create table reservation (
  id bigint generated always as identity primary key,
  itinerary_id bigint not null references itinerary,
  household_id bigint not null references household,
  person_id bigint not null references person,
  movement_id bigint not null references movement,
  place text not null check (place in ('seat', 'wheelchair', 'stretcher')),
  state text not null default 'held' check (state in ('held', 'given back'))
);
create unique index reservation_one_held on reservation (person_id, movement_id) where state = 'held';
create index reservation_movement on reservation (movement_id) where state = 'held';
create index reservation_household on reservation (household_id);

create table manifest_line (
  movement_id bigint not null references movement,
  version smallint not null,
  person_id bigint not null references person,
  household_id bigint not null references household,
  place text not null,
  primary key (movement_id, version, person_id)
);

-- contact -----------------------------------------------------------------------------------------------------------

create table message (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  kind text not null,
  once_key text not null unique,       -- the same news is told once, however often the job runs
  language text not null,
  address text,                        -- null: kept for the officer to read out
  subject text not null,
  body text not null,
  made_at timestamptz not null
);
create index message_household on message (household_id, id);
create table delivery (
  id bigint generated always as identity primary key,
  message_id bigint not null references message,
  at timestamptz not null,
  outcome text not null check (outcome in ('delivered', 'failed')),
  why text
);
create unique index delivery_once on delivery (message_id) where outcome = 'delivered';

-- registration ------------------------------------------------------------------------------------------------------

create table import (
  id uuid primary key,
  file_name text not null,
  content bytea not null,
  digest text not null,
  officer text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  failure text,                        -- why it failed, a code
  other_sheets text[] not null default '{}',  -- sheets of the workbook that were not read
  row_count integer,                   -- null until every row has been read
  done integer not null default 0
);
create index import_digest on import (digest);
create index import_running on import (started_at) where state = 'running';
create table import_row (
  import_id uuid not null references import,
  row_number integer not null,         -- as in the spreadsheet, from 1
  outcome text not null check (outcome in
    ('waiting', 'imported', 'known', 'blank', 'total', 'heading', 'correction', 'corrected')),
  reason text,                         -- what is wrong, codes
  cells jsonb,                         -- what the row says, by field; kept for correction
  family text,                         -- its number on the list
  household_row integer not null,      -- the row in which its household begins
  fingerprint text,                    -- family, name, birth and document of a person, digested
  household_id bigint references household,
  person_id bigint references person,
  primary key (import_id, row_number)
);
create index import_row_correction on import_row (import_id) where outcome = 'correction';
create index import_row_waiting on import_row (import_id, household_row, row_number) where outcome = 'waiting';
create index import_row_fingerprint on import_row (fingerprint) where household_id is not null;
create index import_row_household on import_row (household_id);

create table contact_attempt (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  at timestamptz not null,
  officer text not null,
  outcome text not null check (outcome in ('willing', 'deferred', 'stays', 'no answer'))
);
create index contact_attempt_household on contact_attempt (household_id, id);

create table possible_duplicate (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,         -- the one being registered
  other_household_id bigint not null references household,
  person_id bigint not null references person,
  other_person_id bigint not null references person,
  likeness numeric(4, 3) not null,
  reasons text not null,
  state text not null default 'open' check (state in ('open', 'merged', 'kept apart', 'undone')),
  decided_by text,
  decided_at timestamptz,
  unique (person_id, other_person_id)
);
create index possible_duplicate_household on possible_duplicate (household_id, state);

-- vetting -----------------------------------------------------------------------------------------------------------

create table concern (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  person_id bigint not null references person,
  kind text not null check (kind in ('documents', 'eligibility', 'watch-list', 'consent', 'fitness')),
  reason text not null,                -- which rule raised it, a code
  state text not null default 'open' check (state in ('open', 'cleared', 'held back', 'superseded')),
  outcome text,
  raised_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  seconded_by text,
  check (seconded_by is null or seconded_by <> decided_by)
);
create index concern_household on concern (household_id, state);
create table household_decision (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  at timestamptz not null,
  officer text not null,
  decision text not null,
  reason text
);

-- passage -----------------------------------------------------------------------------------------------------------

create table scan (
  id text primary key,                 -- the client's own
  person_id bigint references person,  -- null: nobody we know
  person_given text not null,          -- what the client sent
  movement_id bigint references movement,
  movement_given text not null,
  checkpoint text not null,
  at timestamptz not null,
  received_at timestamptz not null,
  officer text not null,
  verdict text not null check (verdict in ('taken', 'known', 'conflict')),  -- known: counted here before, by another scan
  why text
);
create unique index scan_once on scan (person_id, movement_id, checkpoint) where verdict = 'taken';
create index scan_movement on scan (movement_id, checkpoint) where verdict = 'taken';
create index scan_person on scan (person_id);
create index scan_conflict_movement on scan (movement_id, received_at) where verdict = 'conflict';
create table absence (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  person_id bigint not null references person,
  movement_id bigint not null references movement,
  checkpoint text not null,
  kind text not null check (kind in ('missing', 'refused')),
  reason text,
  noted_at timestamptz not null,
  noted_by text not null,
  decision text,
  decided_by text,
  decided_at timestamptz
);
create index absence_household on absence (household_id) where decision is null;

-- arrival -----------------------------------------------------------------------------------------------------------

create table reception_step (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  step text not null,
  outcome text not null,
  officer text not null,
  at timestamptz not null
);
create index reception_step_household on reception_step (household_id);
