-- What must hold at any moment (design §3). Each row is one offence: which invariant, and whose ids. No row, no offence.
with held as (
  select movement_id, place, sum(places) as places
  from (select movement_id, place, count(*) as places from reservation where state = 'held' group by movement_id, place
        union all
        select movement_id, kind.place, kind.places
        from kept_places, lateral (values ('seat', seats), ('stretcher', stretchers), ('wheelchair', wheelchairs))
          as kind (place, places)
        where released_at is null) as taken
  group by movement_id, place),
guests as (
  select kept_places.id, taker, kind.place, kind.places,
         (select count(*) from guest where kept_places_id = kept_places.id and removed_at is null and place = kind.place)
           as named
  from kept_places, lateral (values ('seat', seats), ('stretcher', stretchers), ('wheelchair', wheelchairs))
    as kind (place, places)
  where released_at is null),
capacity as (
  select movement.id, movement.code, place, offered, taken
  from movement, lateral (values ('seat', seats - crew, seats_taken), ('stretcher', stretchers, stretchers_taken),
                                 ('wheelchair', wheelchairs, wheelchairs_taken)) as kind (place, offered, taken)),
spine as (
  select root.id_, root.business_key_ from act_ru_execution root
    join act_re_procdef model on model.id_ = root.proc_def_id_ and model.key_ = 'evacuation'
  where root.parent_id_ is null and root.super_exec_ is null),
token as (
  select spine.id_, spine.business_key_, step.act_id_ from spine
    join act_ru_execution step on step.proc_inst_id_ = spine.id_
    join act_ru_execution called on called.super_exec_ = step.id_),
station (stage, step) as (values
  ('registered', 'call_registration'), ('deferred', 'call_registration'), ('vetting', 'call_vetting'),
  ('ready', 'call_seats'), ('seated', 'call_seats'), ('called', 'call_seats'),
  ('under way', 'call_passage'), ('under way', 'call_arrival')),
stage_record as (
  select household_id, stage_from, stage_to, tx,
         lag(stage_to) over (partition by household_id order by id) as before,
         row_number() over (partition by household_id order by id desc) as from_last
  from audit where stage_to is not null),
checkpoint_order (checkpoint, place) as (values
  ('muster', 1), ('convoy boarding', 2), ('border exit', 3), ('border entry', 4), ('check-in', 5),
  ('flight boarding', 6), ('landing', 7), ('reception', 8)),
way as (
  select scan.id, scan.person_id, checkpoint_order.place,
         lag(checkpoint_order.place) over (partition by scan.person_id, trip.itinerary_id
                                           order by scan.at, checkpoint_order.place) as before,
         max(checkpoint_order.place) over (partition by scan.person_id order by scan.at, checkpoint_order.place
                                           rows between unbounded preceding and 1 preceding) as farthest
  from scan
    join checkpoint_order using (checkpoint)
    join lateral (select max(itinerary_id) as itinerary_id from reservation
                  where reservation.person_id = scan.person_id
                    and reservation.movement_id = scan.movement_id) as trip on true
  where scan.verdict = 'taken'),
engine_text as (
  select distinct text_ as value, 'variable ' || name_ as place from act_ru_variable where text_ is not null
  union select distinct text_, 'past variable ' || name_ from act_hi_varinst where text_ is not null
  union select distinct text_, 'past detail ' || coalesce(name_, '') from act_hi_detail where text_ is not null
  union select distinct description_, 'task' from act_ru_task where description_ is not null
  union select distinct description_, 'past task' from act_hi_taskinst where description_ is not null
  union select distinct message_, 'comment' from act_hi_comment where message_ is not null),
engine_message as (
  select distinct exception_msg_ as value, 'failed job' as place from act_ru_job where exception_msg_ is not null
  union select distinct job_exception_msg_, 'past job' from act_hi_job_log where job_exception_msg_ is not null
  union select distinct incident_msg_, 'incident' from act_ru_incident where incident_msg_ is not null
  union select distinct incident_msg_, 'past incident' from act_hi_incident where incident_msg_ is not null
  union select distinct delete_reason_, 'ended process' from act_hi_procinst where delete_reason_ is not null
  union select distinct delete_reason_, 'ended task' from act_hi_taskinst where delete_reason_ is not null
  union select distinct org_value_, 'operation' from act_hi_op_log where org_value_ is not null
  union select distinct new_value_, 'operation' from act_hi_op_log where new_value_ is not null),
personal as (
  select lower(name) as value from person where name is not null
  union select lower(latin_name) from person where latin_name is not null
  union select lower(number) from document
  union select lower(number_key) from document where number_key <> ''
  union select lower(phone) from household where phone is not null
  union select lower(email) from household where email is not null)

select 'I1' as invariant, 'movement ' || code || ': ' || coalesce(places, 0) || ' of ' || offered || ' ' || capacity.place
       || ' places held, ' || taken || ' counted' as offender
