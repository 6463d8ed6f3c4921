package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
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

    /** What is on record of a grown-up; who is ill or not reached cannot answer, and does not stand in the way. */
    private static final String[] ANSWERS = {"agrees", "ill", "not reached"};

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

    private record Row(long id, List<Long> behind, List<Long> agreed, List<Long> unable, String reason) {}

    /** @param behind who is held back now: it is to them that the family agreed to leave somebody behind */
    void record(long householdId, Set<Long> behind, Vetting.FamilysWord word) {
        if (behind.isEmpty()) {
            throw new Refusal("Nobody of this household is held back: there is nothing to split.");
        }
        Set<Long> grownUps = grownUps(householdId);
        if (!grownUps.containsAll(word.answers().keySet())) {
            throw new Refusal("Only grown-ups of the household are asked whether it is split.", "answers");
        }
        word.answers().values().forEach(answer -> Answer.among(answer, "answers", ANSWERS));
        String reason = written(word.reason(), "Write why the family is split.", "reason");
        Set<Long> agreed = word.who("agrees");
        Set<Long> ill = word.who("ill");
        Set<Long> notReached = word.who("not reached");
        boolean allAnswered = ill.isEmpty() && notReached.isEmpty();
        String remark = allAnswered
                ? null
                : written(
                        word.remark(),
                        "Write why somebody cannot answer: where the person lies, or when and where you called.",
                        "remark");
        jdbc.sql("""
                insert into split_agreement (household_id, behind, agreed, ill, not_reached, reason, remark, recorded_by,
                                             recorded_at)
                values (:household, :behind, :agreed, :ill, :notReached, :reason, :remark, :officer, :now)""")
                .param("household", householdId)
                .param("behind", sorted(behind))
                .param("agreed", sorted(agreed))
                .param("ill", sorted(ill))
                .param("notReached", sorted(notReached))
                .param("reason", reason)
                .param("remark", remark)
                .param("officer", officer.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.record("split agreed", householdId, agreed.size() + " of " + grownUps.size());
        ill.forEach(person -> audit.recordOfPerson("split not answered", householdId, person, "ill"));
        notReached.forEach(person -> audit.recordOfPerson("split not answered", householdId, person, "not reached"));
    }

    private static String written(@Nullable String text, String missing, String field) {
        String plain = PlainText.of(text);
        if (plain.isEmpty()) {
            throw new Refusal(missing, field);
        }
        if (plain.length() > LONGEST) {
            throw new Refusal("This has more than 1,000 characters: shorten it.", field);
        }
        return plain;
    }

    private static Long[] sorted(Set<Long> persons) {
        return new TreeSet<>(persons).toArray(Long[]::new);
    }

    /** @throws Refusal unless every grown-up has agreed that just these stay behind, but for those who cannot answer */
    Agreement agreement(long householdId, Set<Long> behind) {
        Row last = jdbc.sql("""
                select id, behind, agreed, ill || not_reached as unable, reason from split_agreement
                where household_id = :id order by id desc limit 1""")
                .param("id", householdId)
                .query((row, number) -> new Row(
                        row.getLong("id"),
                        List.of((Long[]) row.getArray("behind").getArray()),
                        List.of((Long[]) row.getArray("agreed").getArray()),
                        List.of((Long[]) row.getArray("unable").getArray()),
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
        Set<Long> asked = grownUps(householdId);
        last.unable.forEach(asked::remove);
        if (asked.isEmpty()) {
            throw new Refusal(
                    "No grown-up of the family could answer, and a split needs the word of one at least: wait, put it off, or"
                            + " refuse it.",
                    "familyDecision");
        }
        if (!last.agreed.containsAll(asked)) {
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
