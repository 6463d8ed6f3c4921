-- Between which times of the day people can cross an exit, by the clock of the country; both null: at any time.
alter table exit
  add column opens time,
  add column closes time,
  add constraint exit_hours check ((opens is null) = (closes is null) and opens <> closes);
