-- A movement is to arrive at a time of its own: whom a convoy brings in time for a flight is reckoned from there. Until now
-- six hours were taken for granted.

alter table movement add arrives timestamptz;
update movement set arrives = departs + interval '6 hours';
alter table movement alter arrives set not null;
alter table movement add check (arrives > departs);
