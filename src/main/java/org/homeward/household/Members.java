package org.homeward.household;

import java.sql.Types;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.people.Birth;
import org.homeward.people.NameKey;
import org.homeward.people.StateCode;
import org.homeward.people.Traits;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is known of a member, corrected later: who they are, and what they need on the way. Everything that hangs on it is
 * looked at anew: duplicates, watch-lists, fitness, urgency.
 */
@Component
public class Members {

    /** The needs there are, as codes. */
    public static final List<String> NEEDS =
            List.of("wheelchair", "stretcher", "oxygen", "dialysis", "insulin", "pregnancy", "escort", "other");

    /** Who somebody may be to the applicant. */
    public static final List<String> RELATIONS =
            List.of("applicant", "spouse", "child", "parent", "sibling", "grandchild", "grandparent", "other");

    private static final Set<String> SEXES = Set.of("female", "male", "unknown");
    private static final int LONGEST_NAME = 200;

    private final JdbcClient jdbc;
    private final Households households;
    private final PersonTraits traits;
    private final Audit audit;
    private final Clock clock;
    private final ApplicationEventPublisher news;

    Members(
            JdbcClient jdbc,
            Households households,
            PersonTraits traits,
            Audit audit,
            Clock clock,
            ApplicationEventPublisher news) {
        this.jdbc = jdbc;
        this.households = households;
        this.traits = traits;
        this.audit = audit;
        this.clock = clock;
        this.news = news;
    }

    /**
     * Who somebody is.
     *
     * @param bornEstimated only the year is known; {@code born} is then its first day
     * @param sex {@code female}, {@code male} or {@code unknown}
     * @param nationalities codes as in travel documents; none: not known
     * @param relation one of {@link #RELATIONS}
     */
    public record Identity(
            @Nullable String name,
            @Nullable String latinName,
            @Nullable LocalDate born,
            boolean bornEstimated,
            String sex,
            List<String> nationalities,
            String relation) {}

