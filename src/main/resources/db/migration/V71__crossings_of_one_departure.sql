-- That it crosses though its exit is closed by its hours is said of one departure: put off, it is no longer said of it.
alter table movement add column crosses_anyway_at timestamptz;
update movement set crosses_anyway_at = departs where crosses_anyway;
alter table movement drop column crosses_anyway;
