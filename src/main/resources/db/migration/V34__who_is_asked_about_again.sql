-- Who is held back is asked about again once something about them has changed, or a day has passed: at the next look.
alter table concern add column overtaken boolean not null default false;
