package org.homeward.vetting;

import static java.util.stream.Collectors.groupingBy;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.household.Document;
import org.homeward.household.Guardians;
import org.homeward.household.Guardians.OnRecord;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.workflow.Decisions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The rules of vetting: what about the members of a household somebody must look at. */
@Component
class Rules {

    /** The kinds found here; watch-list hits come from elsewhere. */
    static final Set<String> KINDS = Set.of("documents", "eligibility", "consent", "fitness", "unaccompanied");

    /** The concerns of table documents, as they weigh. */
    private static final List<String> LEAST_FIRST =
            List.of("none", "expires soon", "expired", "check digits wrong", "no passport", "no document");

    private static final String ALONE = "unaccompanied";
    private static final int YOUNGEST_PARENT = 14; // years older than the child
    private static final List<String> GUARDIANS = List.of("mother", "father", "court guardian", "guardian");

    /** The reasons why a companion of another household holds a child back. */
    static final String NOT_READY = "companion not ready";

    static final String GONE = "companion does not travel";

    private final Households households;
    private final Guardians guardians;
    private final ChildCare care;
    private final Decisions decisions;
    private final Clock clock;
    private final String citizenship;
    private final String country;

    /** @param country the one that people leave, ISO 3166 alpha-3: its law asks for the father's consent */
    Rules(
            Households households,
            Guardians guardians,
            ChildCare care,
            Decisions decisions,
            Clock clock,
            @Value("${homeward.citizenship}") String citizenship,
            @Value("${homeward.operation}") String country) {
        this.households = households;
        this.guardians = guardians;
        this.care = care;
        this.decisions = decisions;
        this.clock = clock;
        this.citizenship = citizenship;
        this.country = country;
    }

    /** What there is to look at, at most one finding per person, kind and reason. */
    List<Finding> findings(long householdId) {
        List<Person> members = households.members(householdId);
        Map<Long, List<Document>> documents =
                households.documents(householdId).stream().collect(groupingBy(Document::personId));
        Map<Long, List<OnRecord>> papers = guardians.of(householdId).stream().collect(groupingBy(OnRecord::childId));
        List<Finding> findings = new ArrayList<>();
        for (Person person : members) {
            documentsOf(person, documents.getOrDefault(person.id(), List.of())).ifPresent(findings::add);
            eligibilityOf(person, members).ifPresent(findings::add);
            if (person.minorOn(today())) {
                List<OnRecord> ofThisChild = papers.getOrDefault(person.id(), List.of());
                consentFor(person, members, ofThisChild).ifPresent(findings::add);
                aloneIs(person, members, ofThisChild).ifPresent(alone -> {
                    findings.add(alone);
                    care.trouble(person.id()).ifPresent(why -> findings.add(new Finding(person.id(), ALONE, why)));
                });
            }
            fitnessOf(person).ifPresent(findings::add);
        }
        return findings;
    }

    /** Whose people are taken home, ISO 3166 alpha-3. */
    String citizenship() {
        return citizenship;
    }

    boolean isCitizen(Person person) {
        return person.nationalities().contains(citizenship);
    }

    /** The best of a person's documents counts. */
    private Optional<Finding> documentsOf(Person person, List<Document> all) {
        Stream<String> concerns = all.isEmpty()
                ? Stream.of(withoutDocument(person))
                : all.stream().map(document -> withDocument(person, document));
        return concerns.min(Comparator.comparing(Rules::gravity))
                .filter(concern -> !concern.equals("none"))
                .map(concern -> new Finding(person.id(), "documents", concern));
    }

    /** What a designer adds to the table outweighs what is known here. */
    private static int gravity(String concern) {
        int known = LEAST_FIRST.indexOf(concern);
        return known < 0 ? LEAST_FIRST.size() : known;
    }

    private String withoutDocument(Person person) {
        return documents(person, "none", "not known", 0, false);
    }

    private String withDocument(Person person, Document document) {
        Optional<LocalDate> last = lastDay(document);
        long daysLeft = last.map(day -> ChronoUnit.DAYS.between(today(), day)).orElse(0L);
        String validity = last.isEmpty() ? "not known" : daysLeft < 0 ? "expired" : "valid";
        return documents(person, document.kind(), validity, daysLeft, document.checkDigitsFail());
    }

