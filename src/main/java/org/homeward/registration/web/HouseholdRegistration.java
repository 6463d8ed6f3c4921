package org.homeward.registration.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.household.NewDocument;
import org.homeward.people.DocumentNumber;
import org.homeward.people.MachineReadableZone;
import org.homeward.people.UnreadableZone;
import org.homeward.registration.Intake;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.PersonReader;
import org.homeward.registration.list.Reading;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Households that programs register. */
@RestController
class HouseholdRegistration {

    private static final int LARGEST = 50;
    private static final int MOST_DOCUMENTS = 20;
    private static final int LONGEST_PREGNANCY = 45; // weeks
    private static final Set<String> KINDS = Set.of("passport", "internal passport", "other");

    private final Intake intake;
    private final CurrentOfficer officer;
    private final Sentences sentences;

    HouseholdRegistration(Intake intake, CurrentOfficer officer, Sentences sentences) {
        this.intake = intake;
        this.officer = officer;
        this.sentences = sentences;
    }

    /** A household that asks to leave. */
    @Schema(name = "NewHousehold")
    record Household(
            @Schema(description = "yes, undecided, no or unknown") @Nullable
            String wish,

            @Schema(description = "P-code, or a name in English, Russian or Arabic") @Nullable
            String governorate,

            @Schema(description = "only for cleared officers") @Nullable
            Boolean restricted,

            @Schema(description = "in which it is written to: ru, en or ar") @Nullable
            String language,

            @Nullable String phone,
            @Nullable String email,
            @Nullable String destinationCity,

            @Schema(description = "at least one, the applicant first") @Nullable
            List<@Nullable Member> members) {}

    /** One of its persons. */
    @Schema(name = "NewMember")
    record Member(
            @Schema(
                    description = "the lines with < of a passport or card, as read or typed: fills in what else is left"
                            + " out, the document too; refused if it cannot be read")
            @Nullable
            String machineReadableZone,

            @Schema(description = "in its own script") @Nullable
            String name,

            @Schema(description = "as in the passport") @Nullable
            String latinName,

            @Schema(description = "a day, 1984-08-19 or 19.08.1984, or a year alone") @Nullable
            String born,

            @Schema(description = "female, male or unknown") @Nullable
            String sex,

            @Schema(description = "ISO 3166 alpha-3 codes") @Nullable
            List<@Nullable String> nationalities,

            @Schema(description = "applicant, spouse, child, parent, sibling, grandchild, grandparent or other")
            @Nullable
            String relation,

            @Schema(description = "to a child's leaving: given, refused or unknown") @Nullable
            String fatherConsent,

            @Schema(description = "wheelchair, stretcher, insulin, dialysis, oxygen, pregnancy, escort, other")
            @Nullable
            List<@Nullable String> needs,

            @Nullable Integer pregnancyWeeks,
            @Nullable List<@Nullable Document> documents,
            @Nullable String remark) {}

    @Schema(name = "NewDocument")
    record Document(
            @Schema(description = "passport, internal passport or other") @Nullable
            String kind,

            @Nullable String number,
            @Nullable String expires,
            @Nullable String issuedBy) {}

    /** @param warning what is to be done, though the household is registered; null if nothing */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Registered(
            String caseNumber,
            long id,
            List<Long> personIds,
            @Nullable String warning) {}

    @Operation(
            summary = "Register a household",
            description = "Starts its evacuation and answers with its case number.")
    @PostMapping("/api/households")
    @ApiResponse(responseCode = "201", description = "Registered", useReturnTypeSchema = true)
    ResponseEntity<Registered> register(@RequestBody Household household) {
        PersonReader reader = intake.reader();
        Entered entered = entered(household, reader);
        for (Entered.Wrong wrong : entered.wrongs(reader)) {
            throw new Refusal(sentences.of(wrong.flaw(), wrong.written()), path(wrong));
        }
        var registered = intake.register(entered.read(reader));
        return ResponseEntity.created(URI.create("/api/households/" + registered.caseNumber()))
                .body(new Registered(
                        registered.caseNumber(),
                        registered.id(),
                        registered.personIds(),
                        intake.tooLarge(registered.id()).map(sentences::of).orElse(null)));
    }

