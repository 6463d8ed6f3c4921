package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who travels with a child that has no parent or guardian on the way, and who receives it at the destination. */
@Component
class ChildCare {

    private static final int LONGEST = 200;

    private final JdbcClient jdbc;
    private final Households households;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    ChildCare(JdbcClient jdbc, Households households, Clock clock, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.households = households;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** Records what is known so far; what stood there before is replaced. On record goes only whether all is known. */
    void record(long householdId, long personId, Vetting.Care care) {
        List<Person> members = households.members(householdId);
        Person child = member(members, personId);
        if (!child.minorOn(today())) {
            throw new Refusal("Only a child needs a receiver and a companion: this person is grown up.");
        }
        Long companionId = care.companionId();
        if (companionId != null && member(members, companionId).minorOn(today())) {
            throw new Refusal("A child cannot be a child's companion: choose a grown-up.", "companionId");
        }
        jdbc.sql("""
                insert into child_care (person_id, receiver, receiver_phone, receiver_relation, companion_id, companion,
                                        recorded_by, recorded_at)
                values (:person, :receiver, :phone, :relation, :companionId, :companion, :officer, :now)
                on conflict (person_id) do update set
                  receiver = excluded.receiver, receiver_phone = excluded.receiver_phone,
                  receiver_relation = excluded.receiver_relation, companion_id = excluded.companion_id,
                  companion = excluded.companion, recorded_by = excluded.recorded_by,
                  recorded_at = excluded.recorded_at""")
                .param("person", personId)
                .param("receiver", written(care.receiver(), "receiver"))
                .param("phone", written(care.receiverPhone(), "receiverPhone"))
                .param("relation", written(care.receiverRelation(), "receiverRelation"))
                .param("companionId", companionId)
                .param("companion", written(care.companion(), "companion"))
                .param("officer", officer.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.recordOfPerson(
                "care recorded", householdId, personId, arranged(householdId, personId) ? "complete" : "incomplete");
    }

    /** Whether both are known: whom the child goes to, with telephone and relation, and a companion of the journey. */
    boolean arranged(long householdId, long personId) {
        return jdbc.sql("""
                select exists (
                  select from child_care
                  left join person companion on companion.id = companion_id and companion.household_id = :household
                                             and companion.merged_into is null
                  where person_id = :person and receiver is not null and receiver_phone is not null
                    and receiver_relation is not null and (companion.id is not null or child_care.companion is not null))""")
                .param("household", householdId)
                .param("person", personId)
                .query(Boolean.class)
                .single();
    }

    private static Person member(List<Person> members, long personId) {
        return members.stream()
                .filter(person -> person.id() == personId)
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("This household has no such member."));
    }

    private static @Nullable String written(@Nullable String text, String field) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST) {
            throw new Refusal("This has more than 200 characters: shorten it.", field);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal("There are control characters in this: type it again.", field);
        }
        return text.strip();
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
