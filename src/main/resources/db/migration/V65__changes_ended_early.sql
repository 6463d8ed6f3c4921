-- Ended before all of it was made, by somebody or since the exit opened or closed again: nothing more is made of it.
alter table situation_change add column ended_early boolean not null default false;
