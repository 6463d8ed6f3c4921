package org.homeward.vetting.watchlist;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.people.Birth;
import org.homeward.people.Sex;
import org.homeward.people.Traits;
import org.jspecify.annotations.Nullable;

/**
 * Whom somebody asks about, as written: all but one name may be missing; several values are parted by {@code |}.
 *
 * @param born a day, a month or a year; {@code ~1961} about that year
 * @param nationality a country by code or name
 */
public record Question(
        @Nullable String name,
        @Nullable String nativeName,
        @Nullable String born,
        @Nullable String sex,
        @Nullable String nationality,
        @Nullable String document) {

    private static final int LONGEST = 1000;

    /**
     * What is compared.
     *
     * @param notUnderstood told of what is written but not understood; that is left out if it returns
     * @throws Refusal if there is no name, or none with a letter
     */
    public Traits traits(LocalDate today, Consumer<Refusal> notUnderstood) {
        for (String text : Arrays.asList(name, nativeName, born, sex, nationality, document)) {
            if (text != null && text.length() > LONGEST) {
                throw new Refusal("At most 1,000 characters are taken here.", "name");
            }
        }
        List<String> names = parts(name, nativeName);
        if (names.isEmpty()) {
            throw new Refusal("A person needs a name, in their own script or in Latin letters.", "name");
        }
        if (!Traits.comparable(names)) {
            throw new Refusal("This name has no letter: there is nothing to compare.", "name");
        }
        if (!Traits.comparedWhole(names)) {
            notUnderstood.accept(new Refusal(
                    "Of a name the first 200 characters and 16 words are compared, and this one has more.", "name"));
        }
        return new Traits(
                names,
                births(today, notUnderstood),
                sex(notUnderstood),
                countries(notUnderstood),
                new LinkedHashSet<>(parts(document)));
    }

    private List<Birth> births(LocalDate today, Consumer<Refusal> notUnderstood) {
        List<Birth> births = WrittenBirth.all(PlainText.of(born)).orElseGet(() -> {
            notUnderstood.accept(new Refusal("This birth is no date: write 1961-04-30, 1961 or ~1961.", "born"));
            return List.of();
        });
        if (births.stream().anyMatch(birth -> birth.earliest().isAfter(today))) {
            notUnderstood.accept(new Refusal("This birth lies in the future.", "born"));
            return List.of();
        }
        if (births.stream().anyMatch(birth -> birth.latest().isBefore(today.minusYears(Birth.OLDEST)))) {
            notUnderstood.accept(new Refusal("This birth lies more than " + Birth.OLDEST + " years ago.", "born"));
            return List.of();
        }
        return births;
    }

    private Sex sex(Consumer<Refusal> notUnderstood) {
        return switch (PlainText.of(sex).toLowerCase(Locale.ROOT)) {
            case "female", "f", "w", "woman", "ж", "жен", "женский", "أنثى", "انثى" -> Sex.FEMALE;
            case "male", "m", "man", "м", "муж", "мужской", "ذكر" -> Sex.MALE;
            case "", "unknown", "u", "x", "-" -> Sex.UNKNOWN;
            default -> {
                notUnderstood.accept(new Refusal("The sex is female, male or unknown.", "sex"));
                yield Sex.UNKNOWN;
            }
        };
    }

    private Set<String> countries(Consumer<Refusal> notUnderstood) {
        Set<String> unknown = new TreeSet<>();
        Set<String> known = Countries.all(PlainText.of(nationality), unknown);
        if (!unknown.isEmpty()) {
            notUnderstood.accept(new Refusal("This nationality is no country that we know.", "nationality"));
        }
        return known;
    }

    private static List<String> parts(@Nullable String... written) {
        return Arrays.stream(written)
                .flatMap(one -> one == null ? Stream.of() : Arrays.stream(one.split("\\|")))
                .map(PlainText::of)
                .filter(one -> !one.isEmpty())
                .distinct()
                .collect(Collectors.toList());
    }
}
