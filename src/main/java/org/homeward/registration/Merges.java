package org.homeward.registration;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.household.Household;
import org.homeward.household.PersonTraits;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes one case of two and keeps everything of both; makes two of it again if that was a mistake. Each value it changes
 * is kept as it was (table household_merge_change), so that nothing has to be guessed when it is set back.
 */
@Component
class Merges {

    private final JdbcClient jdbc;
    private final PersonTraits traits;
    private final Clock clock;
    private final CurrentOfficer officer;

    Merges(JdbcClient jdbc, PersonTraits traits, Clock clock, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.traits = traits;
        this.clock = clock;
        this.officer = officer;
    }

    /** A merge that stands. @param stage of the household that ended, before */
    record Standing(long id, long householdId, long intoHouseholdId, String stage) {}

    /**
     * Lets a household go up in another one. Both are locked by the caller.
     *
     * @param same persons of the first by whom they are in the other
     * @return who came along without being known there
     */
    List<Long> merge(Household from, Household into, Map<Long, Long> same) {
        long merge = jdbc.sql("""
                insert into household_merge (household_id, into_household_id, stage, decided_by, at)
                values (:from, :into, :stage, :officer, :now) returning id""")
                .param("from", from.id())
                .param("into", into.id())
                .param("stage", from.stage())
                .param("officer", officer.name())
                .param("now", now())
                .query(Long.class)
                .single();
        same.forEach((person, known) -> {
            fillGaps(merge, person, known);
            moveDocuments(merge, person, known);
            move(merge, "person", person, known);
            set(merge, "person", person, "merged_into", known);
            mergedInto(person).forEach(earlier -> set(merge, "person", earlier, "merged_into", known));
        });
        List<Long> newcomers = count(from.id());
        long position = jdbc.sql("select max(position) from person where household_id = :id")
                .param("id", into.id())
                .query(Long.class)
                .single();
        for (long person : newcomers) {
            set(merge, "person", person, "household_id", into.id());
            set(merge, "person", person, "position", ++position);
        }
        move(merge, "household", from.id(), into.id());
        fillGaps(merge, from, into);
        moveLikenesses(merge, from.id(), into.id());
        set(merge, "household", from.id(), "merged_into", into.id());
        traits.note(same.values().toArray(Long[]::new));
        return newcomers;
    }

    /** The merge by which this case ended, if it stands. Nobody else changes it until this transaction ends. */
    Optional<Standing> standing(long householdId) {
        return jdbc.sql("""
                select id, household_id, into_household_id, stage from household_merge
                where household_id = :id and undone_at is null for update""").param("id", householdId).query(Standing.class).optional();
    }

    /**
     * Sets everything back to where it was; what has come since about those who go goes with them.
     *
     * @return the persons who leave the other case again
     * @throws Refusal if one of them has left it already
     */
    List<Long> undo(Standing merge, Household into) {
        List<Long> leaving =
                jdbc.sql("""
                select (row_key ->> 'id')::bigint from household_merge_change
                where merge_id = :merge and of_table = 'person' and of_column = 'household_id' order by id""").param("merge", merge.id()).query(Long.class).list();
        if (!count(into.id()).containsAll(leaving)) {
            throw new Refusal("Some of those who came with this case have left case " + into.caseNumber()
                    + " since. The merge can no longer be undone.");
        }
        jdbc.sql("select undo_merge(:merge)")
                .param("merge", merge.id())
                .query((row, number) -> number)
                .list();
        jdbc.sql("select follow_persons(:persons, :from, :to)")
                .param("persons", leaving.toArray(Long[]::new))
                .param("from", into.id())
                .param("to", merge.householdId())
                .query((row, number) -> number)
                .list();
        jdbc.sql("update household_merge set undone_by = :officer, undone_at = :now where id = :id")
                .param("officer", officer.name())
                .param("now", now())
                .param("id", merge.id())
                .update();
        jdbc.sql("""
                update possible_duplicate set state = 'undone', decided_by = :officer, decided_at = :now
                where state in ('merged', 'open') and (household_id = :from and other_household_id = :into
                                            or household_id = :into and other_household_id = :from)""")
                .param("officer", officer.name())
                .param("now", now())
                .param("from", merge.householdId())
                .param("into", into.id())
                .update();
        List<Long> all = new ArrayList<>(count(merge.householdId()));
        all.addAll(count(into.id()));
        traits.note(all.toArray(Long[]::new));
        return leaving;
    }

