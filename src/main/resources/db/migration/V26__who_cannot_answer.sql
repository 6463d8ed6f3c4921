-- Grown-ups who could not say whether they agree to a split -------------------------------------------------------------

alter table split_agreement add ill bigint[] not null default '{}';
alter table split_agreement add not_reached bigint[] not null default '{}';
alter table split_agreement add remark text; -- why they could not answer: where somebody lies, when one was called
alter table split_agreement add check (cardinality(ill || not_reached) = 0 or remark is not null);

-- A father who has died is not asked ------------------------------------------------------------------------------------

alter table guardianship drop constraint guardianship_says_check;
alter table guardianship add constraint guardianship_says_check
  check (says in ('mother', 'father', 'court guardian', 'guardian', 'permission', 'father has died'));
alter table guardianship drop constraint guardianship_evidence_check;
alter table guardianship add constraint guardianship_evidence_check check (evidence in
  ('birth certificate', 'family book', 'death certificate', 'court order', 'notary', 'consul', 'other'));
alter table guardianship add check (says <> 'father has died' or adult_id is null); -- who has died does not travel along
