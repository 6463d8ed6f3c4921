alter table movement add column carrier text; -- who carries the people: an airline by its code, anybody else by name
