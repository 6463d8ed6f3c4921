package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
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
        String companion = written(care.companion(), "companion");
        String companionCase = written(care.companionCase(), "companionCase");
        if (companionId == null && companionCase != null) {
            companionId = ofAnotherCase(households.get(householdId), companionCase, companion);
            companion = null; // the name stands with the person
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
                .param("companion", companion)
                .param("officer", officer.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.recordOfPerson("care recorded", householdId, personId, arranged(personId) ? "complete" : "incomplete");
    }

    /** The grown-up of another case who travels with a child; of several the one with this name. */
    private long ofAnotherCase(Household childs, String caseNumber, @Nullable String name) {
        Household other = households
                .find(caseNumber)
                .orElseThrow(() ->
                        new Refusal("There is no case with this number. Check it letter by letter.", "companionCase"));
        if (other.restricted() != childs.restricted()) {
            // Whoever may open the one dossier must not learn of the other from it.
            throw new Refusal(
                    "A restricted household and one that is not cannot share a companion: choose another.",
                    "companionCase");
        }
        if (other.ended() || other.stage().equals("home") || other.stage().equals("under way")) {
            throw new Refusal(
                    "Nobody of case " + other.caseNumber() + " is still to travel: choose another companion.",
                    "companionCase");
        }
        List<Person> grownUps = households.members(other.id()).stream()
                .filter(person -> !person.minorOn(today()))
                .filter(person -> name == null || isCalled(person, name))
                .toList();
        if (grownUps.size() != 1) {
            throw new Refusal(
                    "Write the name of the grown-up of case " + other.caseNumber()
                            + " who travels with the child, as it stands in the dossier there.",
                    "companion");
        }
        return grownUps.get(0).id();
    }

    private static boolean isCalled(Person person, String name) {
        return name.equalsIgnoreCase(person.name()) || name.equalsIgnoreCase(person.latinName());
    }

    /**
     * What is wrong with a child's companion of another household, if anything: {@link Rules#NOT_READY} as long as that
     * household may not leave yet, {@link Rules#GONE} once it does not travel or has left without the child.
     */
    Optional<String> trouble(long childId) {
        return jdbc.sql("""
                select case
                    when companions.id = childs.id or companions.stage in ('ready', 'seated', 'called') then ''
                    when companions.stage in ('under way', 'home') then
                      case when childs.stage in ('called', 'under way', 'home') then '' else :gone end
                    when companions.stage = 'ended' then :gone
                    when companions.stage = 'vetting' and not exists (
                      select from concern where household_id = companions.id and state in ('open', 'held back')
                        and reason <> :notReady) then ''
                    else :notReady end
                from child_care
                join person child on child.id = child_care.person_id
                join household childs on childs.id = child.household_id
                join person written on written.id = companion_id
                join person companion on companion.id = coalesce(written.merged_into, written.id)
                join household companions on companions.id = companion.household_id
                where child_care.person_id = :child""")
                .param("child", childId)
                .param("gone", Rules.GONE)
                .param("notReady", Rules.NOT_READY)
                .query(String.class)
                .optional()
                .filter(trouble -> !trouble.isEmpty());
    }

    boolean waitsForCompanion(long childId) {
        return trouble(childId).filter(Rules.NOT_READY::equals).isPresent();
    }

    /** Other households whose children travel with somebody of these, where the stage of these makes a difference. */
    List<Long> householdsToLookAt(Collection<Long> companionsHouseholdIds) {
        return jdbc.sql("""
                select distinct childs.id
                from person written
                join child_care on companion_id = written.id
                join person child on child.id = child_care.person_id
                join household childs on childs.id = child.household_id
                join person companion on companion.id = coalesce(written.merged_into, written.id)
                join household companions on companions.id = companion.household_id
                where companions.id = any(:ids) and childs.id <> companions.id and (
                  childs.stage = 'vetting' or companions.stage in ('registered', 'deferred', 'vetting', 'ended')
                  or companions.stage in ('under way', 'home') and childs.stage in ('ready', 'seated'))
                order by childs.id""")
                .param("ids", companionsHouseholdIds.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /** Whether both are known: whom the child goes to, with telephone and relation, and a companion of the journey. */
    boolean arranged(long personId) {
        return jdbc.sql("""
                select exists (
                  select from child_care
                  where person_id = :person and receiver is not null and receiver_phone is not null
                    and receiver_relation is not null and (companion_id is not null or companion is not null))""").param("person", personId).query(Boolean.class).single()
                && trouble(personId).filter(Rules.GONE::equals).isEmpty();
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
