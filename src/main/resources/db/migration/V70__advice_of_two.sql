-- What is advised with a flight that it meets, where neither would bring anything alone.
alter table seating_plan_advice
  add column flight text,     -- like which as many more would leave; null: no more flights are needed
  add column flight_day date;
