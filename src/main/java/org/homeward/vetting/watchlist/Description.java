package org.homeward.vetting.watchlist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.homeward.access.PlainText;
import org.homeward.people.Birth;
import org.homeward.people.Sex;
import org.jspecify.annotations.Nullable;

/** An entry while it is being read. What is blank is not taken; what was said twice counts once. */
final class Description {

    private static final Pattern NUMBER = Pattern.compile("[\\p{L}\\p{Nd}/-]*\\p{Nd}{3}[\\p{L}\\p{Nd}/-]*");
    private static final int A_NUMBER_AND_NO_MORE = 20;

    private final String id;
    private final Map<String, Boolean> names = new LinkedHashMap<>();
    private final Set<Birth> births = new LinkedHashSet<>();
    private final Set<String> nationalities = new TreeSet<>();
    private final Set<String> documents = new TreeSet<>();
    private final List<Entry.Detail> details = new ArrayList<>();
    private Sex sex = Sex.UNKNOWN;

    Description(String id) {
        this.id = id;
    }

    void name(@Nullable String text, boolean weak) {
        String name = PlainText.of(text);
        if (name.codePoints().anyMatch(Character::isLetterOrDigit)) {
            names.merge(name, weak, Boolean::logicalAnd);
        }
    }

    void born(Birth birth) {
        births.add(birth);
    }

    void sex(@Nullable String written) {
        sex = switch (PlainText.of(written).toLowerCase(java.util.Locale.ROOT)) {
            case "male", "m", "м", "муж", "мужской", "ذكر" -> Sex.MALE;
            case "female", "f", "ж", "жен", "женский", "أنثى", "انثى" -> Sex.FEMALE;
            default -> sex;
        };
    }

    void nationality(@Nullable String written, Set<String> unknown) {
        nationalities.addAll(Countries.all(PlainText.of(written), unknown));
        detail("nationality", written);
    }

    /** A number; out of a sentence about a document, the numbers in it. */
    void document(@Nullable String written) {
        String number = PlainText.of(written);
        if (number.length() <= A_NUMBER_AND_NO_MORE && number.chars().anyMatch(Character::isDigit)) {
            documents.add(number);
        } else {
            NUMBER.matcher(number).results().forEach(found -> documents.add(found.group()));
        }
    }

    void detail(String about, @Nullable String written) {
        String text = PlainText.of(written);
        Entry.Detail detail = new Entry.Detail(about, text);
        if (!text.isEmpty() && !details.contains(detail)) {
            details.add(detail);
        }
    }

    boolean hasName() {
        return !names.isEmpty();
    }

    Entry entry() {
        return new Entry(
                id,
                names.entrySet().stream()
                        .map(name -> new Entry.Name(name.getKey(), name.getValue()))
                        .toList(),
                List.copyOf(births),
                sex,
                Set.copyOf(nationalities),
                Set.copyOf(documents),
                List.copyOf(details));
    }
}
