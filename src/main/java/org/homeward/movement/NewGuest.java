package org.homeward.movement;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.people.Birth;
import org.homeward.people.StateCode;
import org.jspecify.annotations.Nullable;

/** A guest as somebody writes them down: text by the name of the field. Anything may be missing or wrong. */
public record NewGuest(
        @Nullable String name,
        @Nullable String sex,
        @Nullable String born,
        @Nullable String nationality,
        @Nullable String document,
        @Nullable String place) {

    /** What is asked of a guest. */
    public static final List<String> FIELDS = List.of("name", "sex", "born", "nationality", "document", "place");

    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_DOCUMENT = 40;
    private static final Map<String, String> SEXES = Map.of(
            "f", "female", "female", "female", "m", "male", "male", "male", "x", "unknown", "u", "unknown", "unknown",
            "unknown", "", "unknown");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("[uuuu-M-d][d.M.uuuu]", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    public static NewGuest read(Map<String, String> written) {
        return new NewGuest(
                written.get("name"),
                written.get("sex"),
                written.get("born"),
                written.get("nationality"),
                written.get("document"),
                written.get("place"));
    }

    /** What is written, once it is right. @param nationality ISO 3166 alpha-3 */
    public record Checked(String name, String sex, LocalDate born, String nationality, String document, String place) {}

    /** @throws Refusal naming the first field that is wrong */
    public Checked checked(LocalDate today) {
        return new Checked(
                text(name, "name", LONGEST_NAME),
                checkedSex(),
                checkedBirth(today),
                checkedNationality(),
                text(document, "document", LONGEST_DOCUMENT),
                checkedPlace());
    }

    private static String text(@Nullable String written, String field, int longest) {
        String text = PlainText.of(written);
        if (text.isEmpty()) {
            throw new Refusal("A guest needs a " + field + ", as in the passport.", field);
        }
        if (text.length() > longest) {
            throw new Refusal("This " + field + " is too long: at most " + longest + " characters.", field);
        }
        return text;
    }

    private String checkedSex() {
        String meant = SEXES.get(PlainText.of(sex).toLowerCase(Locale.ROOT));
        if (meant == null) {
            throw new Refusal("The sex of a guest is F, M, or left empty if the passport says none.", "sex");
        }
        return meant;
    }

    private LocalDate checkedBirth(LocalDate today) {
        LocalDate day;
        try {
            day = LocalDate.parse(PlainText.of(born), DAY);
        } catch (DateTimeException e) {
            throw new Refusal("Give the day of birth such as 1984-08-19.", "born");
        }
        if (day.isAfter(today) || day.isBefore(today.minusYears(Birth.OLDEST))) {
            throw new Refusal("Nobody who travels was born on this day: check the year.", "born");
        }
        return day;
    }

    private String checkedNationality() {
        return StateCode.ofTwoOrThree(PlainText.of(nationality))
                .orElseThrow(() -> new Refusal("Give the nationality by its code, such as DE or DEU.", "nationality"));
    }

    private String checkedPlace() {
        String meant = PlainText.of(place).toLowerCase(Locale.ROOT);
        if (!List.of("", "seat", "stretcher", "wheelchair").contains(meant)) {
            throw new Refusal("A guest has a seat, a stretcher or a wheelchair place.", "place");
        }
        return requireNonNull(meant.isEmpty() ? "seat" : meant);
    }
}