    private String documents(Person person, String kind, String validity, long daysLeft, boolean checkDigitsFail) {
        return decisions.decide(
                "documents",
                Map.of(
                        "citizen", citizen(person),
                        "kind", kind,
                        "validity", validity,
                        "daysLeft", daysLeft,
                        "checkDigits", checkDigitsFail ? "wrong" : "not wrong"));
    }

    /** Of a document that never expires, a day that nobody asks for; empty if unknown. */
    private Optional<LocalDate> lastDay(Document document) {
        return document.neverExpires() ? Optional.of(today().plusYears(100)) : Optional.ofNullable(document.expires());
    }

    private Optional<Finding> eligibilityOf(Person person, List<Person> members) {
        String eligible = decisions.decide("eligibility", eligibility(person, members));
        return eligible.equals("eligible")
                ? Optional.empty()
                : Optional.of(new Finding(
                        person.id(),
                        "eligibility",
                        person.nationalities().isEmpty() ? "citizenship unknown" : "not a citizen"));
    }

    private Map<String, Object> eligibility(Person person, List<Person> members) {
        return Map.of(
                "citizen", citizen(person),
                "citizenInFamily", members.stream().anyMatch(this::isCitizen),
                "relation", person.relation());
    }

    private Optional<Finding> consentFor(Person child, List<Person> members, List<OnRecord> papers) {
        String concern = decisions.decide(
                "consent",
                Map.of(
                        "fatherAlong", fatherAlong(child, members, papers),
                        "guardianByCourt", along(papers, members, "court guardian"),
                        "permission", permission(child, papers),
                        "fatherOfTheCountry", fatherOfTheCountry(child, members, papers)));
        return concern.equals("none") ? Optional.empty() : Optional.of(new Finding(child.id(), "consent", concern));
    }

    private static String permission(Person child, List<OnRecord> papers) {
        if (papers.stream().anyMatch(OnRecord::saysFatherHasDied)) {
            return "he has died";
        }
        if (papers.stream().anyMatch(OnRecord::saysThereIsNoFather)) {
            return "there is none";
        }
        if (papers.stream().anyMatch(OnRecord::saysFatherIsAForeigner)) {
            return "he is a foreigner";
        }
        if (child.fatherConsent().equals("refused")) {
            return "refused";
        }
        if (papers.stream().anyMatch(paper -> !paper.names())) {
            return "on paper";
        }
        return child.fatherConsent().equals("given") ? "said" : "unknown";
    }

    /**
     * Whether the father is a citizen of the country: a child that is one has it from him (Syrian Nationality Act 276 of
     * 1969, art. 3). Another passport proves nothing: it may come from the mother, and the border asks all the same. Only a
     * foreigner who travels along where the father stands settles it, if no paper names the father.
     */
    private String fatherOfTheCountry(Person child, List<Person> members, List<OnRecord> papers) {
        if (child.nationalities().contains(country)) {
            return "yes";
        }
        boolean onPaper = papers.stream().anyMatch(paper -> paper.saysWhoIs("father"));
        boolean foreignerAlong = members.stream()
                .anyMatch(man -> mayBeFather(man, child)
                        && !man.nationalities().isEmpty()
                        && !man.nationalities().contains(country));
        return foreignerAlong && !onPaper ? "no" : "perhaps";
    }

    /** By paper if one names the father; otherwise a grown man of the country where he stands in the family. */
    private boolean fatherAlong(Person child, List<Person> members, List<OnRecord> papers) {
        if (papers.stream().anyMatch(paper -> paper.saysWhoIs("father"))) {
            return along(papers, members, "father");
        }
        return members.stream()
                .anyMatch(man -> mayBeFather(man, child) && man.nationalities().contains(country));
    }

    /** Of a grandchild, a grown son of the family is as well the uncle: only a paper says who its father is. */
    private boolean mayBeFather(Person man, Person child) {
        return man.sex().equals("male") && !child.relation().equals("grandchild") && mayBeParent(man, child);
    }

    /** Whether a paper names somebody as this who travels along. */
    private boolean along(List<OnRecord> papers, List<Person> members, String as) {
        return papers.stream()
                .filter(paper -> paper.saysWhoIs(as))
                .anyMatch(paper -> members.stream()
                        .anyMatch(member -> Objects.equals(paper.adultId(), member.id()) && !member.minorOn(today())));
    }

    /** A grown-up who travels along, where the child's parents stand in the family. */
    private boolean mayBeParent(Person grownUp, Person child) {
        Set<String> parents = switch (child.relation()) {
            case "child" -> Set.of("applicant", "spouse");
            case "applicant", "sibling" -> Set.of("parent");
            case "grandchild" -> Set.of("child");
            default -> Set.of();
        };
        return !grownUp.minorOn(today()) && parents.contains(grownUp.relation()) && isOldEnough(grownUp, child);
    }

