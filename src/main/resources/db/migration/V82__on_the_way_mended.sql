-- Numbers of a roll call without restricted households, for those who are not cleared; and children who stay apart.

alter table convoy_position add expected_open integer;
alter table convoy_position add counted_open integer;

alter table found_aboard drop constraint found_aboard_decision_check;
alter table found_aboard add constraint found_aboard_decision_check
  check (decision in ('moved', 'taken off', 'stays'));  -- stays: a child, while the grown-ups of its household go over
