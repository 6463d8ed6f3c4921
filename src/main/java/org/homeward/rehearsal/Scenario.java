package org.homeward.rehearsal;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.homeward.movement.NewMovement;
import org.homeward.registration.list.EmbassyList;
import org.homeward.registration.list.UnreadableList;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal plays: the folder's {@code registrations.xlsx} or {@code .csv}, {@code movements.csv} and
 * {@code events.csv}.
 *
 * @param listName the list's file name
 * @param digest of all three files: the same scenario goes on where it stopped
 * @param begins when the operation begins, on its own clock
 */
record Scenario(
        String listName,
        byte[] list,
        List<NewMovement> movements,
        List<Happening> happenings,
        List<String> notUnderstood,
        String digest,
        Instant begins) {

    private static final Pattern OFFSET = Pattern.compile(
            "([+-])\\s*(?:(\\d{1,5})\\s*d)?\\s*(?:(\\d{1,6})\\s*h)?\\s*(?:(\\d{1,8})\\s*m(?:in)?)?",
            Pattern.CASE_INSENSITIVE);
    private static final Charset WINDOWS_1251 = Charset.forName("windows-1251");
    private static final Duration NOTICE = Duration.ofDays(5);
    private static final Set<String> MOVEMENT_COLUMNS =
            Set.of("code", "kind", "origin", "destination", "departs", "seats");

    /**
     * Reads a scenario.
     *
     * @throws CannotRehearse if the folder or a file is missing or cannot be read, naming the file and the row
     * @throws UnreadableList if the list is none
     */
    static Scenario read(Path folder, Instant now) {
        Path list = listIn(folder);
        byte[] listBytes = bytes(list);
        String movementsFile = text(folder.resolve("movements.csv"), true);
        String eventsFile = text(folder.resolve("events.csv"), false);
        List<CSVRecord> rows = rows(movementsFile, "movements.csv", MOVEMENT_COLUMNS);
        Instant begins = begins(rows, now);
        List<NewMovement> movements =
                rows.stream().map(row -> movement(row, begins)).toList();
        List<Happening> lines = rows(eventsFile, "events.csv", Set.of("step", "what")).stream()
                .map(Scenario::happening)
                .toList();
        EmbassyList.open(listBytes);
        return new Scenario(
                list.getFileName().toString(),
                listBytes,
                movements,
                lines.stream().filter(line -> line.doubt() == null).toList(),
                doubtsAbout(lines),
                digest(listBytes, movementsFile, eventsFile),
                begins);
    }

    private static Path listIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CannotRehearse("There is no folder " + folder + " to rehearse.");
        }
        return Stream.of("registrations.xlsx", "registrations.csv")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new CannotRehearse(
                        "The folder " + folder + " has neither registrations.xlsx nor registrations.csv."));
    }

    private static Happening happening(CSVRecord row) {
        return Happening.of(
                line(row),
                get(row, "step"),
                blankToNull(get(row, "family")),
                blankToNull(get(row, "person")),
                get(row, "what"),
                get(row, "detail"));
    }

    private static List<String> doubtsAbout(List<Happening> lines) {
        return lines.stream()
                .filter(line -> line.doubt() != null)
                .map(line -> line.place() + ": " + line.doubt())
                .toList();
    }

    /** On the scenario's own clock: days before the first departure that has a date, else now. */
    private static Instant begins(List<CSVRecord> movements, Instant now) {
        return movements.stream()
                .map(row -> instant(get(row, "departs")))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(first -> first.minus(NOTICE))
                .orElse(now.truncatedTo(ChronoUnit.SECONDS)); // as departures are kept
    }

    private static NewMovement movement(CSVRecord row, Instant begins) {
        String departs = get(row, "departs");
        Instant fixed = instant(departs);
        Duration offset = offset(departs);
        if (fixed == null && offset == null) {
            throw new CannotRehearse("movements.csv row " + line(row) + ": the departure '" + departs
                    + "' is neither an instant such as 2013-01-22T06:00:00Z nor an offset such as +6h.");
        }
        Instant leaves = fixed != null ? fixed : begins.plus(offset == null ? Duration.ZERO : offset);
        return new NewMovement(
                get(row, "code"),
                get(row, "kind"),
                get(row, "origin"),
                get(row, "destination"),
                blankToNull(get(row, "exit")),
                leaves,
                arrival(row, leaves),
                number(row, "seats"),
                number(row, "stretchers"),
                number(row, "wheelchairs"),
                number(row, "crew"),
                get(row, "baggageKg").isEmpty() ? null : number(row, "baggageKg"),
                null,
                null);
    }

    private static @Nullable Instant arrival(CSVRecord row, Instant leaves) {
        String arrives = get(row, "arrives");
        Instant fixed = instant(arrives);
        Duration journey = offset(arrives);
        if (fixed == null && journey == null && !arrives.isBlank()) {
            throw new CannotRehearse(
                    "movements.csv row " + line(row) + ": the arrival '" + arrives
                            + "' is neither an instant such as 2013-01-22T12:00:00Z nor a time after the departure such as +6h.");
        }
        return journey == null ? fixed : leaves.plus(journey);
    }

    private static int number(CSVRecord row, String column) {
        String written = get(row, column);
        try {
            return written.isEmpty() ? 0 : Integer.parseInt(written);
        } catch (NumberFormatException e) {
            throw new CannotRehearse(
                    "movements.csv row " + line(row) + ": " + column + " is '" + written + "', not a whole number.");
        }
    }

    static @Nullable Instant instant(String written) {
        try {
            return OffsetDateTime.parse(written.strip().replaceFirst("(?<=\\d) (?=\\d)", "T"))
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** {@code +6h}, {@code +90m}, {@code +2d 3h}, {@code -1h}, {@code PT6H}; null if it is no offset of some years. */
    static @Nullable Duration offset(String written) {
        String text = written.strip();
        if (text.regionMatches(true, 0, "P", 0, 1) || text.regionMatches(true, 0, "+P", 0, 2)) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        Matcher parts = OFFSET.matcher(text);
        if (!parts.matches() || (parts.group(2) == null && parts.group(3) == null && parts.group(4) == null)) {
            return null;
        }
        Duration length =
                Duration.ofDays(number(parts, 2)).plusHours(number(parts, 3)).plusMinutes(number(parts, 4));
        return "-".equals(parts.group(1)) ? length.negated() : length;
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    private static List<CSVRecord> rows(String text, String file, Set<String> needed) {
        if (text.isBlank()) {
            return List.of();
        }
        char separator = text.lines().findFirst().orElse("").contains(";") ? ';' : ',';
        try (var parser = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreHeaderCase(true)
                .setIgnoreEmptyLines(false)
                .setTrim(true)
                .setAllowMissingColumnNames(true)
                .get()
                .parse(new StringReader(text))) {
            for (String column : needed) {
                if (parser.getHeaderNames().stream().noneMatch(column::equalsIgnoreCase)) {
                    throw new CannotRehearse(file + " has no column '" + column + "'.");
                }
            }
            return parser.getRecords().stream()
                    .filter(row -> row.stream().anyMatch(cell -> !cell.isBlank()))
                    .toList();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new CannotRehearse(file + " cannot be read as CSV: " + e.getMessage());
        }
    }

    private static String get(CSVRecord row, String column) {
        return row.isMapped(column) && row.isSet(column) ? row.get(column).strip() : "";
    }

    /** The row as an editor or a spreadsheet counts it, from 1. */
    private static long line(CSVRecord row) {
        return row.getRecordNumber() + 1;
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }

    private static String text(Path file, boolean needed) {
        if (!Files.isRegularFile(file)) {
            if (needed) {
                throw new CannotRehearse("There is no " + file + ".");
            }
            return "";
        }
        String text = decoded(bytes(file));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** As what spreadsheets save in Russian: UTF-8 or, where it cannot be that, windows-1251. */
    private static String decoded(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(content, WINDOWS_1251);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CannotRehearse("The file " + file + " cannot be read.");
        }
    }

    private static String digest(byte[] list, String movements, String events) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(list);
            digest.update(movements.getBytes(StandardCharsets.UTF_8));
            digest.update(events.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
