package org.homeward.planning.web;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.PlainText;
import org.homeward.planning.WrittenHypothesis;

/** What is supposed as it stands in an address: {@code field=text;field=text}. */
final class HypothesisAddress {

    private HypothesisAddress() {}

    /** What is written, by field; what is no field of a hypothesis, or empty, is left out. */
    static String of(Map<String, String> written) {
        return Stream.of(WrittenHypothesis.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(field -> !PlainText.of(written.get(field)).isEmpty())
                .map(field -> field + "=" + PlainText.of(written.get(field)).replace(';', ' '))
                .collect(Collectors.joining(";"));
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
}
