package org.homeward.desk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Guardians;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.planning.Passes;
import org.homeward.vetting.HitRecords;
import org.homeward.vetting.Why;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Opens dossiers. Each reading is on record. */
@Component
class Dossiers {

    /** The same words for what is unknown and for what is restricted. */
    static final String NOT_THERE = "There is no case with this number. Check it letter by letter.";

    /** The stages in which people have been looked up on the watch-lists, if there were any. */
    private static final Set<String> SCREENED = Set.of("vetting", "ready", "seated", "called", "under way");

    private final JdbcClient jdbc;
    private final Households households;
    private final Guardians guardians;
    private final Engine engine;
    private final Twins twins;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Clock clock;
    private final HitRecords hits;
    private final Why why;
    private final DeedWords words;
    private final Passes passes;

    Dossiers(
            JdbcClient jdbc,
            Households households,
            Guardians guardians,
            Engine engine,
            Twins twins,
            CurrentOfficer officer,
            Audit audit,
            Clock clock,
            HitRecords hits,
            Why why,
            DeedWords words,
            Passes passes) {
        this.jdbc = jdbc;
        this.households = households;
        this.guardians = guardians;
        this.engine = engine;
        this.twins = twins;
        this.officer = officer;
        this.audit = audit;
        this.clock = clock;
        this.hits = hits;
        this.why = why;
        this.words = words;
        this.passes = passes;
    }

    /** @throws Refusal.NotFound if there is no such case, or none that this officer may know of */
    @Transactional
    Dossier open(String caseNumber, Locale language) {
        Household household = existing(caseNumber);
        audit.record("read", household.id(), null);
        long id = household.id();
        return new Dossier(
                LocalDate.now(clock),
                household,
                governorate(household, language),
                members(id),
                engine.waiting(household.caseNumber()),
                absences(id),
                concerns(id),
                hits.of(id, language),
                refusals(id),
                refusalReasons(id),
                care(id),
                guardians.of(id),
                accompanied(id),
                agreements(id),
                clearedByRules(id) ? why.passed(id) : List.of(),
                SCREENED.contains(household.stage()) && hits.nothingToLookIn(),
                why.soUrgent(household),
                twins.of(household, language),
                itinerary(id),
                standby(id),
                passes.has(id),
                scans(id),
                messages(household),
                remarks(id),
                deeds(id, language),
                related(id));
    }

    /** Adds a remark, signed by the officer. @throws Refusal if there is nothing in it, or more than it takes */
    @Transactional
    void remark(String caseNumber, String text) {
        Household household = existing(caseNumber);
        if (PlainText.of(text).isEmpty()) {
            throw new Refusal("Write the remark first.", "text");
        }
        if (text.length() > 4000) {
            throw new Refusal("A remark has at most 4,000 characters. Split it in two.", "text");
        }
        households.remark(household.id(), null, text);
        audit.record("remark", household.id(), null);
    }

    private Household existing(String caseNumber) {
        return households.find(caseNumber).orElseThrow(() -> new Refusal.NotFound(NOT_THERE));
    }

    private String governorate(Household household, Locale language) {
        return jdbc.sql(
                        "select case :language when 'ru' then name_ru when 'ar' then name_ar else name_en end from governorate where pcode = :pcode")
                .param("language", language.getLanguage())
                .param("pcode", household.governorate())
                .query(String.class)
                .optional()
                .orElse("");
    }

    private List<Dossier.Member> members(long id) {
        Map<Long, List<Dossier.Document>> documents =
                jdbc.sql("""
                select document.person_id, document.kind, document.number, document.expires, document.issued_by,
                       document.never_expires, document.latin_name
                from document join person on person.id = document.person_id
                where person.household_id = :id and document.replaced_by is null
                order by document.id""").param("id", id).query(Dossier.Document.class).list().stream()
                        .collect(Collectors.groupingBy(Dossier.Document::personId));
        return households.members(id).stream()
                .map(person -> new Dossier.Member(person, documents.getOrDefault(person.id(), List.of())))
                .toList();
    }

