package org.homeward.registration.web;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.homeward.access.Refusal;
import org.homeward.household.ContactReader;
import org.homeward.household.Contacts.Contact;
import org.homeward.registration.Intake;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.Reading;
import org.homeward.situation.Governorates;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Reads a household's contact and place with the reader of lists; what cannot be read is sent back. */
@Component
class WrittenContact implements ContactReader {

    private final Intake intake;
    private final Governorates governorates;
    private final Sentences sentences;

    WrittenContact(Intake intake, Governorates governorates, Sentences sentences) {
        this.intake = intake;
        this.governorates = governorates;
        this.sentences = sentences;
    }

    @Override
    public Contact read(Written written) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        fields.put(Field.PHONE, written.phone());
        fields.put(Field.EMAIL, written.email());
        fields.put(Field.GOVERNORATE, written.governorate());
        fields.put(Field.CITY, written.city());
        Reading reading = intake.reader().read(fields);
        Stream.concat(reading.flaws().stream(), reading.doubts().stream())
                .filter(flaw -> fields.containsKey(flaw.field()))
                .findFirst()
                .ifPresent(flaw -> {
                    throw new Refusal(sentences.of(flaw, fields), flaw.field().key());
                });
        Reading.Request read = reading.request();
        return new Contact(read.phone(), read.email(), read.governorate(), read.city(), written.language());
    }

    @Override
    public Map<String, String> governorates() {
        Map<String, String> names = new LinkedHashMap<>();
        governorates.all().forEach(one -> names.put(one.pcode(), one.name(LocaleContextHolder.getLocale())));
        return names;
    }
}
