package org.homeward.people.web;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.people.Birth;
import org.homeward.people.Sex;
import org.homeward.people.Traits;
import org.jspecify.annotations.Nullable;

/**
 * A person as a program describes one; all but a name may be left out.
 *
 * @param name as in the passport
 * @param nativeName in the person's own script
 * @param born {@code 1984-08-19}, or {@code 1984-08} or {@code 1984} where the day is not known, {@code ~1984} about that
 *     year
 * @param sex {@code female}, {@code male} or {@code unknown}; {@code F}, {@code M} and {@code X} are taken too
 * @param nationality ISO 3166 alpha-3
 * @param document the number of a passport or another paper
 */
record SentTraits(
        @Nullable String name,
        @Nullable String nativeName,
        @Nullable String born,
        @Nullable String sex,
        @Nullable String nationality,
        @Nullable String document) {

    private static final int LONGEST_NAME = 300;
    private static final int LONGEST = 60;

    /** @throws Refusal saying which field is wrong and what to write instead */
    Traits read(String where, Clock clock) {
        List<String> names = Stream.of(
                        text(name, where + ".name", LONGEST_NAME),
                        text(nativeName, where + ".nativeName", LONGEST_NAME))
                .filter(text -> !text.isEmpty())
                .toList();
        if (!Traits.comparable(names)) {
            throw new Refusal(
                    "'" + where + "' has no name with letters. Write 'name' or 'nativeName'.", where + ".name");
        }
        if (!Traits.comparedWhole(names)) {
            throw new Refusal(
                    "Of a name the first 200 characters and 16 words are compared, and this one has more.",
                    where + ".name");
        }
        String country = text(nationality, where + ".nationality", LONGEST).toUpperCase(Locale.ROOT);
        if (!country.isEmpty() && !country.matches("[A-Z]{3}")) {
            throw new Refusal(
                    "'" + where + ".nationality' is no code of three letters, such as SYR.", where + ".nationality");
        }
        String number = text(document, where + ".document", LONGEST);
        return new Traits(
                names,
                births(
                        text(born, where + ".born", LONGEST),
                        where + ".born",
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
                sex(text(sex, where + ".sex", LONGEST).toLowerCase(Locale.ROOT), where + ".sex"),
                country.isEmpty() ? Set.of() : Set.of(country),
                number.isEmpty() ? Set.of() : Set.of(number));
    }

    private static String text(@Nullable String written, String field, int longest) {
        String text = PlainText.of(written);
        if (text.length() > longest) {
            throw new Refusal("'" + field + "' is longer than " + longest + " characters. Shorten it.", field);
        }
        return text;
    }

    private static List<Birth> births(String written, String field, LocalDate today) {
        if (written.isEmpty()) {
            return List.of();
        }
        Birth birth = birth(written, field);
        if (birth.earliest().isAfter(today)) {
            throw new Refusal("'" + field + "' is in the future. Correct it.", field);
        }
        if (birth.latest().isBefore(today.minusYears(Birth.OLDEST))) {
            throw new Refusal(
                    "'" + field + "' is more than " + Birth.OLDEST + " years ago. Correct it or leave it out.", field);
        }
        return List.of(birth);
    }

    private static Birth birth(String written, String field) {
        try {
            if (written.matches("~ ?[0-9]{4}")) {
                return Birth.about(Integer.parseInt(written.substring(1).strip()));
            }
            if (written.matches("[0-9]{4}-[0-9]{2}")) {
                YearMonth month = YearMonth.parse(written);
                return new Birth(month.atDay(1), month.atEndOfMonth(), false);
            }
            return written.matches("[0-9]{4}")
                    ? Birth.in(Integer.parseInt(written))
                    : Birth.on(LocalDate.parse(written));
        } catch (DateTimeException e) {
            throw new Refusal(
                    "'" + field + "' is no day such as 1984-08-19, no month such as 1984-08 and no year such as 1984 or"
                            + " ~1984.",
                    field);
        }
    }

    private static Sex sex(String written, String field) {
        return switch (written) {
            case "female", "f" -> Sex.FEMALE;
            case "male", "m" -> Sex.MALE;
            case "unknown", "x", "" -> Sex.UNKNOWN;
            default -> throw new Refusal("'" + field + "' is none of female, male, unknown.", field);
        };
    }
}
