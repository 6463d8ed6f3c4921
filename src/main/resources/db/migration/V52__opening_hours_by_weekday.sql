-- Each day of the week has its own hours, or the exit is closed that day: one line, as people write it and OpeningHours reads it.
alter table exit add column hours text;  -- 08:00–20:00; Fri 10:00–14:00; Sat closed; null: open at any time
update exit set hours = to_char(opens, 'HH24:MI') || '–' || to_char(closes, 'HH24:MI') where opens is not null;
alter table exit drop constraint exit_hours, drop column opens, drop column closes;
