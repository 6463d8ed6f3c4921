-- A birth certificate may name no father: then nobody but the mother decides.
alter table guardianship drop constraint guardianship_says_check;
alter table guardianship add constraint guardianship_says_check
  check (says in ('mother', 'father', 'court guardian', 'guardian', 'permission', 'father has died', 'father is a foreigner',
                  'mother alone'));
