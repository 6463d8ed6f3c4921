-- Documents as they are: some never expire, each may spell its bearer otherwise, and we issue some ourselves.

alter table document
  add column never_expires boolean not null default false,
  add column latin_name text,          -- the bearer as this document spells them
  add column latin_name_key text,      -- folded: see people.NameKey
  add column issued_at timestamptz,    -- of those we issue: when, by which officer, at which post
  add column issued_by_officer text,
  add column issued_at_post text,
  add constraint document_expiry check (not never_expires or expires is null);
create index document_latin_name on document (latin_name_key) where latin_name_key is not null;

-- The numbers of return certificates. A number that a failed transaction took is left out: nobody ever saw it.
create sequence certificate_sequence;

create table document_copy (
  id bigint generated always as identity primary key,
  document_id bigint not null references document,
  kind text not null check (kind in ('photo', 'page')),
  media_type text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  digest text not null,                -- SHA-256 of the content
  content bytea not null,              -- as we wrote it anew, not as it came
  added_at timestamptz not null,
  added_by text not null,
  check (kind <> 'photo' or media_type <> 'application/pdf'),
  unique (document_id, digest)
);
alter table document_copy alter column content set storage external;  -- compressed already
