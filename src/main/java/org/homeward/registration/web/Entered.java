package org.homeward.registration.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.access.PlainText;
import org.homeward.household.NewDocument;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.people.MachineReadableZone;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.Flaw;
import org.homeward.registration.list.PersonReader;
import org.homeward.registration.list.Reading;
import org.jspecify.annotations.Nullable;

/**
 * A household as an officer or a program has entered it, as plain text. Unlike on a list, what cannot be read is sent
 * back: whoever entered it is still there.
 *
 * @param household what concerns all: wish, governorate, phone, e-mail, city
 * @param persons each field by field, the applicant first
 * @param zones of each person: the machine readable zone that was read; empty: none was
 * @param documents of each person, more than the one among their fields
 */
record Entered(
        Map<Field, String> household,
        List<Map<Field, String>> persons,
        List<String> zones,
        List<List<NewDocument>> documents,
        boolean restricted,
        String language) {

    static final Set<Field> OF_HOUSEHOLD = Set.of(Field.WISH, Field.GOVERNORATE, Field.PHONE, Field.EMAIL, Field.CITY);

    /** Something wrong. @param person which one, from 0; null if it concerns the household */
    record Wrong(@Nullable Integer person, Flaw flaw, Map<Field, String> written) {}

    /** What a zone says of a person, field by field. */
    static Map<Field, String> saidBy(MachineReadableZone zone) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        put(fields, Field.NAME, zone.nativeName());
        put(fields, Field.LATIN, zone.latinName());
        put(fields, Field.BORN, zone.bornAsKnown());
        put(fields, Field.SEX, zone.sex().equals("unknown") ? null : zone.sex());
        put(fields, Field.NATIONALITY, "XXX".equals(zone.nationality()) ? null : zone.nationality());
        put(fields, Field.DOCUMENT_KIND, zone.kind());
        put(fields, Field.DOCUMENT, zone.number());
        put(
                fields,
                Field.EXPIRES,
                zone.expires() == null ? null : zone.expires().toString());
        return fields;
    }

    /** Writes down what is left of a text made harmless, if anything is. */
    static void put(Map<Field, String> fields, Field field, @Nullable String text) {
        String plain = PlainText.of(text);
        if (!plain.isEmpty()) {
            fields.put(field, plain);
        }
    }

    List<Wrong> wrongs(PersonReader reader) {
        List<Wrong> wrongs = new ArrayList<>();
        for (int i = 0; i < persons.size(); i++) {
            Map<Field, String> written = row(i);
            Reading reading = reader.read(written);
            for (List<Flaw> flaws : List.of(reading.flaws(), reading.doubts())) {
                for (Flaw flaw : flaws) {
                    wrongs.add(new Wrong(OF_HOUSEHOLD.contains(flaw.field()) ? null : i, flaw, written));
                }
            }
        }
        return wrongs;
    }

    /** The household, when there is nothing wrong. */
    NewHousehold read(PersonReader reader) {
        List<NewPerson> members = new ArrayList<>();
        for (int i = 0; i < persons.size(); i++) {
            NewPerson person = Objects.requireNonNull(reader.read(row(i)).person());
            members.add(with(person, documents(person, i, reader.today())));
        }
        Reading.Request request = reader.read(row(0)).request();
        return new NewHousehold(
                Objects.requireNonNullElse(request.wish(), "unknown"),
                request.governorate(),
                restricted,
                language,
                request.phone(),
                request.email(),
                request.city(),
                null,
                members);
    }

    private List<NewDocument> documents(NewPerson person, int at, LocalDate today) {
        String zone = zones.get(at);
        List<NewDocument> own = asRead(person.documents(), zone, today);
        return spelled(Stream.concat(own.stream(), documents.get(at).stream()), person.latinName(), zone, today);
    }

    private Map<Field, String> row(int person) {
        Map<Field, String> row = new EnumMap<>(Field.class);
        row.putAll(persons.get(person));
        if (person == 0) {
            row.putAll(household);
        }
        return row;
    }

    private static List<NewDocument> asRead(List<NewDocument> documents, String zone, LocalDate today) {
        return documents.stream()
                .map(document -> document.read(MachineReadableZone.checkDigitsHold(zone, document.number(), today)))
                .toList();
    }

    /** Where a person is written otherwise than in the zone of a document, that document keeps its own spelling. */
    private static List<NewDocument> spelled(
            Stream<NewDocument> documents, @Nullable String written, String zone, LocalDate today) {
        return documents
                .map(document -> MachineReadableZone.latinName(zone, document.number(), today)
                        .filter(name -> !name.equalsIgnoreCase(written))
                        .map(document::spelling)
                        .orElse(document))
                .toList();
    }

    private static NewPerson with(NewPerson person, List<NewDocument> documents) {
        return new NewPerson(
                person.name(),
                person.latinName(),
                person.born(),
                person.bornEstimated(),
                person.sex(),
                person.nationalities(),
                person.relation(),
                person.fatherConsent(),
                person.needs(),
                person.pregnancyWeeks(),
                person.place(),
                documents,
                person.remark());
    }
}
