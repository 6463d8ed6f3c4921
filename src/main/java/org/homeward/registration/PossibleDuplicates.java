package org.homeward.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.homeward.access.CurrentOfficer;
import org.homeward.household.PersonTraits;
import org.homeward.people.Comparison;
import org.homeward.people.KnownPeople;
import org.homeward.people.Likeness;
import org.homeward.people.Reason;
import org.homeward.people.Traits;
import org.homeward.workflow.Decisions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Persons who may be known from another case. A name is never enough: without the same document or a birth that fits,
 * the decision table is not even asked.
 */
@Component
class PossibleDuplicates {

    /** What the comparison says of two births, in the words of the decision table; anything else is {@code other}. */
    private static final Map<String, String> BIRTHS = Map.of(
            "birth-same-day", "same day",
            "birth-year-fits", "same year",
            "birth-year-near", "near",
            "birth-other-day", "near");

    private final JdbcClient jdbc;
    private final KnownPeople known;
    private final PersonTraits persons;
    private final Decisions decisions;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final ObjectMapper json;

    PossibleDuplicates(
            JdbcClient jdbc,
            KnownPeople known,
            PersonTraits persons,
            Decisions decisions,
            Clock clock,
            CurrentOfficer officer,
            ObjectMapper json) {
        this.jdbc = jdbc;
        this.known = known;
        this.persons = persons;
        this.decisions = decisions;
        this.clock = clock;
        this.officer = officer;
        this.json = json;
    }

    /** So many of those who share most with a person are compared. */
    private static final int ENOUGH = 50;

