-- The day on which a pregnancy was so many weeks old: it goes on since.
alter table person add pregnancy_weeks_on date;
update person set pregnancy_weeks_on = (select registered_at at time zone 'UTC' from household where household.id = household_id)
where pregnancy_weeks is not null;

-- The law asks a father who is a citizen of the country: that he is none is shown by a paper.
alter table guardianship drop constraint guardianship_says_check;
alter table guardianship add constraint guardianship_says_check
  check (says in ('mother', 'father', 'court guardian', 'guardian', 'permission', 'father has died', 'father is a foreigner'));
