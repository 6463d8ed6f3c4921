package org.homeward.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.household.Document;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.people.DocumentNumber;
import org.homeward.people.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lays the cases that may be the same people side by side, for whoever settles it. */
@Component
class Twins {

    private static final String NOTHING = "–";

    private final JdbcClient jdbc;
    private final Households households;
    private final CurrentOfficer officer;
    private final MessageSource messages;
    private final ObjectMapper json;

    Twins(JdbcClient jdbc, Households households, CurrentOfficer officer, MessageSource messages, ObjectMapper json) {
        this.jdbc = jdbc;
        this.households = households;
        this.officer = officer;
        this.messages = messages;
        this.json = json;
    }

    private record Noted(
            long here,
            long there,
            long otherId,
            long intoId,
            String hereName,
            String thereName,
            double likeness,
            @Nullable String grounds,
            @Nullable String reasons,
            String state,
            @Nullable String decidedBy,
            @Nullable OffsetDateTime decidedAt) {}

    /** Those of a household, unsettled ones first; none that this officer may not know of. */
    List<Twin> of(Household household, Locale language) {
        Map<Long, List<Noted>> byCase = noted(household.id()).stream()
                .collect(Collectors.groupingBy(Noted::otherId, LinkedHashMap::new, Collectors.toList()));
        List<Twin> twins = new ArrayList<>();
        byCase.forEach((otherId, pairs) ->
                twins.add(new SideBySide(household, households.get(otherId), language).twin(pairs)));
        return twins;
    }

    /** From either side: this case is the one being registered, or the earlier one. */
    private List<Noted> noted(long id) {
        return jdbc.sql("""
                with pair as (
                  select id, person_id as here, other_person_id as there, other_household_id as other_id,
                         other_household_id as into_id, likeness, grounds, reasons, state, decided_by, decided_at
                  from possible_duplicate where household_id = :id
                  union all
                  select id, other_person_id, person_id, household_id, other_household_id, likeness, grounds, reasons,
                         state, decided_by, decided_at
                  from possible_duplicate where other_household_id = :id)
                select here, there, other_id, into_id, coalesce(ours.name, ours.latin_name) as here_name,
                       coalesce(theirs.name, theirs.latin_name) as there_name, likeness, grounds::text as grounds,
                       reasons, state, decided_by, decided_at
                from pair
                join person ours on ours.id = here
                join person theirs on theirs.id = there
                join household other on other.id = other_id and (not other.restricted or :cleared)
                order by state <> 'open', other_id, likeness desc, pair.id""")
                .param("id", id)
                .param("cleared", officer.cleared())
                .query(Noted.class)
                .list();
    }

    /** Two households as their columns stand. */
    private final class SideBySide {

        private final Household here;
        private final Household there;
        private final Locale language;
        private final Map<Long, Person> persons = new LinkedHashMap<>();
        private final Map<Long, List<Document>> documents;

        SideBySide(Household here, Household there, Locale language) {
            this.here = here;
            this.there = there;
            this.language = language;
            households.members(here.id()).forEach(person -> persons.put(person.id(), person));
            households.members(there.id()).forEach(person -> persons.put(person.id(), person));
            List<Document> all = new ArrayList<>(households.documents(here.id()));
            all.addAll(households.documents(there.id()));
            documents = all.stream().collect(Collectors.groupingBy(Document::personId));
        }

        Twin twin(List<Noted> pairs) {
            boolean open = pairs.stream().anyMatch(pair -> pair.state.equals("open"));
            return new Twin(
                    there.caseNumber(),
                    open && !here.ended(),
                    goesInto(pairs.get(0).intoId).caseNumber(),
                    facts(),
                    pairs.stream().map(this::pair).toList(),
                    unpaired(here, pairs.stream().map(Noted::here).collect(Collectors.toSet())),
                    unpaired(there, pairs.stream().map(Noted::there).collect(Collectors.toSet())));
        }

        /** The case that is asked about, unless the one that asks is further on already. */
        private Household goesInto(long askedAbout) {
            Household asks = askedAbout == here.id() ? there : here;
            Household other = askedAbout == here.id() ? here : there;
            return asks.isFurtherThan(other) ? asks : other;
        }

        private List<String> unpaired(Household household, Set<Long> paired) {
            return persons.values().stream()
                    .filter(person -> person.householdId() == household.id() && !paired.contains(person.id()))
                    .map(Person::calledName)
                    .toList();
        }

