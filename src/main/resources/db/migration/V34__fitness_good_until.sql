-- Who was found fit is looked at again when that is good no more; until now after a fortnight, from now on by the table
-- fitness-validity. The word "until" has the last good day of it, as it has the day to look again of who is held back.
update concern set until = (decided_at at time zone 'UTC')::date + case reason when 'late pregnancy' then 7 else 14 end
where kind = 'fitness' and state = 'cleared' and until is null and decided_at is not null;
