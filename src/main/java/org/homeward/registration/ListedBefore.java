package org.homeward.registration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.household.NewPerson;
import org.homeward.registration.ImportWork.Waiting;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who has come with a list before. Each list numbers its families anew: for somebody without a document the same number,
 * name and birth are not enough, as they would put a child into a stranger's household. Who is not known for sure is
 * registered, and looked at as a possible duplicate.
 */
@Component
class ListedBefore {

    private final JdbcClient jdbc;

    ListedBefore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Somebody on record.
     *
     * @param householdId which the list made of the family, and new members join; {@code householdNow}: where the person is
     *     since a split
     * @param saysNothingNew whether this very row stood in the very same file
     */
    record Known(long householdId, long householdNow, long personId, boolean saysNothingNew) {

        Known(long householdId, long personId) {
            this(householdId, householdId, personId, false);
        }
    }

    /**
     * @param householdId which the list made of its family; {@code householdNow}: where the person is since a split
     * @param sameFile whether it stood in the very same file
     * @param alone whether the household is this person only
     */
    private record Seen(
            String fingerprint,
            long householdId,
            long householdNow,
            long personId,
            int rowNumber,
            boolean sameFile,
            boolean alone) {

        boolean isRow(int number) {
            return sameFile && rowNumber == number;
        }

        Known at(int number) {
            return new Known(householdId, householdNow, personId, isRow(number));
        }
    }

    private record Match(Waiting row, Seen seen) {

        boolean certain() {
            return documented(Families.person(row.reading())) || seen.isRow(row.number());
        }
    }

    /** Those of these rows who are on record already, by row number. @param rows of whole households */
    Map<Integer, Known> among(UUID importId, List<Waiting> rows) {
        Map<String, List<Seen>> seen =
                seen(importId, rows.stream().map(Waiting::fingerprint).toList());
        Map<Integer, Known> known = new HashMap<>();
        rows.stream()
                .collect(Collectors.groupingBy(Waiting::householdRow))
                .values()
                .forEach(family -> known.putAll(amongFamily(family, seen)));
        return known;
    }

    private static Map<Integer, Known> amongFamily(List<Waiting> family, Map<String, List<Seen>> seen) {
        Map<Integer, Known> known = new HashMap<>();
        family.stream()
                .flatMap(row ->
                        seen.getOrDefault(row.fingerprint(), List.of()).stream().map(one -> new Match(row, one)))
                .collect(Collectors.groupingBy(match -> match.seen().householdId()))
                .values()
                .stream()
                .filter(matches -> isSameFamily(family, matches))
                .flatMap(List::stream)
                .forEach(match -> known.merge(
                        match.row().number(),
                        match.seen().at(match.row().number()),
                        (first, other) -> first.saysNothingNew() || !other.saysNothingNew() ? first : other));
        return known;
    }

    /** One who is known for sure vouches for the others, and so do two; one alone only with a day of birth. */
    private static boolean isSameFamily(List<Waiting> family, List<Match> matches) {
        return matches.stream().anyMatch(Match::certain)
                || matches.stream()
                                .map(match -> match.row().fingerprint())
                                .distinct()
                                .count()
                        > 1
                || family.size() == 1
                        && matches.stream().anyMatch(match -> match.seen().alone())
                        && hasDayOfBirth(Families.person(family.get(0).reading()));
    }

    /** The first of January is written where nobody knew the day. */
    private static boolean hasDayOfBirth(NewPerson person) {
        return person.born() != null && !person.bornEstimated() && person.born().getDayOfYear() != 1;
    }

    /** The person of a corrected row, if on record already. @param household that the other rows of the family made */
    Optional<Known> corrected(UUID importId, String fingerprint, NewPerson person, Optional<Long> household) {
        return seen(importId, List.of(fingerprint)).getOrDefault(fingerprint, List.of()).stream()
                .filter(seen -> documented(person) || household.equals(Optional.of(seen.householdId())))
                .map(seen -> new Known(seen.householdId(), seen.householdNow(), seen.personId(), false))
                .findFirst();
    }

    private static boolean documented(NewPerson person) {
        return !person.documents().isEmpty();
    }

    private Map<String, List<Seen>> seen(UUID importId, List<String> fingerprints) {
        return jdbc
                .sql("""
                select fingerprint, import_row.household_id, person.household_id as household_now, person_id, row_number,
                       earlier.digest = this.digest as same_file,
                       (select count(*) from person where person.household_id = import_row.household_id) = 1 as alone
                from import_row
                join person on person.id = person_id
                join import earlier on earlier.id = import_id
                join import this on this.id = :id
                where fingerprint = any(:fingerprints) and import_row.household_id is not null
                order by import_row.household_id""")
                .param("id", importId)
                .param("fingerprints", fingerprints.toArray(String[]::new))
                .query(Seen.class)
                .list()
                .stream()
                .collect(Collectors.groupingBy(Seen::fingerprint));
    }
}
