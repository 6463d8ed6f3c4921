package org.homeward.planning.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One object of the file, whose fields must be what they should be, or a sentence says which is not. */
record Row(JsonNode node, String where) {

    private static final double LARGEST = 1e9;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2101-01-01T00:00:00Z");

    /** The rows of a list, each named by its number and its id if it has one. */
    List<Row> rows(String field) {
        JsonNode list = node.path(field);
        if (!list.isArray()) {
            throw wrong(field, "must be a list", list);
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode one : list) {
            String id = one.path("id").isTextual() ? " (" + one.path("id").textValue() + ")" : "";
            rows.add(new Row(one, field + ", row " + (rows.size() + 1) + id));
        }
        return rows;
    }

    List<Row> rowsOrNone(String field) {
        return isLeftOut(field) ? List.of() : rows(field);
    }

    /** Nothing but these fields. */
    Row only(String... fields) {
        if (!node.isObject()) {
            throw new CannotPlan(where + ": there must be an object in braces.");
        }
        Set<String> known = Set.of(fields);
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new CannotPlan(where + ": the field \"" + field + "\" is not known.");
            }
        });
        return this;
    }

    Row object(String field) {
        if (!node.path(field).isObject()) {
            throw wrong(field, "must be an object in braces", node.path(field));
        }
        return new Row(node.path(field), field);
    }

    String text(String field) {
        String text = node.path(field).isTextual() ? node.path(field).textValue() : "";
        if (text.isBlank()) {
            throw wrong(field, "must be a text", node.path(field));
        }
        return text;
    }

    @Nullable
    String textOrNone(String field) {
        boolean empty =
                node.path(field).isTextual() && node.path(field).textValue().isBlank();
        return isLeftOut(field) || empty ? null : text(field);
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        JsonNode list = node.path(field);
        if (isLeftOut(field)) {
            return texts;
        }
        for (JsonNode one : list) {
            texts.add(one.isTextual() ? one.textValue() : "");
        }
        if (!list.isArray() || texts.contains("") || new HashSet<>(texts).size() < texts.size()) {
            throw wrong(field, "must be a list of different texts", list);
        }
        return texts;
    }

    boolean flag(String field) {
        if (!isLeftOut(field) && !node.path(field).isBoolean()) {
            throw wrong(field, "must be true or false", node.path(field));
        }
        return node.path(field).booleanValue();
    }

    int whole(String field, int least) {
        JsonNode number = node.path(field);
        boolean whole = number.isNumber() && number.doubleValue() == Math.rint(number.doubleValue());
        if (!whole || !number.canConvertToInt() || number.intValue() < least) {
            throw wrong(field, "must be a whole number" + (least == Integer.MIN_VALUE ? "" : " from " + least), number);
        }
        return number.intValue();
    }

    double number(String field) {
        JsonNode number = node.path(field);
        if (!number.isNumber() || !(number.doubleValue() >= 0 && number.doubleValue() <= LARGEST)) {
            throw wrong(field, "must be a number from 0 to a billion", number);
        }
        return number.doubleValue();
    }

    Instant moment(String field) {
        try {
            Instant moment = Instant.parse(text(field));
            if (moment.isAfter(EARLIEST) && moment.isBefore(LATEST)) {
                return moment;
            }
            throw wrong(field, "must be a moment of this century or the last", node.path(field));
        } catch (DateTimeException e) {
            throw wrong(field, "must be a moment like 2013-01-22T04:00:00Z", node.path(field));
        }
    }

    LocalDate day(String field) {
        try {
            return LocalDate.parse(text(field));
        } catch (DateTimeException e) {
            throw wrong(field, "must be a day like 2013-01-22", node.path(field));
        }
    }

    private boolean isLeftOut(String field) {
        return node.path(field).isMissingNode() || node.path(field).isNull();
    }

    private CannotPlan wrong(String field, String must, JsonNode is) {
        String found = is.isMissingNode() ? "it is missing" : "not " + shortened(is.toString());
        return new CannotPlan(where + ": \"" + field + "\" " + must + "; " + found + ".");
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
