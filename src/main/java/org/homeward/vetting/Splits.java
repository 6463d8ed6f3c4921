package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who of a family has agreed that it is split, and why it is. */
@Component
class Splits {

    private static final int LONGEST = 1000;

    private final JdbcClient jdbc;
    private final Households households;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Splits(JdbcClient jdbc, Households households, Clock clock, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.households = households;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** An agreement on record that is good for a split now. */
    record Agreement(long id, String reason) {}

    private record Row(long id, List<Long> behind, List<Long> agreed, String reason) {}

    /** @param behind who is held back now: it is to them that the family agreed to leave somebody behind */
    void record(long householdId, Set<Long> behind, Set<Long> agreed, @Nullable String reason) {
        if (behind.isEmpty()) {
            throw new Refusal("Nobody of this household is held back: there is nothing to split.");
        }
        if (!grownUps(householdId).containsAll(agreed)) {
            throw new Refusal("Only grown-ups of the household are asked whether it is split.", "agreed");
        }
        if (reason == null || reason.isBlank()) {
            throw new Refusal("Write why the family is split.", "reason");
        }
        if (reason.length() > LONGEST) {
            throw new Refusal("The reason has more than 1,000 characters: shorten it.", "reason");
        }
        jdbc.sql("""
                insert into split_agreement (household_id, behind, agreed, reason, recorded_by, recorded_at)
                values (:household, :behind, :agreed, :reason, :officer, :now)""")
                .param("household", householdId)
                .param("behind", new TreeSet<>(behind).toArray(Long[]::new))
                .param("agreed", new TreeSet<>(agreed).toArray(Long[]::new))
                .param("reason", reason.strip())
                .param("officer", officer.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.record(
                "split agreed",
                householdId,
                agreed.size() + " of " + grownUps(householdId).size());
    }

    /** @throws Refusal unless every grown-up has agreed that just these stay behind */
    Agreement agreement(long householdId, Set<Long> behind) {
        Row last = jdbc.sql("""
                select id, behind, agreed, reason from split_agreement
                where household_id = :id order by id desc limit 1""")
                .param("id", householdId)
                .query((row, number) -> new Row(
                        row.getLong("id"),
                        List.of((Long[]) row.getArray("behind").getArray()),
                        List.of((Long[]) row.getArray("agreed").getArray()),
                        row.getString("reason")))
                .optional()
                .orElseThrow(() -> new Refusal(
                        "Record in the dossier first which grown-ups agree to the split, and why it is made.",
                        "familyDecision"));
        if (!new HashSet<>(last.behind).equals(behind)) {
            throw new Refusal(
                    "Others are held back now than when the family agreed to a split: ask it again and record it in the"
                            + " dossier.",
                    "familyDecision");
        }
        if (!last.agreed.containsAll(grownUps(householdId))) {
            throw new Refusal(
                    "Not every grown-up of the family agrees to the split: wait, put it off, or refuse it.",
                    "familyDecision");
        }
        return new Agreement(last.id, last.reason);
    }

    private Set<Long> grownUps(long householdId) {
        LocalDate today = LocalDate.now(clock);
        Set<Long> grownUps = new HashSet<>();
        households.members(householdId).stream()
                .filter(person -> !person.minorOn(today))
                .map(Person::id)
                .forEach(grownUps::add);
        return grownUps;
    }
}