        private List<Twin.Fact> facts() {
            return List.of(
                    fact("column.stage", this::stage),
                    fact("column.governorate", household -> text(governorate(household))),
                    fact("dossier.phone", household -> text(household.phone())),
                    fact("dossier.email", household -> text(household.email())),
                    fact("dossier.destination", household -> text(household.destinationCity())),
                    fact("dossier.wish", household -> word("wish", household.wish())),
                    fact("dossier.language", household -> word("language", household.language())));
        }

        private Twin.Fact fact(String label, Function<Household, String> says) {
            return fact(
                    label, says.apply(here), says.apply(there), says.apply(here).equals(says.apply(there)));
        }

        private Twin.Pair pair(Noted noted) {
            Person one = persons.get(noted.here);
            Person other = persons.get(noted.there);
            List<Reason> grounds = grounds(noted);
            return new Twin.Pair(
                    noted.hereName,
                    noted.thereName,
                    noted.state,
                    (int) Math.round(noted.likeness * 100),
                    grounds.isEmpty() && noted.reasons != null ? List.of(noted.reasons) : words(grounds, false),
                    words(grounds, true),
                    one == null || other == null ? List.of() : facts(one, other),
                    noted.decidedBy,
                    noted.decidedAt);
        }

        private List<Twin.Fact> facts(Person one, Person other) {
            return List.of(
                    fact("column.name", text(one.name()), text(other.name()), Objects.equals(one.name(), other.name())),
                    fact(
                            "twin.latinName",
                            text(one.latinName()),
                            text(other.latinName()),
                            Objects.equals(one.latinName(), other.latinName())),
                    fact("column.born", born(one), born(other), born(one).equals(born(other))),
                    fact(
                            "twin.sex",
                            word("sex", one.sex()),
                            word("sex", other.sex()),
                            one.sex().equals(other.sex())
                                    || Set.of(one.sex(), other.sex()).contains("unknown")),
                    fact(
                            "twin.nationality",
                            text(one.nationalities()),
                            text(other.nationalities()),
                            Set.copyOf(one.nationalities()).equals(Set.copyOf(other.nationalities()))),
                    fact(
                            "twin.relation",
                            word("relation", one.relation()),
                            word("relation", other.relation()),
                            one.relation().equals(other.relation())),
                    fact(
                            "column.documents",
                            numbers(one),
                            numbers(other),
                            keys(one).equals(keys(other))));
        }

        /** What only one of them says is a gap, no difference. */
        private Twin.Fact fact(String label, String one, String other, boolean same) {
            boolean gap = one.equals(NOTHING) || other.equals(NOTHING);
            return new Twin.Fact(messages.getMessage(label, null, language), one, other, !same && !gap);
        }

        private String stage(Household household) {
            return household.endReason() == null
                    ? word("stage", household.stage())
                    : word("ended", household.endReason());
        }

        private @Nullable String governorate(Household household) {
            return jdbc.sql(
                            "select case :language when 'ru' then name_ru when 'ar' then name_ar else name_en end from governorate where pcode = :pcode")
                    .param("language", language.getLanguage())
                    .param("pcode", household.governorate())
                    .query(String.class)
                    .optional()
                    .orElse(null);
        }

        private String born(Person person) {
            if (person.born() == null) {
                return NOTHING;
            }
            return person.bornEstimated()
                    ? messages.getMessage(
                            "dossier.bornAbout",
                            new Object[] {String.valueOf(person.born().getYear())},
                            language)
                    : DateTimeFormatter.ofPattern(messages.getMessage("format.day", null, language), language)
                            .format(person.born());
        }

        private String numbers(Person person) {
            return text(documents.getOrDefault(person.id(), List.of()).stream()
                    .map(Document::number)
                    .toList());
        }

        private Set<String> keys(Person person) {
            return documents.getOrDefault(person.id(), List.of()).stream()
                    .map(document -> DocumentNumber.key(document.number()))
                    .collect(Collectors.toSet());
        }

        private String word(String kind, String code) {
            return messages.getMessage(kind + "." + code.replace(' ', '-'), null, language);
        }

        private List<String> words(List<Reason> grounds, boolean against) {
            return grounds.stream()
                    .filter(reason -> reason.against() == against)
                    .map(reason -> messages.getMessage(reason, language))
                    .toList();
        }

        private List<Reason> grounds(Noted noted) {
            try {
                return noted.grounds == null ? List.of() : List.of(json.readValue(noted.grounds, Reason[].class));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("What was noted of possible duplicate cannot be read.", e);
            }
        }
    }

    private static String text(@Nullable String value) {
        return value == null || value.isBlank() ? NOTHING : value;
    }

    private static String text(Collection<String> values) {
        return values.isEmpty() ? NOTHING : String.join(", ", values);
    }
}
