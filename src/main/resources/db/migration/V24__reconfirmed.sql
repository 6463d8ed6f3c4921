-- When a household last said that it comes stands in audit, for every time it was asked.
alter table itinerary drop column reconfirmed_at;