    private List<Dossier.Absence> absences(long id) {
        return jdbc.sql("""
                select coalesce(person.name, person.latin_name) as person, movement.code as movement,
                       absence.checkpoint, absence.kind, absence.reason, absence.noted_at, absence.decision,
                       absence.decided_by
                from absence
                join person on person.id = absence.person_id
                join movement on movement.id = absence.movement_id
                where absence.household_id = :id
                order by absence.decision is not null, absence.id desc""").param("id", id).query(Dossier.Absence.class).list();
    }

    private List<Dossier.Concern> concerns(long id) {
        Map<Long, Person> members =
                households.members(id).stream().collect(Collectors.toMap(Person::id, Function.identity()));
        return jdbc.sql("""
                select concern.id, person.id as person_id, coalesce(person.name, person.latin_name) as person, concern.kind,
                       concern.reason, concern.state, concern.outcome, concern.decided_by, concern.decided_at,
                       concern.seconded_by,
                       concern.until
                from concern join person on person.id = concern.person_id
                where concern.household_id = :id and concern.state <> 'superseded'
                order by concern.state <> 'open', concern.id""")
                .param("id", id)
                .query((row, number) -> concern(row, id, members))
                .list();
    }

    private Dossier.Concern concern(ResultSet row, long householdId, Map<Long, Person> members) throws SQLException {
        Person person = members.get(row.getLong("person_id"));
        String kind = row.getString("kind");
        return new Dossier.Concern(
                row.getLong("id"),
                row.getLong("person_id"),
                row.getString("person"),
                kind,
                row.getString("reason"),
                row.getString("state"),
                row.getString("outcome"),
                row.getString("decided_by"),
                row.getObject("decided_at", OffsetDateTime.class),
                row.getString("seconded_by"),
                row.getObject("until", LocalDate.class),
                person != null && kind.equals("eligibility") ? why.eligible(householdId, person) : List.of());
    }

    /** Cleared by the rules alone: nothing ever had to be looked at by anybody. */
    private boolean clearedByRules(long id) {
        return jdbc.sql("""
                select exists (select from audit where household_id = :id and action = 'vetted' and detail = 'cleared')
                       and not exists (select from concern where household_id = :id)
                       and not exists (select from audit where household_id = :id and action = 'concern raised')""").param("id", id).query(Boolean.class).single();
    }

    private List<Dossier.Refused> refusals(long id) {
        return jdbc.sql("""
                select refusal.id, refusal.at, refusal.officer, appeal.at as appealed_at,
                       appeal.outcome as appeal_outcome, appeal.decided_by as appeal_decided_by
                from refusal left join appeal on appeal.refusal_id = refusal.id
                where refusal.household_id = :id order by refusal.id desc""").param("id", id).query(Dossier.Refused.class).list();
    }

    private List<Dossier.RefusalReason> refusalReasons(long id) {
        return jdbc.sql("""
                select refusal_id, coalesce(person.name, person.latin_name) as person, concern.kind, concern.reason
                from refusal
                join refusal_reason on refusal_id = refusal.id
                join concern on concern.id = concern_id
                join person on person.id = concern.person_id
                where refusal.household_id = :id order by person.position, concern.id""").param("id", id).query(Dossier.RefusalReason.class).list();
    }

    private List<Dossier.Care> care(long id) {
        return jdbc.sql("""
                select distinct child.id as person_id, coalesce(child.name, child.latin_name) as person, receiver,
                       receiver_phone, receiver_relation, companion_id, companion,
                       coalesce(other.name, other.latin_name) as companion_name, case_number as companion_case
                from concern
                join person child on child.id = concern.person_id
                left join child_care on child_care.person_id = child.id
                left join person written on written.id = companion_id
                left join person other on other.id = coalesce(written.merged_into, written.id)
                                       and other.household_id <> child.household_id
                left join household on household.id = other.household_id and (not restricted or :cleared)
                where concern.household_id = :id and kind = 'unaccompanied' and state <> 'superseded'
                order by child.id""")
                .param("id", id)
                .param("cleared", officer.cleared())
                .query(Dossier.Care.class)
                .list();
    }

