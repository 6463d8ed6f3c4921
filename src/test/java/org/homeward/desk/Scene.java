package org.homeward.desk;

import java.time.Clock;
import java.time.ZoneOffset;
import org.homeward.household.Households;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cases to look at. */
final class Scene {

    private Scene() {}

    /** Something in every part of the dossier. */
    static void everythingHappens(JdbcClient jdbc, Clock clock, Households households, Registered family) {
        Registered other = households.register(TestHouseholds.woman());
        long mother = family.personIds().get(0);
        possibleDuplicate(jdbc, family, other);
        households.remark(family.id(), mother, "She waits at her aunt's.");
        jdbc.sql("update document set expires = '2001-01-01' where person_id = :id")
                .param("id", mother)
                .update();
        jdbc.sql("update person set needs = '{pregnancy,insulin}', pregnancy_weeks = 30 where id = :id")
                .param("id", mother)
                .update();
        jdbc.sql("""
                insert into vehicle_type (name, kind, seats, stretchers, wheelchairs, crew, escorts, retired) values
                  ('Il-76 medical', 'flight', 60, 20, 4, 12, 1, false), ('Coach', 'convoy', 45, 0, 0, 2, 0, true)""").update();
        jdbc.sql("""
                with moves as (
                  insert into movement (code, kind, origin, destination, exit, departs, arrives, planned_at, seats,
                                        seats_taken)
                  values ('BUS-1', 'convoy', 'DAM', 'BEY', 'MASNAA', :now, :now + interval '6 hours', :now, 40, 2) returning id),
                plan as (insert into itinerary (household_id, made_at) values (:household, :now) returning id),
                leg as (insert into itinerary_leg select plan.id, 1, moves.id from plan, moves),
                held as (insert into reservation (itinerary_id, household_id, person_id, movement_id, place)
                         select plan.id, :household, member.id, moves.id, 'seat' from plan, moves, person member
                         where member.household_id = :household),
                worry as (insert into concern (household_id, person_id, kind, reason, raised_at)
                          values (:household, :person, 'documents', 'expired', :now)),
                told as (insert into message (household_id, kind, once_key, language, subject, body, made_at, address, phone,
                                              short_text)
                         values (:household, 'joining', '1 joining k1', 'en', 'Joining instructions', 'Come at six.', :now,
                                 'vera.a.long.address@mail.example.org', '+963933000111', 'Come at six.') returning id),
                left_ as (insert into delivery (message_id, way, at, outcome, why)
                          select told.id, way, :now, outcome, why from told,
                            (values ('mail', 'delivered', null), ('sms', 'failed', 'gatewayNotOurs'))
                              as went (way, outcome, why)),
                strange as (insert into scan (id, person_id, person_given, movement_given, checkpoint, at, received_at,
                                              officer, verdict, why)
                            values ('s2', :person, '1', 'BUS-9', 'landing', :now, :now, 'field', 'conflict', 'No.'))
                insert into scan (id, person_id, person_given, movement_id, movement_given, checkpoint, at, received_at,
                                  officer, verdict)
                select 's1', :person, '1', moves.id, 'BUS-1', 'muster', :now, :now, 'field', 'taken' from moves""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("household", family.id())
                .param("person", mother)
                .update();
        aManifestHasChangedSinceItWentOut(jdbc, clock);
        theFamilyWasCalledFromStandby(jdbc, clock, family);
    }

    private static void theFamilyWasCalledFromStandby(JdbcClient jdbc, Clock clock, Registered family) {
        jdbc.sql("""
                with call as (insert into standby_call (at, left_by) values (:now, :household) returning id),
                place as (insert into standby_call_movement
                          select movement.id, call.id from call, movement where code = 'BUS-1'),
                called as (insert into standby_called select call.id, :household, 2, 12, true from call)
                insert into standby_left
                select call.id, 'Kept back, on the way that lacks least, by the seats of BUS-1 (5 needed, 2 left).', 4
                from call""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("household", family.id())
                .update();
    }

    private static void aManifestHasChangedSinceItWentOut(JdbcClient jdbc, Clock clock) {
        jdbc.sql("""
                with head as (
                  insert into manifest (movement_id, version, written_at, sent_at)
                  select id, version, :now, case version when 1 then cast(:now as timestamptz) end
                  from movement, generate_series(1, 2) as version where code = 'BUS-1'
                  returning movement_id, version)
                insert into manifest_line
                select movement_id, version, person_id, household_id, place, said.*
                from head join reservation using (movement_id), manifest_says(person_id, current_date) said
                where version = 2""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
    }

    /** Three seats of BUS-1 are kept for a state that has named one guest. */
    static void placesKept(JdbcClient jdbc, Clock clock) {
        jdbc.sql("""
                with moves as (
                  update movement set seats_taken = seats_taken + 3, offered_by = 'TUR' where code = 'BUS-1' returning id),
                kept as (
                  insert into kept_places (movement_id, taker, seats, stretchers, wheelchairs, kept_at, kept_by)
                  select id, 'DEU', 3, 0, 0, :now, 'transport' from moves returning id)
                insert into guest (kept_places_id, name, sex, born, nationality, document, place, added_at)
                select id, 'WEBER ANNA', 'female', '1984-08-19', 'DEU', 'C01X00T47', 'seat', :now from kept""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
    }

    /** A plan that moves the family aboard BUS-1, which is excluded since, leaves nobody it can, and says what is scarce and who fell out. */
    static long seatingPlan(JdbcClient jdbc, Clock clock) {
        long plan = jdbc.sql("""
                insert into seating_plan (asked_at, asked_by, state, snapshot, objective, bound, seconds, move_price)
                values (:now, 'transport', 'proposed', :now, 1234.5, 1300, 2.5, 50) returning id""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
        jdbc.sql("""
                insert into seating_plan_household (plan_id, household_id, unit, state, legs, moved_from, worth, why)
                select :plan, household.id, household.id,
                       case when itinerary.id is null then 'left' else 'proposed' end,
                       case when itinerary.id is null then '{}'
                            else array(select id from movement where code = 'BUS-1') end,
                       case when itinerary.id is null then '{}'
                            else array(select id from movement where code = 'BUS-1') end, 1,
                       case when itinerary.id is null
                            then 'Kept back, on the way that lacks least, by the seats of BUS-1 (2 needed, 1 left).' end
                from household left join itinerary on itinerary.household_id = household.id""").param("plan", plan).update();
        jdbc.sql("""
                insert into seating_plan_choice (plan_id, household_id, choice, reason, made_at, made_by)
                select :plan, household_id, 'excluded', 'Waits for a paper.', :now, 'transport' from itinerary""")
                .param("plan", plan)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                update seating_plan_household set state = 'gone', why = 'It has withdrawn since.'
                where plan_id = :plan and state = 'left' and household_id > (
                  select min(household_id) from seating_plan_household where plan_id = :plan and state = 'left')""").param("plan", plan).update();
        jdbc.sql("insert into seating_plan_limit values (:plan, 1, 'BUS-1 seats', 321.5)")
                .param("plan", plan)
                .update();
        jdbc.sql("""
                with advice as (
                  insert into seating_plan_advice values (:plan, 1, 'convoy', 'BUS-1', current_date, 2) returning plan_id)
                insert into seating_plan_advice_household
                select plan_id, 1, household_id, null from seating_plan_household join advice using (plan_id)
                where state = 'left'""").param("plan", plan).update();
        return plan;
    }

    /** An exit that would close, a convoy that was lost and had to be led back, a road behind which it left later, and a danger. */
    static void situation(JdbcClient jdbc, Clock clock) {
        jdbc.sql("""
                insert into situation_change (kind, subject, value, state, reported_at, reported_by, decided_at, decided_by)
                values ('exitCloses', 'MASNAA', null, 'reported', :now, 'manager', null, null),
                       ('movementLost', 'BUS-1', null, 'applied', :now, 'manager', :now, 'manager'),
                       ('exitOpens', 'ARIDA', null, 'reported', :now, 'manager', null, null),
                       ('roadCut', 'MASNAA', 6, 'applied', :now, 'manager', :now, 'manager'),
                       ('riskChanges', 'SY01', 4, 'applied', :now, 'manager', :now, 'manager')""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
        jdbc.sql("""
                insert into change_preview (change_id, cleared, at, preview)
                select change, cleared, :now, '{"movements": [{"code": "BUS-1", "kind": "convoy", "origin": "Damascus",
                    "destination": "Beirut", "departs": "2013-01-22T04:00:00Z", "fate": "CANCELLED", "persons": 7}],
                  "households": 3, "persons": 7, "onTheRoad": 0, "deferred": 0,
                  "instead": {"households": 2, "left": 1, "hoursLater": 26.5}, "waits": {"households": 5, "persons": 12,
                    "ifItStaysClosed": {"households": 3, "persons": 7, "left": 2, "personsLeft": 5, "hoursLater": 48}},
                  "moreUrgent": {"households": 6, "persons": 14, "getSeats": 2, "sooner": 3, "hoursSooner": 30},
                  "putOff": {"households": 4, "persons": 9, "hoursLater": 0}}'
                from (values (true), (false)) as officer (cleared), (values (1), (4)) as looked_at (change)""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
        jdbc.sql("""
                insert into change_preview_household
                select 1, row_number() over (), household.id, 3, case when fate <> 'GETS_SEATS' then 'BUS-1' end, fate, instead,
                       case when cardinality(instead) > 0 then cast(:now as timestamptz) end, later,
                       case when fate = 'WAITS' then cast(:now as timestamptz) end
                from household, (values ('LOSES_SEATS', '{}'::text[], null), ('LOSES_SEATS', '{BUS-1,FL-9}', 26.5),
                                   ('ON_THE_ROAD', '{}', null), ('WAITS', '{BUS-1}', 48), ('PUT_OFF', '{BUS-1}', 0), ('GETS_SEATS', '{BUS-1}', null))
                  as seen (fate, instead, later), generate_series(1, 11)""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
        jdbc.sql("""
                insert into situation_change_movement (change_id, movement_id, fate, decision, decided_by, departs_before)
                select 2, id, 'on the road', 'turnsBack', 'field', null from movement where code = 'BUS-1'
                union all select 4, id, 'delayed', null, null, departs from movement where code = 'BUS-1'""").update();
        jdbc.sql("insert into situation_change_woken select 5, id from household")
                .update();
    }

    /** Nobody from Aleppo gets to Damascus, where the bus of a family there leaves; Homs is cut off. */
    static void outOfReach(JdbcClient jdbc, Clock clock) {
        jdbc.sql("""
                insert into out_of_reach
                select 'SY02', 'SY01', cast(:now as timestamptz), 'manager'
                union all
                select 'SY04', pcode, :now, 'manager' from governorate where pcode <> 'SY04'""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
        jdbc.sql("update household set governorate = 'SY02' where id in (select household_id from itinerary)")
                .update();
    }

    static void alerts(JdbcClient jdbc, Clock clock) {
        jdbc.sql("""
                with taken as (
                  insert into alert (sender, identifier, sent, msg_type, digest, received_at, received_by)
                  values ('alerts@defence.example.org', 'SY-2013-01-17-000042', :now, 'Alert', '', :now, 'manager')
                  returning id)
                insert into alert_area (alert_id, name, severity, change_id, why)
                select taken.id, name, severity, change, why from taken, (values
                  ('Homs', 'Severe', 1, null), ('The road from Yabroud to Nabk', 'Extreme', null, 'unknown place'),
                  ('Hama', 'Minor', null, 'already so')) as area (name, severity, change, why)""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
    }

    static void possibleDuplicate(JdbcClient jdbc, Registered family, Registered other) {
        jdbc.sql("""
                insert into possible_duplicate (household_id, other_household_id, person_id, other_person_id, likeness,
                                                reasons)
                values (:household, :other, :person, :otherPerson, 0.9, 'same document')""")
                .param("household", family.id())
                .param("other", other.id())
                .param("person", family.personIds().get(0))
                .param("otherPerson", other.personIds().get(0))
                .update();
    }
}