    /**
     * Corrects who a member is; on record goes which of it has changed.
     *
     * @throws Refusal if there is no name, a birth lies in the future or more than {@link Birth#OLDEST} years ago, a nationality has no
     *     such code, or there is an applicant already
     */
    @Transactional
    public void correct(long householdId, long personId, Identity identity) {
        Person before = member(householdId, personId);
        check(identity);
        List<String> nationalities = codes(identity.nationalities);
        if (identity.relation.equals("applicant")) {
            refuseSecondApplicant(before);
        }
        List<String> changed = changes(before, identity, nationalities);
        if (changed.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update person set name = :name, latin_name = :latinName, name_key = :nameKey, born = :born,
                       born_estimated = :estimated, sex = :sex, nationalities = :nationalities, relation = :relation
                where id = :id""")
                .param("name", identity.name)
                .param("latinName", identity.latinName)
                .param("nameKey", NameKey.of(identity.name, identity.latinName))
                .param("born", identity.born)
                .param("estimated", identity.bornEstimated)
                .param("sex", identity.sex)
                .param("nationalities", nationalities.toArray(String[]::new))
                .param("relation", identity.relation)
                .param("id", personId)
                .update();
        traits.note(personId);
        audit.recordOfPerson("person corrected", householdId, personId, String.join(", ", changed));
        boolean onlyTheName = changed.equals(List.of("name"));
        news.publishEvent(new MemberChanged(householdId, onlyTheName ? personId : null));
    }

    private static List<String> changes(Person before, Identity now, List<String> nationalities) {
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(before.name(), now.name) || !Objects.equals(before.latinName(), now.latinName)) {
            changed.add("name");
        }
        if (!Objects.equals(before.born(), now.born) || before.bornEstimated() != now.bornEstimated) {
            changed.add("birth");
        }
        if (!before.sex().equals(now.sex)) {
            changed.add("sex");
        }
        if (!Set.copyOf(before.nationalities()).equals(Set.copyOf(nationalities))) {
            changed.add("nationality");
        }
        if (!before.relation().equals(now.relation)) {
            changed.add("relation");
        }
        return changed;
    }

    private void check(Identity identity) {
        if (!Traits.comparable(Stream.of(identity.name, identity.latinName)
                .flatMap(Stream::ofNullable)
                .toList())) {
            throw new Refusal("A person needs a name, in their own script or in Latin letters.", "name");
        }
        refuseLonger(identity.name, "name");
        refuseLonger(identity.latinName, "latinName");
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (identity.born != null
                && (identity.born.isAfter(today) || identity.born.isBefore(today.minusYears(Birth.OLDEST)))) {
            throw new Refusal("The date of birth must lie in the last " + Birth.OLDEST + " years.", "born");
        }
        if (!SEXES.contains(identity.sex)) {
            throw new Refusal("Choose the sex: female, male or unknown.", "sex");
        }
        if (!RELATIONS.contains(identity.relation)) {
            throw new Refusal("Choose who this person is to the applicant.", "relation");
        }
    }

    private static List<String> codes(List<String> nationalities) {
        return nationalities.stream()
                .map(written -> StateCode.of(written)
                        .orElseThrow(() -> new Refusal(
                                "Write nationalities as in a passport, three letters each: RUS, SYR.",
                                "nationalities")))
                .distinct()
                .toList();
    }

    private void refuseSecondApplicant(Person person) {
        if (households.members(person.householdId()).stream()
                .anyMatch(other -> other.id() != person.id() && other.relation().equals("applicant"))) {
            throw new Refusal(
                    "This household has an applicant already: say first who that one is instead.", "relation");
        }
    }

    private static void refuseLonger(@Nullable String name, String field) {
        if (name != null && name.length() > LONGEST_NAME) {
            throw new Refusal("This is longer than " + LONGEST_NAME + " characters.", field);
        }
    }

    /**
     * Records what a member needs on the way; the place for it follows by the table {@code places}, unless an officer has said
     * another when assessing fitness.
     *
     * @param pregnancyWeeks 1 to 45, with the need {@code pregnancy} only
     */
    @Transactional
    public void need(long householdId, long personId, List<String> needs, @Nullable Integer pregnancyWeeks) {
        Person before = member(householdId, personId);
        if (!NEEDS.containsAll(needs)) {
            throw new Refusal("Choose the needs from the list.", "needs");
        }
        boolean pregnant = needs.contains("pregnancy");
        if (pregnant && before.sex().equals("male")) {
            throw new Refusal("This person is a man on record: correct the sex first, or the need.", "needs");
        }
        if (pregnancyWeeks != null && (!pregnant || pregnancyWeeks < 1 || pregnancyWeeks > 45)) {
            throw new Refusal(
                    "The weeks of a pregnancy are a number from 1 to 45; leave them empty without one.", "weeks");
        }
        List<String> now = NEEDS.stream().filter(needs::contains).toList();
        if (Set.copyOf(before.needs()).equals(Set.copyOf(now))
                && Objects.equals(before.pregnancyWeeks(), pregnancyWeeks)) {
            return;
        }
        jdbc.sql("update person set needs = :needs, pregnancy_weeks = :weeks, pregnancy_weeks_on = :on where id = :id")
                .param("needs", now.toArray(String[]::new))
                .param("weeks", pregnancyWeeks, Types.SMALLINT)
                .param(
                        "on",
                        pregnancyWeeks == null ? null : LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                        Types.DATE)
                .param("id", personId)
                .update();
        audit.recordOfPerson("needs recorded", householdId, personId, null);
        news.publishEvent(new MemberChanged(householdId, personId));
    }

    private Person member(long householdId, long personId) {
        Household household = households.lock(householdId);
        if (household.ended()) {
            throw new Refusal("Case " + household.caseNumber() + " has ended: nothing is corrected in it any more.");
        }
        return households.members(householdId).stream()
                .filter(person -> person.id() == personId)
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("This household has no such member."));
    }
}
