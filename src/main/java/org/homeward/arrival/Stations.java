package org.homeward.arrival;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.household.Document;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.workflow.Decisions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which stations a household needs, by the table {@code stations}. */
@Component
class Stations {

    private final Households households;
    private final Decisions decisions;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final String citizenship;

    /** @param citizenship of the country they come to, ISO 3166 alpha-3 */
    Stations(
            Households households,
            Decisions decisions,
            JdbcClient jdbc,
            Clock clock,
            @Value("${homeward.citizenship}") String citizenship) {
        this.households = households;
        this.decisions = decisions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.citizenship = citizenship;
    }

    /** In the words of {@link Station}; everybody travels on. @param childAlone whether a child has no parent along */
    Set<String> neededBy(long householdId, boolean childAlone) {
        Household household = households.get(householdId);
        List<Person> members = households.members(householdId);
        Set<String> needed = new LinkedHashSet<>(decisions.decideAll(
                "stations",
                Map.of(
                        "children", children(members, childAlone),
                        "foreigner",
                                members.stream()
                                        .anyMatch(member ->
                                                !member.nationalities().contains(citizenship)),
                        "patient", needCare(members),
                        "withoutPassport", anyWithoutPassport(members, households.documents(householdId)),
                        "company", company(household, members))));
        needed.add(Station.ONWARD_TRAVEL.word());
        return needed;
    }

    /** Whether any of them needs a doctor, a chair or a stretcher, or expects a child. */
    static boolean needCare(Collection<Person> members) {
        return members.stream()
                .anyMatch(member ->
                        !member.needs().isEmpty() || !member.place().equals("seat") || member.pregnancyWeeks() != null);
    }

    private String children(List<Person> members, boolean childAlone) {
        if (childAlone) {
            return "alone";
        }
        return members.stream().anyMatch(member -> member.minorOn(today())) ? "with family" : "none";
    }

    private boolean anyWithoutPassport(List<Person> members, List<Document> documents) {
        Set<Long> withOne = documents.stream()
                .filter(document -> document.kind().equals("passport"))
                .filter(document -> document.neverExpires()
                        || document.expires() != null && !document.expires().isBefore(today()))
                .map(Document::personId)
                .collect(Collectors.toSet());
        return members.stream().anyMatch(member -> !withOne.contains(member.id()));
    }

    private String company(Household household, List<Person> members) {
        boolean parted = household.splitFrom() != null
                || jdbc.sql("select exists (select from household where split_from = :id)")
                        .param("id", household.id())
                        .query(Boolean.class)
                        .single();
        return parted ? "parted" : members.size() == 1 ? "alone" : "together";
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