    /**
     * What is still to be settled about those who go is to be settled about those who stay, but between the two cases
     * themselves and where that is asked already.
     */
    private void moveLikenesses(long merge, long from, long into) {
        jdbc.sql("""
                select pair.id, ours, now.id as now,
                       :into in (pair.household_id, pair.other_household_id)
                         or exists (select from possible_duplicate other
                                    where other.id <> pair.id
                                      and (person_id, other_person_id) in ((now.id, beside), (beside, now.id))) as asked
                from possible_duplicate pair,
                  lateral (select household_id = :from as ours) whose,
                  lateral (select case when ours then person_id else other_person_id end as who,
                                  case when ours then other_person_id else person_id end as beside) persons,
                  lateral (select coalesce(merged_into, id) as id from person where person.id = who) now
                where :from in (household_id, other_household_id) and state = 'open' order by pair.id""")
                .param("from", from)
                .param("into", into)
                .query(Likeness.class)
                .list()
                .forEach(pair -> moveLikeness(merge, pair, into));
    }

    /**
     * @param ours whether the case that goes asks
     * @param now who its person is now
     * @param asked whether that is asked already, or has been
     */
    private record Likeness(long id, boolean ours, long now, boolean asked) {}

    private void moveLikeness(long merge, Likeness pair, long into) {
        if (pair.asked) {
            jdbc.sql("""
                    select set_for_merge(:merge, 'possible_duplicate', jsonb_build_object('id', :pair), 'state',
                                         '"merged"')""")
                    .param("merge", merge)
                    .param("pair", pair.id)
                    .query((row, number) -> number)
                    .list();
            return;
        }
        set(merge, "possible_duplicate", pair.id, pair.ours ? "person_id" : "other_person_id", pair.now);
        set(merge, "possible_duplicate", pair.id, pair.ours ? "household_id" : "other_household_id", into);
    }

    /** Who was found to be this person before is the other one now. */
    private List<Long> mergedInto(long personId) {
        return jdbc.sql("select id from person where merged_into = :id order by id")
                .param("id", personId)
                .query(Long.class)
                .list();
    }

    private List<Long> count(long householdId) {
        return jdbc.sql("select id from person where household_id = :id and merged_into is null order by position")
                .param("id", householdId)
                .query(Long.class)
                .list();
    }

    private void set(long merge, String table, long id, String column, long value) {
        jdbc.sql("select set_for_merge(:merge, :table, jsonb_build_object('id', :id), :column, to_jsonb(:value))")
                .param("merge", merge)
                .param("table", table)
                .param("id", id)
                .param("column", column)
                .param("value", value)
                .query((row, number) -> number)
                .list();
    }

    private void move(long merge, String table, long from, long to) {
        jdbc.sql("select move_for_merge(:merge, :table, :from, :to)")
                .param("merge", merge)
                .param("table", table)
                .param("from", from)
                .param("to", to)
                .query((row, number) -> number)
                .list();
    }

