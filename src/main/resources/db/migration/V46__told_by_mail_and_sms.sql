-- A message goes by mail, as SMS or both; what became of it is on record for each way.
alter table message
  add column phone text,               -- where it goes as SMS, E.164; null: it does not
  add column short_text text;          -- what the SMS says; null: none was to be sent
alter table delivery
  add column way text not null default 'mail' check (way in ('mail', 'sms')),
  add column gateway_id text,          -- by which the SMS gateway knows it
  drop constraint delivery_outcome_check,
  add constraint delivery_outcome_check check (outcome in ('delivered', 'failed', 'refused', 'not sent', 'superseded'));
drop index delivery_once;
create unique index delivery_once on delivery (message_id, way) where outcome = 'delivered';
create index delivery_of_message on delivery (message_id, way, id);
-- Why, as a code: what was kept so far was the name of an exception.
update delivery set why = 'mailServer' where outcome = 'failed';