    /** One person of this household and one of another case. */
    private record Pair(
            long personId, long otherPersonId, long otherHouseholdId, Likeness likeness, Traits ours, Traits theirs) {

        Pair(long personId, long otherPersonId, long otherHouseholdId, Traits ours, Traits theirs) {
            this(personId, otherPersonId, otherHouseholdId, Comparison.compare(ours, theirs), ours, theirs);
        }

        /** How alike the names alone are, 0 to 1. */
        double nameLikeness() {
            return Comparison.compare(named(ours), named(theirs)).score();
        }

        String documents() {
            return found("document-same") ? "same" : found("document-other") ? "other" : "unknown";
        }

        String births() {
            return BIRTHS.entrySet().stream()
                    .filter(each -> found(each.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(found("birth-years-differ") ? "other" : "unknown");
        }

        boolean moreThanAName() {
            return documents().equals("same") || BIRTHS.containsValue(births());
        }

        private boolean found(String code) {
            return likeness.reasons().stream().anyMatch(reason -> reason.code().equals(code));
        }
    }

    /** A number that stands for looking for duplicates. */
    private static final long LOOKING = 0x6475706c6963L;

    /**
     * Looks for members in other cases and notes the likely ones as open. One looks after the other: of two families that
     * are registered at the same moment the second sees the first.
     */
    void find(long householdId) {
        jdbc.sql("select pg_advisory_xact_lock(:looking)")
                .param("looking", LOOKING)
                .query(row -> {});
        List<Pair> pairs = pairs(householdId);
        for (Pair pair : pairs) {
            String likely = decisions.decide(
                    "duplicates",
                    Map.of(
                            "documents", pair.documents(),
                            "births", pair.births(),
                            "nameLikeness", pair.nameLikeness(),
                            "likeness", pair.likeness().score(),
                            "othersAlike", othersAlike(pair, pairs)));
            if (Boolean.parseBoolean(likely)) {
                note(householdId, pair);
            }
        }
    }

    private List<Pair> pairs(long householdId) {
        Map<Long, Traits> ours = persons.of(
                jdbc.sql("select id from person where household_id = :id and merged_into is null order by position")
                        .param("id", householdId)
                        .query(Long.class)
                        .list());
        Map<Long, Set<Long>> candidates = new TreeMap<>();
        Set<Long> sharingDocuments = sharingDocuments(householdId);
        Set<Long> all = new LinkedHashSet<>(sharingDocuments);
        ours.forEach((id, traits) -> {
            Set<Long> some = new LinkedHashSet<>(sharingDocuments);
            known.candidates(traits).stream().limit(ENOUGH).forEach(some::add);
            candidates.put(id, some);
            all.addAll(some);
        });
        Map<Long, Long> others = ofOtherCases(householdId, all);
        Map<Long, Traits> theirs = persons.of(others.keySet());
        List<Pair> pairs = new ArrayList<>();
        ours.forEach((id, traits) -> candidates.getOrDefault(id, Set.of()).forEach(other -> {
            Traits candidate = theirs.get(other);
            if (candidate != null) {
                Pair pair = new Pair(id, other, others.getOrDefault(other, 0L), traits, candidate);
                if (pair.moreThanAName()) {
                    pairs.add(pair);
                }
            }
        }));
        return pairs;
    }

    /** Whoever holds a document with the number of one of theirs, whatever else is known. */
    private Set<Long> sharingDocuments(long householdId) {
        return new LinkedHashSet<>(jdbc.sql("""
                select theirs.person_id from person
                  join document ours on ours.person_id = person.id and ours.number_key <> ''
                  join document theirs on theirs.number_key = ours.number_key
                where person.household_id = :id and person.merged_into is null
                limit :enough""")
                .param("id", householdId)
                .param("enough", ENOUGH)
                .query(Long.class)
                .list());
    }

    private static Traits named(Traits person) {
        return Traits.named(person.names().toArray(String[]::new));
    }

    /**
     * Of these persons, those who count in another case, with its id; not the one it was split from or that was split
     * from it, and not one from which the two have been compared before.
     */
    private Map<Long, Long> ofOtherCases(long householdId, Collection<Long> personIds) {
        Map<Long, Long> cases = new TreeMap<>();
        if (!personIds.isEmpty()) {
            jdbc.sql("""
                    select person.id, person.household_id from person join household ours on ours.id = :household
                      join household theirs on theirs.id = person.household_id
                    where person.id = any(:ids) and person.merged_into is null and theirs.id <> ours.id
                      and theirs.id is distinct from ours.split_from and ours.id is distinct from theirs.split_from
                      and not exists (
                        select from possible_duplicate
                        where household_id = theirs.id and other_person_id in (
                          select id from person mine where mine.household_id = ours.id)
                          and possible_duplicate.person_id = person.id)""")
                    .param("household", householdId)
                    .param("ids", personIds.toArray(Long[]::new))
                    .query((row, number) -> Map.entry(row.getLong(1), row.getLong(2)))
                    .list()
                    .forEach(each -> cases.put(each.getKey(), each.getValue()));
        }
        return cases;
    }

    /** How many other members are alike with others of the same case: a family is rarely alike by chance. */
    private static int othersAlike(Pair pair, List<Pair> pairs) {
        return (int) pairs.stream()
                .filter(other -> other.otherHouseholdId() == pair.otherHouseholdId()
                        && other.personId() != pair.personId()
                        && other.otherPersonId() != pair.otherPersonId()
                        && other.likeness().hit())
                .map(Pair::personId)
                .distinct()
                .count();
    }

    private void note(long householdId, Pair pair) {
        jdbc.sql("""
                insert into possible_duplicate
                  (household_id, other_household_id, person_id, other_person_id, likeness, grounds)
                values (:household, :otherHousehold, :person, :otherPerson, :likeness, cast(:grounds as jsonb))
                on conflict do nothing""")
                .param("household", householdId)
                .param("otherHousehold", pair.otherHouseholdId())
                .param("person", pair.personId())
                .param("otherPerson", pair.otherPersonId())
                .param("likeness", BigDecimal.valueOf(pair.likeness().score()).setScale(3, RoundingMode.HALF_UP))
                .param("grounds", grounds(pair.likeness().reasons()))
                .update();
    }

    private String grounds(List<Reason> reasons) {
        try {
            return json.writeValueAsString(reasons.stream()
                    .map(reason ->
                            Map.of("code", reason.code(), "arguments", reason.arguments(), "against", reason.against()))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Reasons are plain words.", e);
        }
    }

    /** A pair that an officer has not settled. @param hidden the other case is restricted and this one is not */
    record Open(long personId, long otherPersonId, long otherHouseholdId, boolean hidden) {}

    /** The pairs to settle: those of the case that shares most persons first, the most alike first. */
    List<Open> open(long householdId) {
        return jdbc.sql("""
                select pair.person_id, pair.other_person_id, pair.other_household_id,
                       other.restricted and not ours.restricted as hidden
                from possible_duplicate pair
                  join household other on other.id = pair.other_household_id
                  join household ours on ours.id = pair.household_id
                where pair.household_id = :id and pair.state = 'open'
                order by count(*) over (partition by pair.other_household_id) desc, pair.other_household_id,
                         pair.likeness desc, pair.id""").param("id", householdId).query(Open.class).list();
    }

    /** The households that are not restricted but likely the same as this one, which is. */
    List<Long> openToRestricted(long householdId) {
        return jdbc.sql("""
                select distinct pair.household_id from possible_duplicate pair
                  join household ours on ours.id = pair.household_id and not ours.restricted
                where pair.other_household_id = :id and pair.state = 'open'""").param("id", householdId).query(Long.class).list();
    }

    /** Records the decision on open pairs with these cases. @param state {@code merged} or {@code kept apart} */
    void settle(long householdId, Collection<Long> otherHouseholdIds, String state) {
        jdbc.sql("""
                update possible_duplicate set state = :state, decided_by = :officer, decided_at = :now
                where household_id = :id and other_household_id = any(:others) and state = 'open'""")
                .param("state", state)
                .param("officer", officer.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", householdId)
                .param("others", otherHouseholdIds.toArray(Long[]::new))
                .update();
    }
}
