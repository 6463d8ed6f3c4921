alter table manifest add column carrier text; -- whom it named when it went out
update manifest set carrier = movement.carrier from movement where movement.id = movement_id and sent_at is not null;
