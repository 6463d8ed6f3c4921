-- What is read for each household of the many that lose their seats in the same minutes, and had to be searched for.
create index reservation_itinerary on reservation (itinerary_id);
create index itinerary_household on itinerary (household_id, id);

-- The engine looks for the subtasks of each task that ends, among all open tasks, and brings no index for it.
create index homeward_task_parent on camunda.act_ru_task (parent_task_id_);