    /** Whose birth is not known may be old enough. */
    private static boolean isOldEnough(Person parent, Person child) {
        LocalDate born = parent.born();
        LocalDate childBorn = child.born();
        return born == null
                || childBorn == null
                || !born.plusYears(YOUNGEST_PARENT).isAfter(childBorn);
    }

    private Optional<Finding> aloneIs(Person child, List<Person> members, List<OnRecord> papers) {
        boolean onPaper = GUARDIANS.stream().anyMatch(as -> along(papers, members, as));
        boolean byPlace =
                members.stream().anyMatch(grownUp -> mayBeParent(grownUp, child) && !anotherIsOnPaper(grownUp, papers));
        String concern = decisions.decide(
                "unaccompanied",
                Map.of("parentAlong", onPaper ? "on paper" : byPlace ? "by place in the family" : "no"));
        return concern.equals("none") ? Optional.empty() : Optional.of(new Finding(child.id(), ALONE, concern));
    }

    /** A stepfather is not the father where a paper names another man; so with mothers. */
    private static boolean anotherIsOnPaper(Person grownUp, List<OnRecord> papers) {
        String as = grownUp.sex().equals("male") ? "father" : "mother";
        return papers.stream().anyMatch(paper -> paper.saysWhoIs(as));
    }

    /** The children of this household who travel without parent or guardian, by their ids. */
    List<Long> childrenAlone(long householdId) {
        List<Person> members = households.members(householdId);
        boolean anyChild = members.stream().anyMatch(person -> person.minorOn(today()));
        return anyChild ? childrenAlone(members, guardians.of(householdId)) : List.of();
    }

    /** The same where these are its members and papers. */
    List<Long> childrenAlone(List<Person> members, List<OnRecord> papers) {
        return members.stream()
                .filter(person -> person.minorOn(today()))
                .filter(child -> aloneIs(
                                child,
                                members,
                                papers.stream()
                                        .filter(paper -> paper.childId() == child.id())
                                        .toList())
                        .isPresent())
                .map(Person::id)
                .toList();
    }

    /** Why somebody is eligible or has to be looked at, in the words of the table. */
    List<String> whyEligibleOrNot(Person person, List<Person> members) {
        return decisions.why("eligibility", eligibility(person, members));
    }

    /** Whether the father of this child must be asked, as things stand now. */
    boolean fatherIsAsked(long householdId, long childId) {
        return findings(householdId).stream()
                .anyMatch(finding ->
                        finding.personId() == childId && finding.kind().equals("consent"));
    }

    /** Whether a paper names somebody who travels along as parent or guardian of this child. */
    boolean guardianOnPaper(long householdId, long childId) {
        List<Person> members = households.members(householdId);
        List<OnRecord> papers = guardians.of(householdId).stream()
                .filter(paper -> paper.childId() == childId)
                .toList();
        return GUARDIANS.stream().anyMatch(as -> along(papers, members, as));
    }

    private Optional<Finding> fitnessOf(Person person) {
        String concern = decisions.decide("fitness", needs(person));
        return concern.equals("none") ? Optional.empty() : Optional.of(new Finding(person.id(), "fitness", concern));
    }

    /** Whether somebody's needs make the household more urgent. */
    boolean medicalNeed(Person person) {
        Map<String, Object> needs = new HashMap<>(needs(person));
        needs.computeIfPresent("stretcher", (need, said) -> person.place().equals("stretcher") || said.equals(true));
        return decisions.decide("medical-needs", needs).equals("yes");
    }

    /** The place that somebody's needs ask for, as long as no officer has said another. */
    String placeFor(Person person) {
        return decisions.decide("places", needs(person));
    }

    private Map<String, Object> needs(Person person) {
        return Map.of(
                "stretcher", person.needs().contains("stretcher"),
                "wheelchair", person.needs().contains("wheelchair"),
                "dialysis", person.needs().contains("dialysis"),
                "oxygen", person.needs().contains("oxygen"),
                "insulin", person.needs().contains("insulin"),
                "pregnancyWeeks", person.weeksPregnant());
    }

    private String citizen(Person person) {
        return person.nationalities().isEmpty() ? "unknown" : isCitizen(person) ? "yes" : "no";
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
