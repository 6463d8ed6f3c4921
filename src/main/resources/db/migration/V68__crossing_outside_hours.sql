-- Somebody has said that it crosses though its exit is closed then by its hours: it takes people like any other.
alter table movement add column crosses_anyway boolean not null default false;