    private Entered entered(Household household, PersonReader reader) {
        List<@Nullable Member> members = household.members() == null ? List.of() : household.members();
        if (members.isEmpty() || members.contains(null)) {
            throw new Refusal(sentences.of("registration.nobody"), "members");
        }
        if (members.size() > LARGEST) {
            throw new Refusal(sentences.of("registration.tooMany", LARGEST), "members");
        }
        boolean restricted = Boolean.TRUE.equals(household.restricted());
        if (restricted && !officer.cleared()) {
            throw new Refusal(sentences.of("registration.restrictedByCleared"), "restricted");
        }
        String language = household.language() == null ? "ru" : household.language();
        if (!Set.of("ru", "en", "ar").contains(language)) {
            throw new Refusal(sentences.of("registration.language"), "language");
        }
        List<Map<Field, String>> persons = new ArrayList<>();
        List<String> zones = new ArrayList<>();
        List<List<NewDocument>> documents = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Member member = Objects.requireNonNull(members.get(i));
            Integer weeks = member.pregnancyWeeks();
            if (weeks != null && (weeks < 1 || weeks > LONGEST_PREGNANCY)) {
                throw new Refusal(
                        sentences.of("registration.pregnancyWeeks", LONGEST_PREGNANCY),
                        "members[" + i + "].pregnancyWeeks");
            }
            String path = "members[" + i + "]";
            List<NewDocument> given = documents(member, path, reader);
            Optional<MachineReadableZone> zone = zone(member, path, reader.today());
            persons.add(zone.map(read -> filledIn(person(member), read, given)).orElseGet(() -> person(member)));
            zones.add(zone.isPresent() ? Objects.requireNonNull(member.machineReadableZone()) : "");
            documents.add(zone.map(read -> checked(given, read, member)).orElse(given));
        }
        return new Entered(
                fields(
                        Field.WISH, "unknown".equals(household.wish()) ? null : household.wish(),
                        Field.GOVERNORATE, household.governorate(),
                        Field.PHONE, household.phone(),
                        Field.EMAIL, household.email(),
                        Field.CITY, household.destinationCity()),
                persons,
                zones,
                documents,
                restricted,
                language);
    }

    private Optional<MachineReadableZone> zone(Member member, String path, LocalDate today) {
        String pasted = member.machineReadableZone();
        if (pasted == null || pasted.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MachineReadableZone.read(pasted, today));
        } catch (UnreadableZone unreadable) {
            throw new Refusal(unreadable.sentence(sentences::of), path + ".machineReadableZone");
        }
    }

    /** What is written stands; the zone says the rest. Its document is not taken twice. */
    private static Map<Field, String> filledIn(
            Map<Field, String> written, MachineReadableZone zone, List<NewDocument> given) {
        Map<Field, String> person = Entered.saidBy(zone);
        if (given.stream().anyMatch(document -> isOf(document, zone))) {
            person.keySet().removeAll(Set.of(Field.DOCUMENT_KIND, Field.DOCUMENT, Field.EXPIRES));
        }
        person.putAll(written);
        return person;
    }

    /** What the zone says of its document goes on record with it: the kind where it is left out, and the check digits. */
    private static List<NewDocument> checked(List<NewDocument> given, MachineReadableZone zone, Member member) {
        return given.stream()
                .map(document -> isOf(document, zone)
                        ? new NewDocument(
                                isKindSaid(document, member) ? document.kind() : zone.kind(),
                                document.number(),
                                document.expires() == null ? zone.expires() : document.expires(),
                                document.issuedBy(),
                                document.latinName(),
                                zone.checkDigitsHold())
                        : document)
                .toList();
    }

    private static boolean isKindSaid(NewDocument document, Member member) {
        return Objects.requireNonNull(member.documents()).stream()
                .anyMatch(said -> said != null
                        && said.kind() != null
                        && DocumentNumber.key(String.valueOf(said.number()))
                                .equals(DocumentNumber.key(document.number())));
    }

    private static boolean isOf(NewDocument document, MachineReadableZone zone) {
        return zone.number() != null && DocumentNumber.key(document.number()).equals(DocumentNumber.key(zone.number()));
    }

    private static Map<Field, String> person(Member member) {
        String weeks = member.pregnancyWeeks() == null ? null : "pregnancy " + member.pregnancyWeeks() + " weeks";
        return fields(
                Field.NAME, member.name(),
                Field.LATIN, member.latinName(),
                Field.BORN, member.born(),
                Field.SEX, "unknown".equals(member.sex()) ? null : member.sex(),
                Field.NATIONALITY, joined("/", orEmpty(member.nationalities())),
                Field.RELATION, member.relation(),
                Field.CONSENT, "unknown".equals(member.fatherConsent()) ? null : member.fatherConsent(),
                Field.NEEDS, joined(", ", Stream.concat(orEmpty(member.needs()), Stream.ofNullable(weeks))),
                Field.REMARK, member.remark());
    }

    private List<NewDocument> documents(Member member, String path, PersonReader reader) {
        List<NewDocument> documents = new ArrayList<>();
        List<@Nullable Document> given = member.documents() == null ? List.of() : member.documents();
        if (given.size() > MOST_DOCUMENTS) {
            throw new Refusal(sentences.of("registration.tooManyDocuments", MOST_DOCUMENTS), path + ".documents");
        }
        for (int i = 0; i < given.size(); i++) {
            Document document = given.get(i);
            String at = path + ".documents[" + i + "]";
            if (document == null || PlainText.of(document.number()).isEmpty()) {
                throw new Refusal(sentences.of("registration.documentNumber"), at + ".number");
            }
            String kind = document.kind() == null ? "passport" : document.kind();
            if (!KINDS.contains(kind)) {
                throw new Refusal(sentences.of("registration.documentKind"), at + ".kind");
            }
            documents.add(document(document, kind, at, reader));
        }
        return documents;
    }

    private NewDocument document(Document document, String kind, String at, PersonReader reader) {
        Map<Field, String> written = fields(Field.DOCUMENT, document.number(), Field.EXPIRES, document.expires());
        String issuedBy = PlainText.orNull(document.issuedBy());
        if (issuedBy != null && issuedBy.length() > Field.CITY.longest()) {
            throw new Refusal(sentences.of("registration.issuedBy", Field.CITY.longest()), at + ".issuedBy");
        }
        Reading reading = reader.read(written);
        Stream.concat(reading.flaws().stream(), reading.doubts().stream())
                .filter(flaw -> written.containsKey(flaw.field()))
                .findFirst()
                .ifPresent(flaw -> {
                    throw new Refusal(
                            sentences.of(flaw, written),
                            at + (flaw.field() == Field.DOCUMENT ? ".number" : ".expires"));
                });
        NewDocument read = reader.document(written);
        return new NewDocument(kind, read.number(), read.expires(), issuedBy);
    }

    private static String path(Entered.Wrong wrong) {
        String field = switch (wrong.flaw().field()) {
            case LATIN -> "latinName";
            case NATIONALITY -> "nationalities";
            case CONSENT -> "fatherConsent";
            case CITY -> "destinationCity";
            default -> wrong.flaw().field().key();
        };
        return wrong.person() == null ? field : "members[" + wrong.person() + "]." + field;
    }

    private static Stream<String> orEmpty(@Nullable List<@Nullable String> words) {
        return words == null ? Stream.empty() : words.stream().map(PlainText::of);
    }

    private static String joined(String separator, Stream<String> words) {
        return words.filter(word -> !word.isEmpty()).collect(Collectors.joining(separator));
    }

    private static Map<Field, String> fields(@Nullable Object... fieldsAndTexts) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (int i = 0; i < fieldsAndTexts.length; i += 2) {
            Object text = fieldsAndTexts[i + 1];
            String plain = PlainText.of(text == null ? null : text.toString());
            if (!plain.isEmpty() && fieldsAndTexts[i] instanceof Field field) {
                fields.put(field, plain);
            }
        }
        return fields;
    }
}
