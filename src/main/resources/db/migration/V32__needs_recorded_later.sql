-- How far a pregnancy was is known of the day on which it was recorded, which may be long after the registration.
update person set pregnancy_weeks_on = recorded.at at time zone 'UTC'
from (select person_id, max(at) as at from audit where action = 'needs recorded' group by person_id) recorded
where recorded.person_id = person.id and person.pregnancy_weeks is not null
  and pregnancy_weeks_on < (recorded.at at time zone 'UTC')::date;