from capacity left join held on held.movement_id = capacity.id and held.place = capacity.place
where coalesce(places, 0) > offered or coalesce(places, 0) <> taken
union all
select 'I1', 'movement ' || code || ': baggage of ' || seats_taken + stretchers_taken + wheelchairs_taken || ' for ' || most_persons
  from movement where seats_taken + stretchers_taken + wheelchairs_taken > most_persons
union all
select 'I1', 'kept places ' || id || ': ' || named || ' guests on ' || places || ' ' || place || ' places'
from guests where named > places
union all
select 'I1', 'person ' || person_id || ' twice on movement ' || movement_id
from reservation where state = 'held' group by person_id, movement_id having count(*) > 1

union all
select 'I2', 'household ' || household_id || ' on ' || count(*) || ' itineraries'
from itinerary where state = 'held' group by household_id having count(*) > 1
union all
select 'I2', 'person ' || person.id || ' of household ' || person.household_id || ' without a place on movement '
       || leg.movement_id || ' of its itinerary'
from itinerary
  join itinerary_leg leg on leg.itinerary_id = itinerary.id
  join person on person.household_id = itinerary.household_id and person.merged_into is null
where itinerary.state = 'held' and not exists (
  select from reservation where reservation.itinerary_id = itinerary.id
    and leg.movement_id in (reservation.movement_id, reservation.instead_of)  -- rides apart from the household, on record
    and reservation.person_id = person.id and reservation.state = 'held')
union all
select 'I2', 'person ' || person.id || ' travels with household ' || reservation.household_id || ' but belongs to '
       || person.household_id
from reservation join person on person.id = reservation.person_id
where reservation.state = 'held' and person.household_id <> reservation.household_id

union all
select 'I3', 'household ' || household.id || ' is ' || stage || ' but its process is at '
       || coalesce(string_agg(token.act_id_, ', '), 'no station')
from household left join token on token.business_key_ = case_number
where stage not in ('home', 'ended')
group by household.id, stage
having count(*) <> 1 or not exists (select from station where station.stage = household.stage
                                    and station.step = min(token.act_id_))
union all
select 'I3', 'household ' || household.id || ' is ' || stage || ' but its process goes on'
from household join spine on spine.business_key_ = case_number where stage in ('home', 'ended')
union all
select 'I3', 'process instance ' || spine.id_ || ' has no household'
from spine left join household on household.case_number = spine.business_key_ where household.id is null
union all
select 'I3', 'household ' || household.id || ' is ' || stage || ' without members'
from household where stage <> 'ended' and not exists (
  select from person where person.household_id = household.id and merged_into is null)

union all
select 'I4', 'household ' || household.id || ' is ' || stage || ' without a record of it'
from household left join stage_record on stage_record.household_id = household.id and from_last = 1
where stage_to is distinct from stage or tx is distinct from stage_tx
union all
select 'I4', 'household ' || household_id || ': a change from ' || coalesce(before, 'nothing') || ' is missing'
from stage_record where stage_from is distinct from before

union all
select 'I5', 'import ' || import_id || ' row ' || row_number || ' has no person'
from import_row where outcome in ('imported', 'corrected') and person_id is null
union all
select 'I5', 'import ' || import.id || ': ' || row_count || ' rows read, ' || count(row_number) || ' accounted for'
from import left join import_row on import_row.import_id = import.id
where state = 'done' group by import.id having row_count is distinct from count(row_number)

union all
select 'I6', 'message ' || message_id || ' delivered ' || count(*) || ' times by ' || way
from delivery where outcome = 'delivered' group by message_id, way having count(*) > 1

union all
select 'I7', 'job ' || job.id_ || ' has no retries left and no open incident'
from act_ru_job job left join act_ru_incident incident on incident.configuration_ = job.id_
where job.retries_ = 0 and incident.id_ is null

union all
select 'I8', 'person ' || person_id || ': scan ' || id || ' is out of order'
from way where before >= place
union all
select 'I8', 'person ' || person_id || ': scan ' || id || ' sets out after a landing'
from way where place < (select place from checkpoint_order where checkpoint = 'landing')
  and farthest >= (select place from checkpoint_order where checkpoint = 'landing')

union all
select 'I9', place || ' holds what may be personal'
from engine_text left join personal on personal.value = lower(engine_text.value)
where engine_text.value !~ '^[A-Za-z0-9 _:.,+-]{0,80}$' or engine_text.value ~ '\d{7,}' or personal.value is not null
union all
select 'I9', place || ' says what may be personal'
from engine_message
where value ~ '[\w.+-]+@[\w-]+[.]\w' or value ~ '\s' and exists (
  select from personal where length(personal.value) > 4 and strpos(lower(engine_message.value), personal.value) > 0)
order by 1, 2
