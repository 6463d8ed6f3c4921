package org.homeward.rehearsal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.homeward.audit.Invariants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became of everybody, in persons. */
@Component
class Outcome {

    private static final String ROW = "  %-42s  %7s%n";

    /** What those who are still open wait for. */
    private static final Map<String, String> WHY_OPEN = Map.of(
            "registered", ", not reached yet",
            "deferred", ", to be asked again",
            "vetting", ", undecided who may travel",
            "ready", ", no seats on any way home",
            "seated", ", waits to be called",
            "called", ", waits to depart",
            "under way", ", not yet received");

    private final JdbcClient jdbc;
    private final Invariants invariants;

    Outcome(JdbcClient jdbc, Invariants invariants) {
        this.jdbc = jdbc;
        this.invariants = invariants;
    }

    /** Who was counted when a flight landed. @param children under 18 when it left */
    record Landed(String movement, int persons, int children, int women, int men) {

        @Override
        public String toString() {
            return "%s: %d children, %d women, %d men".formatted(movement, children, women, men);
        }
    }

    /**
     * The count at one moment; persons, except where it says households.
     *
     * @param ended persons whose case ended otherwise than at home, by reason; somebody found to be the same person as
     *     another counts once, as merged
     */
    record Count(
            int registered,
            int corrections,
            int households,
            int home,
            Map<String, Integer> ended,
            int open,
            Map<String, Integer> stages,
            List<Landed> landed,
            Map<String, Integer> invariants) {

        int endedOtherwise() {
            return ended.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** Everybody is accounted for and nothing is broken. */
        boolean inOrder() {
            return registered == home + endedOtherwise() + open
                    && invariants.values().stream().allMatch(offences -> offences == 0);
        }

        String json(double seconds) {
            return "REHEARSAL {\"registered\":" + registered + ",\"corrections\":" + corrections + ",\"households\":"
                    + households + ",\"home\":" + home + ",\"ended\":" + object(ended) + ",\"open\":" + open
                    + ",\"invariants\":" + object(invariants) + ",\"seconds\":"
                    + String.format(Locale.ROOT, "%.1f", seconds) + "}";
        }

        private static String object(Map<String, Integer> counts) {
            StringJoiner json = new StringJoiner(",", "{", "}");
            counts.forEach((name, count) -> json.add("\"" + name + "\":" + count));
            return json.toString();
        }

        /** A table for people. */
        String table() {
            StringBuilder table = new StringBuilder("\n")
                    .append(ROW.formatted("Outcome", "Persons"))
                    .append(ROW.formatted("-".repeat(42), "-".repeat(7)));
            line(table, "Registered", registered);
            line(table, "Home", home);
            landed.forEach(flight -> line(table, "  " + flight, flight.persons()));
            ended.forEach((reason, count) -> line(table, "Ended: " + words(reason), count));
            stages.forEach((stage, count) -> line(table, "Open: " + stage + WHY_OPEN.getOrDefault(stage, ""), count));
            line(table, "Rows listed for correction", corrections);
            line(table, "Households", households);
            invariants.forEach((invariant, count) -> {
                if (count > 0) {
                    line(table, "BROKEN " + invariant, count);
                }
            });
            return table.toString();
        }

        private static String words(String reason) {
            return reason.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        }

        private static void line(StringBuilder table, String name, int count) {
            table.append(ROW.formatted(name, count));
        }
    }

    /** Counts now. */
    Count count() {
        Map<String, Integer> ended = new LinkedHashMap<>();
        for (String key : new String[] {"stays", "withdrew", "noShow", "notEligible", "ownMeans", "merged", "died"}) {
            ended.put(key, 0);
        }
        Map<String, Integer> stages = new LinkedHashMap<>();
        int[] home = new int[1];
        jdbc.sql("""
                select case when person.merged_into is not null then 'merged' when stage = 'ended' then end_reason
                       else stage end as outcome, count(*) as persons
                from person join household on household.id = person.household_id group by 1 order by 1""")
                .query((row, number) -> {
                    String outcome = row.getString("outcome");
                    int persons = row.getInt("persons");
                    switch (outcome) {
                        case "home" -> home[0] += persons;
                        case "stays", "withdrew", "merged", "died" -> ended.merge(outcome, persons, Integer::sum);
                        case "no-show" -> ended.merge("noShow", persons, Integer::sum);
                        case "not eligible" -> ended.merge("notEligible", persons, Integer::sum);
                        case "left by own means" -> ended.merge("ownMeans", persons, Integer::sum);
                        case "same as another case" -> ended.merge("merged", persons, Integer::sum);
                        default -> stages.merge(outcome, persons, Integer::sum);
                    }
                    return outcome;
                })
                .list();
        return new Count(
                registered(),
                number("select count(*) from import_row where outcome = 'correction'"),
                number("select count(*) from household where split_from is null"),
                home[0],
                ended,
                stages.values().stream().mapToInt(Integer::intValue).sum(),
                stages,
                landed(),
                invariants.counts());
    }

    /**
     * Counted where people came in, not where they are now: the rows of lists, and who joined by another way. A merge leads
     * the row of the one to the other.
     */
    private int registered() {
        return number("""
                select (select count(*) from import_row where outcome in ('imported', 'corrected'))
                     + (select count(*) from person
                        where merged_into is null
                          and not exists (select from import_row where person_id = person.id))""");
    }

    private List<Landed> landed() {
        return jdbc.sql("""
                select movement.code as movement, count(*) as persons, count(*) filter (where child) as children,
                       count(*) filter (where not child and sex = 'female') as women,
                       count(*) filter (where not child and sex = 'male') as men
                from movement
                join scan on scan.movement_id = movement.id and scan.checkpoint = 'landing' and scan.verdict = 'taken'
                join person on person.id = scan.person_id
                cross join lateral (select coalesce(born > departs - interval '18 years', false) as child) age
                group by movement.id order by movement.departs, movement.code""").query(Landed.class).list();
    }

    private int number(String query) {
        return jdbc.sql(query).query(Integer.class).single();
    }
}
