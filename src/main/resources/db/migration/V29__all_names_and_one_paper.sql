-- People are screened by every name on record from now on, also those in their documents: the versions of the lists that
-- count screen everyone once more. Decisions about people who have no further names stand.

alter table watch_list_version add column screen_again boolean not null default false;
update watch_list_version version
set screen_again = screened_at is not null, screened_to = 0, screened_at = null
where not exists (select from watch_list_version later where later.kind = version.kind and later.id > version.id);

-- A certificate stays as it was printed first: one number, one paper. What is no longer so needs another one.
create table printed_certificate (
  document_id bigint primary key references document,
  content bytea not null,
  printed_at timestamptz not null,
  printed_by text not null
);
alter table printed_certificate alter column content set storage external;  -- compressed already
alter table document add column replaced_by bigint references document;
