-- People are screened by every name on record from now on, also those in their documents: the versions of the lists that
-- count screen everyone once more. Decisions about people who have no further names stand.

alter table watch_list_version add column screen_again boolean not null default false;
update watch_list_version version
set screen_again = screened_at is not null, screened_to = 0, screened_at = null
where not exists (select from watch_list_version later where later.kind = version.kind and later.id > version.id);