    private List<Dossier.Accompanied> accompanied(long id) {
        return jdbc.sql("""
                select coalesce(companion.name, companion.latin_name) as companion,
                       coalesce(child.name, child.latin_name) as child, case_number
                from child_care
                join person written on written.id = companion_id
                join person companion on companion.id = coalesce(written.merged_into, written.id)
                join person child on child.id = child_care.person_id
                join household on household.id = child.household_id and (not restricted or :cleared)
                where companion.household_id = :id and child.household_id <> :id order by child.id""")
                .param("id", id)
                .param("cleared", officer.cleared())
                .query(Dossier.Accompanied.class)
                .list();
    }

    /** Those of this case, or of the one that it was split from. */
    private List<Dossier.Agreement> agreements(long id) {
        return jdbc.sql("""
                select (select string_agg(coalesce(name, latin_name), ', ' order by position, id) from person
                        where id = any(behind)) as behind,
                       (select string_agg(coalesce(name, latin_name), ', ' order by position, id) from person
                        where id = any(agreed)) as agreed,
                       (select string_agg(coalesce(name, latin_name), ', ' order by position, id) from person
                        where id = any(ill)) as ill,
                       (select string_agg(coalesce(name, latin_name), ', ' order by position, id) from person
                        where id = any(not_reached)) as not_reached,
                       reason, remark, recorded_by, recorded_at
                from split_agreement
                where household_id in (select id from household where id = :id
                                       union select split_from from household where id = :id)
                order by id desc""").param("id", id).query(Dossier.Agreement.class).list();
    }

    private List<Dossier.Leg> itinerary(long id) {
        return jdbc.sql("""
                select movement.code as movement, movement.kind, movement.origin, movement.destination, movement.exit,
                       movement.departs, movement.state as movement_state, itinerary.state as itinerary_state,
                       (select count(*) from reservation
                        where itinerary_id = itinerary.id and movement_id = movement.id) as reserved
                from itinerary
                join itinerary_leg leg on leg.itinerary_id = itinerary.id
                join movement on movement.id = leg.movement_id
                where itinerary.household_id = :id
                order by itinerary.id desc, leg.position""").param("id", id).query(Dossier.Leg.class).list();
    }

    private List<Dossier.Standby> standby(long id) {
        return jdbc.sql("""
                select at, priority, waiting_days, near from standby_called join standby_call on standby_call.id = call_id
                where household_id = :id order by at desc""").param("id", id).query(Dossier.Standby.class).list();
    }

    private List<Dossier.Scan> scans(long id) {
        return jdbc.sql("""
                select scan.person_id, movement.code as movement, scan.checkpoint, scan.counted_at as at, scan.verdict, scan.why
                from scan
                join person on person.id = scan.person_id
                left join movement on movement.id = scan.movement_id
                where person.household_id = :id and (scan.verdict <> 'conflict' or scan.resolved_at is null)
                order by scan.counted_at, scan.id""").param("id", id).query(Dossier.Scan.class).list();
    }

