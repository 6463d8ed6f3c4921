package org.homeward.planning.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.planning.Hypothesis;
import org.homeward.planning.WrittenMovement;
import org.jspecify.annotations.Nullable;

/** A hypothesis as it is written in a form, text by the name of the field, or in an address, as {@code field=text;field=text}. */
final class WrittenHypothesis {

    private WrittenHypothesis() {}

    /** What is written, not checked any further. @throws Refusal naming the field, if it is no day, no time or no number */
    static Hypothesis read(Map<String, String> written) {
        return new Hypothesis(
                written.get("what"),
                written.get("movement"),
                written.get("exit"),
                day(written, "from"),
                day(written, "to"),
                written.get("kind"),
                written.get("origin"),
                written.get("destination"),
                WrittenMovement.time(written, "departs"),
                number(written, "seats"),
                number(written, "stretchers"),
                number(written, "wheelchairs"),
                number(written, "persons"));
    }

    private static @Nullable LocalDate day(Map<String, String> written, String field) {
        String text = PlainText.of(written.get(field));
        try {
            return text.isEmpty() ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new Refusal("This day cannot be read: give it as 2013-01-22.", field);
        }
    }

    private static @Nullable Integer number(Map<String, String> written, String field) {
        return PlainText.of(written.get(field)).isEmpty() ? null : WrittenMovement.places(written, field);
    }

    /** What stands in an address, by field; what is no field is passed over. */
    static Map<String, String> fields(String address) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : address.split(";")) {
            int is = part.indexOf('=');
            if (is > 0) {
                fields.put(part.substring(0, is), part.substring(is + 1));
            }
        }
        return fields;
    }

    /** The same for an address. */
    static String inAddress(Hypothesis checked) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "what", checked.what());
        put(fields, "movement", checked.movement());
        put(fields, "exit", checked.exit());
        put(fields, "from", checked.from());
        put(fields, "to", checked.to());
        put(fields, "kind", checked.kind());
        put(fields, "origin", checked.origin());
        put(fields, "destination", checked.destination());
        put(fields, "departs", checked.departs());
        put(fields, "seats", checked.seats());
        put(fields, "stretchers", checked.stretchers());
        put(fields, "wheelchairs", checked.wheelchairs());
        put(fields, "persons", checked.persons());
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue().toString().replace(';', ' '))
                .collect(Collectors.joining(";"));
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
