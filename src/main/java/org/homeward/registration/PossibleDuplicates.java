package org.homeward.registration;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.homeward.access.CurrentOfficer;
import org.homeward.workflow.Decisions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Persons who may be known from an earlier case: same document, or same birth and a near-equal name. */
@Component
class PossibleDuplicates {

    private static final JaroWinklerSimilarity LIKENESS = new JaroWinklerSimilarity();

    private final JdbcClient jdbc;
    private final Decisions decisions;
    private final Clock clock;
    private final CurrentOfficer officer;

    PossibleDuplicates(JdbcClient jdbc, Decisions decisions, Clock clock, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.decisions = decisions;
        this.clock = clock;
        this.officer = officer;
    }

    /** One person of this household and one of an earlier case. */
    record Pair(
            long personId,
            long otherPersonId,
            long otherHouseholdId,
            String nameKey,
            String otherNameKey,
            boolean sameDocument,
            boolean sameBirth) {

        double nameLikeness() {
            return LIKENESS.apply(nameKey, otherNameKey);
        }

        String reasons() {
            List<String> reasons = new ArrayList<>();
            if (sameDocument) {
                reasons.add("same document number");
            }
            if (sameBirth) {
                reasons.add("same date of birth");
            }
            reasons.add("names alike to " + Math.round(nameLikeness() * 100) + " %");
            return String.join(", ", reasons);
        }
    }

    /** Looks for members in earlier cases, notes the likely ones, and says whether any is open for an officer. */
    boolean find(long householdId) {
        for (Pair pair : candidates(householdId)) {
            String likely = decisions.decide(
                    "duplicates",
                    Map.of(
                            "sameDocument", pair.sameDocument(),
                            "sameBirth", pair.sameBirth(),
                            "nameLikeness", pair.nameLikeness()));
            if (Boolean.parseBoolean(likely)) {
                note(householdId, pair);
            }
        }
        return !open(householdId).isEmpty();
    }

    /** Persons of earlier cases that share a document number or a full date of birth with a member of this one. */
    private List<Pair> candidates(long householdId) {
        return jdbc.sql("""
                with member as (
                  select id, household_id, name_key, born, born_estimated from person
                  where household_id = :id and merged_into is null),
                sharing as (
                  select member.id, other.id as other_id from member
                    join document mine on mine.person_id = member.id
                    join document theirs on theirs.number_key = mine.number_key and theirs.person_id <> mine.person_id
                    join person other on other.id = theirs.person_id
                  where mine.number_key <> ''
                  union
                  select member.id, other.id from member
                    join person other on other.born = member.born and other.merged_into is null
                  where not member.born_estimated and not other.born_estimated)
                select member.id, other.id as other_id, other.household_id, member.name_key,
                       other.name_key as other_name_key,
                       coalesce(member.born = other.born, false) as same_birth,
                       exists (select from document mine join document theirs using (number_key)
                               where mine.person_id = member.id and theirs.person_id = other.id
                                 and number_key <> '') as same_document
                from sharing
                  join member on member.id = sharing.id
                  join person other on other.id = sharing.other_id
                  join household on household.id = :id
                where other.merged_into is null and other.household_id < :id
                  and other.household_id is distinct from household.split_from""")
                .param("id", householdId)
                .query(PossibleDuplicates::pair)
                .list();
    }

    private void note(long householdId, Pair pair) {
        jdbc.sql("""
                insert into possible_duplicate
                  (household_id, other_household_id, person_id, other_person_id, likeness, reasons)
                values (:household, :otherHousehold, :person, :otherPerson, :likeness, :reasons)
                on conflict do nothing""")
                .param("household", householdId)
                .param("otherHousehold", pair.otherHouseholdId())
                .param("person", pair.personId())
                .param("otherPerson", pair.otherPersonId())
                .param("likeness", BigDecimal.valueOf(pair.nameLikeness()).setScale(3, RoundingMode.HALF_UP))
                .param("reasons", pair.reasons())
                .update();
    }

    /** A pair that an officer has not settled. */
    record Open(long personId, long otherPersonId, long otherHouseholdId) {}

    /** The pairs to settle, the most alike first. */
    List<Open> open(long householdId) {
        return jdbc.sql("""
                select person_id, other_person_id, other_household_id from possible_duplicate
                where household_id = :id and state = 'open' order by likeness desc, id""").param("id", householdId).query(Open.class).list();
    }

    /** Records the decision on all open pairs. @param state {@code merged} or {@code kept apart} */
    void settle(long householdId, String state) {
        jdbc.sql("""
                update possible_duplicate set state = :state, decided_by = :officer, decided_at = :now
                where household_id = :id and state = 'open'""")
                .param("state", state)
                .param("officer", officer.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", householdId)
                .update();
    }

    private static Pair pair(ResultSet row, int number) throws SQLException {
        return new Pair(
                row.getLong("id"),
                row.getLong("other_id"),
                row.getLong("household_id"),
                row.getString("name_key"),
                row.getString("other_name_key"),
                row.getBoolean("same_document"),
                row.getBoolean("same_birth"));
    }
}