    private List<Dossier.Message> messages(Household household) {
        Set<Engine.Delivery> goingOut = engine.goingOut(household.caseNumber());
        Map<Long, List<Dossier.Way>> ways = new HashMap<>();
        jdbc.sql("""
                select message.id, way.name, way.address, coalesce(last.outcome, 'waiting') as state, last.at, last.why
                from message
                cross join lateral (values ('mail', address), ('sms', phone)) way (name, address)
                left join lateral (select outcome, at, why from delivery where message_id = message.id and way = way.name
                                   order by id desc limit 1) last on true
                where message.household_id = :id and way.address is not null
                order by message.id, way.name""").param("id", household.id()).query(row -> {
            Engine.Delivery delivery = new Engine.Delivery(row.getLong("id"), row.getString("name"));
            String state = row.getString("state");
            boolean open = Set.of("waiting", "failed").contains(state);
            ways.computeIfAbsent(delivery.message(), message -> new ArrayList<>())
                    .add(new Dossier.Way(
                            delivery.way(),
                            row.getString("address"),
                            open && !goingOut.contains(delivery) ? "given up" : state,
                            row.getObject("at", OffsetDateTime.class),
                            row.getString("why")));
        });
        return jdbc.sql("""
                select id, kind, language, subject, body, short_text, made_at from message
                where household_id = :id order by id desc""")
                .param("id", household.id())
                .query((row, number) -> new Dossier.Message(
                        row.getString("kind"),
                        row.getString("language"),
                        row.getString("subject"),
                        row.getString("body"),
                        row.getString("short_text"),
                        row.getObject("made_at", OffsetDateTime.class),
                        ways.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }

    private List<Dossier.Remark> remarks(long id) {
        return jdbc.sql("""
                select coalesce(person.name, person.latin_name) as person, remark.at, remark.officer, remark.text
                from remark left join person on person.id = remark.person_id
                where remark.household_id = :id
                order by remark.id desc""").param("id", id).query(Dossier.Remark.class).list();
    }

    /** What was done, also in the cases that were merged into this one. */
    private List<Dossier.Deed> deeds(long id, Locale language) {
        return jdbc.sql("""
                with recursive ours (id) as (
                  values (cast(:id as bigint))
                  union select household.id from household join ours on household.merged_into = ours.id)
                select audit.at, audit.officer, audit.action, coalesce(person.name, person.latin_name) as person,
                       audit.stage_from, audit.stage_to, audit.detail,
                       import.file_name as list, split_part(audit.detail, ' ', 2) as row_of_list,
                       case when household.id <> :id then household.case_number end as case_number
                from audit join ours on ours.id = audit.household_id join household on household.id = ours.id
                left join person on person.id = audit.person_id
                left join import on audit.action = 'row corrected' and import.id::text = split_part(audit.detail, ' ', 1)
                where audit.action <> 'read'
                order by audit.id""")
                .param("id", id)
                .query((row, number) -> new Dossier.Deed(
                        row.getObject("at", OffsetDateTime.class),
                        row.getString("officer"),
                        words.action(row.getString("action"), language),
                        row.getString("person"),
                        row.getString("stage_from"),
                        row.getString("stage_to"),
                        row.getString("list") != null
                                ? words.rowOfList(row.getString("row_of_list"), row.getString("list"), language)
                                : words.detail(row.getString("action"), row.getString("detail"), language),
                        row.getString("case_number")))
                .list();
    }

    private List<Dossier.Related> related(long id) {
        return jdbc.sql("""
                with ours as (select id, split_from, merged_into from household where id = :id)
                select other.case_number,
                       case other.id when ours.split_from then 'split from' when ours.merged_into then 'merged into'
                       else case when other.split_from = ours.id then 'split off'
                                 when other.merged_into = ours.id then 'merged in' else 'split too' end end as how,
                       other.stage, other.end_reason,
                       (select string_agg(coalesce(name, latin_name), ', ' order by position) from person
                        where household_id = other.id and merged_into is null) as people
                from ours
                join household other on other.id in (ours.split_from, ours.merged_into)
                                     or other.split_from = ours.id or other.merged_into = ours.id
                                     or other.split_from = ours.split_from and other.id <> ours.id
                where not other.restricted or :cleared
                order by other.id""")
                .param("id", id)
                .param("cleared", officer.cleared())
                .query(Dossier.Related.class)
                .list();
    }
}
