-- What papers say about the grown-ups who decide for a child: who its guardian is, and who lets it leave ----------------

create table guardianship (
  id bigint generated always as identity primary key,
  child_id bigint not null references person,
  says text not null check (says in ('mother', 'father', 'court guardian', 'guardian', 'permission')),
  adult_id bigint references person,   -- somebody on record, or
  adult_name text,                     -- somebody else, by name
  evidence text not null check (evidence in
    ('birth certificate', 'family book', 'court order', 'notary', 'consul', 'other')),
  reference text,                      -- the number of the paper, or under which the notary, court or consul keeps it
  dated date,
  recorded_by text not null,
  recorded_at timestamptz not null,
  withdrawn_by text,                   -- it counts no more; who recorded it stays on record
  withdrawn_at timestamptz,
  check (num_nonnulls(adult_id, adult_name) = 1),
  check (adult_id <> child_id),
  check ((withdrawn_by is null) = (withdrawn_at is null))
);
create index guardianship_child on guardianship (child_id);

-- A copy shows a document, or a paper about a child.
alter table document_copy alter document_id drop not null;
alter table document_copy add guardianship_id bigint references guardianship;
alter table document_copy add check (num_nonnulls(document_id, guardianship_id) = 1);
create unique index document_copy_guardianship on document_copy (guardianship_id, digest) where guardianship_id is not null;

-- Who agreed that a household is split --------------------------------------------------------------------------------

create table split_agreement (
  id bigint generated always as identity primary key,
  household_id bigint not null references household,
  behind bigint[] not null,            -- the persons who were to stay behind when the family was asked
  agreed bigint[] not null,            -- the grown-ups who agreed
  reason text not null,
  recorded_by text not null,
  recorded_at timestamptz not null
);
create index split_agreement_household on split_agreement (household_id, id);
alter table household_decision add agreement_id bigint references split_agreement; -- of a split: who agreed, and why

-- A child's companion may be of another household ---------------------------------------------------------------------

create index child_care_companion on child_care (companion_id) where companion_id is not null;
