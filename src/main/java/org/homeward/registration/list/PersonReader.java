package org.homeward.registration.list;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.household.NewDocument;
import org.homeward.household.NewPerson;
import org.homeward.situation.Governorates;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was written about a person, field by field, on a list, a form or in a request. A person needs a name and a
 * day (or at least year) of birth, or the word that it is unknown; whatever else cannot be read keeps nobody out, except where a wrong guess would do
 * harm: an expiry that is no date, a number that a spreadsheet has rounded, a field longer than it may be.
 */
public final class PersonReader {

    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>()\",;:]{1,64}@[^\\s@<>()\",;:]+\\.[^\\s@<>()\",;:.]{2,}");
    private static final Pattern ROUNDED = Pattern.compile("\\d[.,]\\d+[eеEЕ][+]?\\d+");
    private static final Pattern FOR_EVER =
            Pattern.compile("(?i)бессрочн\\p{L}*|unlimited|no expiry|permanent|постоянн\\p{L}*");
    private static final Pattern NOTHING =
            Pattern.compile("(?i)[-–—.?/\\\\*_ ]*|нет|no|none|n/?a|нет данных|отсутствует|не указан\\p{L}*|unknown");
    /** What a formula comes to that went wrong, and what letters come to that were saved in another encoding. */
    private static final Pattern ERROR = Pattern.compile("(?i)#(n/a|ref!|value!|div/0!|name\\?|null!|num!)|.*\uFFFD.*");

    private static final List<Field> NAMES =
            List.of(Field.SURNAME, Field.NAME, Field.PATRONYMIC, Field.LATIN_SURNAME, Field.LATIN);
    private static final Pattern UNKNOWN = Pattern.compile("(?i)unknown|not known|неизвест\\p{L}*|غير معروف");
    private static final Set<String> KINDS = Set.of("passport", "internal passport", "other");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");

    private final Governorates.Names governorates;
    private final LocalDate today;

    /** @param today births after this day are in the future */
    public PersonReader(Governorates.Names governorates, LocalDate today) {
        this.governorates = governorates;
        this.today = today;
    }

    /** The day on which it reads. */
    public LocalDate today() {
        return today;
    }

    /** Reads one person. Values are plain text (see access.PlainText); fields that say nothing may be left out. */
    public Reading read(Map<Field, String> written) {
        return new Row(written).reading();
    }

    /** Reads one document whose number and expiry have no flaws. */
    public NewDocument document(Map<Field, String> written) {
        return new Row(written).documents().get(0);
    }

    /** One row while it is read. */
    private final class Row {

        private final Map<Field, String> written;
        private final List<Flaw> flaws = new ArrayList<>();
        private final List<Flaw> doubts = new ArrayList<>();

        Row(Map<Field, String> written) {
            this.written = written;
        }

        Reading reading() {
            written.forEach((field, text) -> {
                if (text.length() > field.longest()) {
                    flaws.add(new Flaw(field, "tooLong"));
                }
            });
            if (!flaws.isEmpty()) {
                return new Reading(
                        null, List.copyOf(flaws), List.of(), new Reading.Request(null, null, null, null, null));
            }
            String name = joined(Field.SURNAME, Field.NAME, Field.PATRONYMIC);
            String latinName = joined(Field.LATIN_SURNAME, Field.LATIN);
            if (name == null && latinName == null) {
                boolean lettersLost = written.getOrDefault(Field.NAME, "").matches(".*[?\uFFFD].*");
                flaws.add(new Flaw(Field.NAME, lettersLost ? "unreadable" : "missing"));
            }
            if (flaws.isEmpty()) {
                NAMES.stream()
                        .filter(this::isError)
                        .findFirst()
                        .ifPresent(field -> flaws.add(new Flaw(field, "unreadable")));
            }
            WrittenDate born = born();
            List<NewDocument> documents = documents();
            Words.Needs needs = text(Field.NEEDS).map(Words::needs).orElse(Words.Needs.NONE);
            if (!needs.understood()) {
                doubts.add(new Flaw(Field.NEEDS, "unreadable"));
            }
            NewPerson person = new NewPerson(
                    name,
                    latinName,
                    born.date(),
                    born.estimated(),
                    word(Field.SEX, Words::sex, "unknown"),
                    nationalities(),
                    word(Field.RELATION, Words::relation, "other"),
                    word(Field.CONSENT, Words::consent, "unknown"),
                    needs.codes(),
                    needs.pregnancyWeeks(),
                    needs.place(),
                    documents,
                    text(Field.REMARK).orElse(null));
            Reading.Request request = request();
            return new Reading(flaws.isEmpty() ? person : null, List.copyOf(flaws), List.copyOf(doubts), request);
        }

        /** That nobody knows it is an answer; that nothing is written is none. */
        private WrittenDate born() {
            if (UNKNOWN.matcher(written.getOrDefault(Field.BORN, "")).matches()) {
                return new WrittenDate(null, false, null);
            }
            Optional<String> text = text(Field.BORN);
            if (text.isEmpty()) {
                flaws.add(new Flaw(Field.BORN, "missing"));
                return new WrittenDate(null, false, "missing");
            }
            WrittenDate born = WrittenDate.birth(text.get(), today);
            if (born.wrong() != null) {
                flaws.add(new Flaw(Field.BORN, born.wrong()));
            }
            return born;
        }

        private List<NewDocument> documents() {
            LocalDate expires = expires();
            Optional<String> number = text(Field.DOCUMENT);
            if (isError(Field.DOCUMENT)) {
                flaws.add(new Flaw(Field.DOCUMENT, "unreadable"));
                return List.of();
            }
            if (number.isEmpty() || number.get().chars().noneMatch(Character::isDigit)) {
                number.ifPresent(words -> doubts.add(new Flaw(Field.DOCUMENT, "unreadable")));
                if (expires != null) {
                    doubts.add(new Flaw(Field.EXPIRES, "alone"));
                }
                return List.of();
            }
            if (ROUNDED.matcher(number.get()).matches()) {
                flaws.add(new Flaw(Field.DOCUMENT, "mangled"));
                return List.of();
            }
            return List.of(new NewDocument(kind(), number.get(), expires, null));
        }

        private String kind() {
            return word(Field.DOCUMENT_KIND, kind -> Optional.of(kind).filter(KINDS::contains), "passport");
        }

        private @Nullable LocalDate expires() {
            Optional<String> text = text(Field.EXPIRES);
            if (text.isEmpty()) {
                return null;
            }
            if (FOR_EVER.matcher(text.get()).matches()) {
                doubts.add(new Flaw(Field.EXPIRES, "unreadable"));
                return null;
            }
            WrittenDate expires = WrittenDate.expiry(text.get(), today);
            if (expires.wrong() != null) {
                flaws.add(new Flaw(Field.EXPIRES, expires.wrong()));
            }
            return expires.date();
        }

        private List<String> nationalities() {
            List<String> found =
                    text(Field.NATIONALITY).map(Words::nationalities).orElse(List.of());
            if (found.isEmpty() && text(Field.NATIONALITY).isPresent()) {
                doubts.add(new Flaw(Field.NATIONALITY, "unreadable"));
            }
            return found;
        }

        private Reading.Request request() {
            text(Field.PHONE)
                    .filter(phone -> !WrittenPhone.isOne(phone))
                    .ifPresent(phone -> doubts.add(new Flaw(Field.PHONE, "unreadable")));
            return new Reading.Request(
                    read(Field.WISH, Words::wish),
                    read(Field.GOVERNORATE, governorates::pcodeOf),
                    text(Field.PHONE).flatMap(WrittenPhone::e164).orElse(null),
                    read(
                            Field.EMAIL,
                            email -> Optional.of(email)
                                    .filter(it -> EMAIL.matcher(it).matches())),
                    text(Field.CITY).orElse(null));
        }

        private boolean isError(Field field) {
            return ERROR.matcher(written.getOrDefault(field, "")).matches();
        }

        private String word(Field field, Function<String, Optional<String>> words, String otherwise) {
            return Objects.requireNonNullElse(read(field, words), otherwise);
        }

        private @Nullable String read(Field field, Function<String, Optional<String>> reader) {
            Optional<String> text = text(field);
            Optional<String> read = text.flatMap(reader);
            if (text.isPresent() && read.isEmpty()) {
                doubts.add(new Flaw(field, "unreadable"));
            }
            return read.orElse(null);
        }

        private @Nullable String joined(Field... fields) {
            String joined =
                    Stream.of(fields).map(this::text).flatMap(Optional::stream).collect(Collectors.joining(" "));
            return LETTER.matcher(joined).find() ? joined : null;
        }

        /** What the field says; "no", a dash or a question mark in a field of its own kind say nothing. */
        private Optional<String> text(Field field) {
            String text = written.getOrDefault(field, "");
            boolean nothing = text.isEmpty()
                    || field != Field.WISH
                            && field != Field.CONSENT
                            && NOTHING.matcher(text).matches();
            return nothing ? Optional.empty() : Optional.of(text);
        }
    }
}