    /** What only the one who goes is known by, the one who stays is known by too; no need is lost. */
    private void fillGaps(long merge, long personId, long knownId) {
        run(merge, personId, knownId, """
                select set_for_merge(:merge, 'person', jsonb_build_object('id', theirs.id), gap, value)
                from person ours join person theirs on ours.id = :from and theirs.id = :to,
                lateral (values
                  ('name', theirs.name is null, to_jsonb(ours.name)),
                  ('latin_name', theirs.latin_name is null, to_jsonb(ours.latin_name)),
                  ('name_key', theirs.latin_name is null and ours.latin_name is not null, to_jsonb(ours.name_key)),
                  ('born', theirs.born is null or theirs.born_estimated and not ours.born_estimated, to_jsonb(ours.born)),
                  ('born_estimated', ours.born is not null
                     and (theirs.born is null or theirs.born_estimated and not ours.born_estimated),
                   to_jsonb(ours.born_estimated)),
                  ('sex', theirs.sex = 'unknown', to_jsonb(ours.sex)),
                  ('nationalities', theirs.nationalities = '{}', to_jsonb(ours.nationalities)),
                  ('father_consent', theirs.father_consent = 'unknown', to_jsonb(ours.father_consent)),
                  ('needs', not theirs.needs @> ours.needs,
                   to_jsonb(theirs.needs || array(select unnest(ours.needs) except select unnest(theirs.needs)))),
                  ('pregnancy_weeks', theirs.pregnancy_weeks is null, to_jsonb(ours.pregnancy_weeks)),
                  ('pregnancy_weeks_on', theirs.pregnancy_weeks is null, to_jsonb(ours.pregnancy_weeks_on)),
                  ('place', theirs.place = 'seat', to_jsonb(ours.place))) as gaps (gap, gapes, value)
                where gapes and value is not null""");
    }

    private void fillGaps(long merge, Household from, Household into) {
        run(merge, from.id(), into.id(), """
                select set_for_merge(:merge, 'household', jsonb_build_object('id', theirs.id), gap, value)
                from household ours join household theirs on ours.id = :from and theirs.id = :to,
                lateral (values
                  ('phone', theirs.phone is null, to_jsonb(ours.phone)),
                  ('email', theirs.email is null, to_jsonb(ours.email)),
                  ('governorate', theirs.governorate is null, to_jsonb(ours.governorate)),
                  ('destination_city', theirs.destination_city is null, to_jsonb(ours.destination_city)),
                  ('wish', theirs.wish = 'unknown', to_jsonb(ours.wish))) as gaps (gap, gapes, value)
                where gapes and value is not null""");
    }

    /** A document that both have is completed and gets the copies of the other; the rest change hands. */
    private void moveDocuments(long merge, long personId, long knownId) {
        String both = """
                from document ours join document theirs on theirs.id = (
                  select min(id) from document
                  where person_id = :to and kind = ours.kind and number_key = ours.number_key and number_key <> '')""";
        run(merge, personId, knownId, """
                select set_for_merge(:merge, 'document', jsonb_build_object('id', id), 'person_id', to_jsonb(:to))
                from document
                where person_id = :from and id not in (select ours.id %s where ours.person_id = :from)""".formatted(both));
        run(merge, personId, knownId, """
                select set_for_merge(:merge, 'document', jsonb_build_object('id', theirs.id), gap, value) %s,
                lateral (values
                  ('expires', theirs.expires is null and not theirs.never_expires, to_jsonb(ours.expires)),
                  ('issued_by', theirs.issued_by is null, to_jsonb(ours.issued_by)),
                  ('check_digits_hold', theirs.check_digits_hold is null, to_jsonb(ours.check_digits_hold)),
                  ('latin_name', theirs.latin_name is null, to_jsonb(ours.latin_name)),
                  ('latin_name_key', theirs.latin_name is null, to_jsonb(ours.latin_name_key))) as gaps (gap, gapes, value)
                where ours.person_id = :from and gapes and value is not null""".formatted(both));
        run(merge, personId, knownId, """
                select set_for_merge(:merge, 'document_copy', jsonb_build_object('id', copy.id), 'document_id',
                                     to_jsonb(theirs.id)) %s
                join document_copy copy on copy.document_id = ours.id
                where ours.person_id = :from""".formatted(both));
    }

    private void run(long merge, long from, long to, String statement) {
        jdbc.sql(statement)
                .param("merge", merge)
                .param("from", from)
                .param("to", to)
                .query((row, number) -> number)
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Each person of a household by whom they are in the other, nobody twice. @param pairs the most alike first */
    static Map<Long, Long> oneToOne(List<PossibleDuplicates.Open> pairs) {
        Map<Long, Long> same = new LinkedHashMap<>();
        for (PossibleDuplicates.Open pair : pairs) {
            if (!same.containsValue(pair.otherPersonId())) {
                same.putIfAbsent(pair.personId(), pair.otherPersonId());
            }
        }
        return same;
    }
}
